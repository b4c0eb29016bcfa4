"""Questions to the database that Django writes once: writing one costs more than the database takes to answer.

A query is written with `Given` where a value will stand, and asked again and again with other values. Nothing is kept
but the text: the answer is always that of the moment.
"""

from copy import copy
from datetime import date, datetime, timedelta
from functools import cache, wraps

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, DateField, DateTimeField, Expression, Model
from django.http import Http404

# A longer number stands in no column, whatever an address says.
LARGEST = BigIntegerField.MAX_BIGINT
FIELDS = {int: BigIntegerField, date: DateField, datetime: DateTimeField}


def written_once(read):
    """The list of a queryset that `read` writes, called with names: `milestones(partnership=pantry, today=today)`.

    `read` names each value with its type (a model, int, date or datetime), and uses them in `filter()` and its like
    only: while it writes they are Given, which no `if` can ask, and it does not run again. A user is known by what
    `visible_to` asks, and it is written once for each such kind of user.
    """
    kinds = read.__annotations__

    @cache
    def written(vendor, shapes):
        return _Written(read(**{name: _given(name, kind, dict(shapes).get(name)) for name, kind in kinds.items()}))

    @wraps(read)
    def rows(**values):
        users = {name: value for name, value in values.items() if isinstance(value, AbstractBaseUser)}
        shapes = tuple((name, Reader.shape_of(user)) for name, user in users.items())
        return written(connection.vendor, shapes).rows(values)

    return rows


def one_of(rows):
    """The one that was asked for by its id. Raises Http404 when there is none."""
    if not rows:
        raise Http404
    return rows[0]


def _given(name, kind, shape):
    if shape is not None:
        return Reader(name, kind, shape)
    return Given(name, BigIntegerField() if issubclass(kind, Model) else FIELDS[kind]())


class Given(Expression):
    """A value that is named when the query is written and given when it is asked, like `today` in `due_on__lt=today`.

    A timedelta may be added to or taken from it.
    """

    def __init__(self, name, output_field, later=None):
        super().__init__(output_field=output_field)
        self.name, self.later = name, later or timedelta()

    def __add__(self, delta):
        return Given(self.name, self.output_field, self.later + delta)

    def __sub__(self, delta):
        return self + -delta

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def filled(self, values):
        """The value as the database driver takes it."""
        value = values[self.name] + self.later if self.later else values[self.name]
        value = value.pk if isinstance(value, Model) else value
        return self.output_field.get_db_prep_value(value, connection)


class Reader(Given):
    """Whoever reads, in place of a User: it answers what follows from the role, and the database asks who it is."""

    SHAPE = ("role", "is_active")

    def __init__(self, name, model, shape):
        super().__init__(name, BigIntegerField())
        self._model = model
        self.role, self.is_active = shape

    @classmethod
    def shape_of(cls, user):
        return tuple(getattr(user, part) for part in cls.SHAPE)

    def __getattr__(self, name):
        found = getattr(self.__dict__.get("_model"), name, None)
        if isinstance(found, property):
            return found.fget(self)
        if isinstance(found, type):
            return found
        raise AttributeError(name)


class Listed(Expression):
    """The ids of a list beneath the question (`Question.lists`), for `partnership__in=…`."""

    def __init__(self, name):
        super().__init__(output_field=BigIntegerField())
        self.name = name

    def as_sql(self, compiler, connection):
        # A name of ours, never one that was typed.
        return f"(SELECT id FROM {self.name})", []  # nosec B608


class Question:
    """One statement made of many querysets with the same columns, each with its own order and limit.

    `lists` are {name: queryset of ids}: read once, and used in the others by `Listed(name)`.
    """

    def __init__(self, querysets, lists):
        self._params = []
        beneath = [f"{name} (id) AS MATERIALIZED ({self._written(rows)})" for name, rows in lists.items()]
        written = [sql for rows in querysets if (sql := self._written(rows))]
        # What Django has written, with every value beside it.
        parts = [f"SELECT * FROM ({sql}) AS part{number}" for number, sql in enumerate(written)]  # nosec B608
        self._sql = f"WITH {', '.join(beneath)} {' UNION ALL '.join(parts)}"

    def ask(self, **values):
        """The rows that stand now, as the driver gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _filled(self._params, values))
            return cursor.fetchall()

    def _written(self, queryset):
        try:
            sql, params = queryset.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return ""
        self._params += params
        return sql


class _Written:
    """A queryset, and what Django's compiler has made of it."""

    def __init__(self, queryset):
        self._queryset = queryset
        self._compiler = queryset.query.get_compiler(connection=connection)
        try:
            self._sql, self._params = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql = ""

    def rows(self, values):
        if not self._sql or any(isinstance(value, int) and abs(value) > LARGEST for value in values.values()):
            return []
        compiler, queryset = copy(self._compiler), self._queryset.all()
        compiler.as_sql = lambda *args, **kwargs: (self._sql, _filled(self._params, values))
        # In place of one that would begin again. The queryset makes its objects, and what is prefetched, as ever.
        queryset.query.get_compiler = lambda *args, **kwargs: compiler
        return list(queryset)


def _filled(params, values):
    return [one.filled(values) if isinstance(one, Given) else one for one in params]


def as_date(value):
    """A date as any driver gives it."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else date.fromisoformat(str(value)[:10])
