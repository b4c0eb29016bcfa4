"""Long questions to the database that Django writes once: writing one costs more than the database takes to answer.

A query is written with `Given` where a value will stand, and asked again and again with other values. Nothing is kept
but the text: the answer is always that of the moment.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Expression


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
        return self.output_field.get_db_prep_value(value, connection)


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
        params = [one.filled(values) if isinstance(one, Given) else one for one in self._params]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            return cursor.fetchall()

    def _written(self, queryset):
        try:
            sql, params = queryset.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            return ""
        self._params += params
        return sql


def as_date(value):
    """A date as any driver gives it."""
    return value if isinstance(value, date) and not isinstance(value, datetime) else date.fromisoformat(str(value)[:10])
