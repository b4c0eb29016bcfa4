"""Two rows become one: what points to the one points to the other afterwards, whichever table it is in.

Relations are walked, also those of floors above, so that a model of tomorrow cannot be forgotten. Where both rows
have something that there can be only one of (a membership in the same partnership), the two are united in their turn:
by the rule that somebody registered with `unites`, or, if there is none, when they say the same. Otherwise the merge
is refused and nothing is done. A floor above registers its rules here; this floor never learns whose they are.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from simple_history.models import HistoricalChanges

from ..directory.models import User
from ..events import bulk_history
from ..events.models import Event

LOT = 500
_rules = {}
_afterwards = []


class CannotUnite(Exception):
    """Both have something that cannot become one; the message says what. Nothing was changed."""


def unites(model):
    """Register `rule(kept, gone, merging)` for two rows of this model that there can be only one of.

    It changes `kept` so that it says what both said (saving is done for it) and returns nothing; or it changes and
    saves `gone` so that both may stay, and returns True; or it raises CannotUnite.
    """

    def register(rule):
        _rules[model] = rule
        return rule

    return register


def afterwards(tidy):
    """Register `tidy(merging)`, called in the same transaction when everything has moved."""
    _afterwards.append(tidy)
    return tidy


def pointers_to(model):
    """The foreign keys of all tables that point to this model, the histories left out: they say what was."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and not issubclass(relation.related_model, HistoricalChanges)
    ]


@dataclass
class Merging:
    """One merge under way; `run` does everything. Call it inside a transaction that holds both rows."""

    kept: models.Model
    gone: models.Model
    by: User
    now: datetime
    reason: str
    # How many rows moved, by model, and (model, old key, kept key) of those that became one.
    moved: Counter = field(default_factory=Counter)
    folded: list = field(default_factory=list)

    def run(self):
        self._fold(self.kept, self.gone)
        for tidy in _afterwards:
            tidy(self)

    def _fold(self, kept, gone):
        """Everything of `gone` becomes `kept`'s, and `gone` ends."""
        for pointer in pointers_to(type(gone)):
            self._move(pointer, kept, gone)
        self._repoint_facts(kept, gone)
        self.folded.append((type(gone), gone.pk, kept.pk))
        self.remove(gone)
        self.save(kept)

    def _move(self, pointer, kept, gone):
        model = pointer.model
        rows = model._base_manager.filter(**{pointer.name: gone})
        for row in list(rows) if _is_in_a_constraint(pointer) else []:
            if twin := _twin(row, pointer, kept):
                self._unite(twin, row, pointer)
        pks = list(rows.values_list("pk", flat=True))
        self.moved[model] += len(pks)
        for start in range(0, len(pks), LOT):
            lot = model._base_manager.filter(pk__in=pks[start : start + LOT])
            lot.update(**{pointer.name: kept})
            self.remember(lot)

    def _unite(self, kept, gone, pointer):
        if rule := _rules.get(type(gone)):
            if rule(kept, gone, self):
                return
        else:
            _say_the_same(kept, gone, pointer)
        self._fold(kept, gone)

    def _repoint_facts(self, kept, gone):
        Event.objects.about(gone).update(subject_id=kept.pk)

    def save(self, row):
        """Save a row with the name and the reason in its history."""
        row._history_user, row._change_reason, row._history_date = self.by, self.reason, self.now
        row.save()

    def remove(self, row):
        """Delete a row that nothing points to any more. Raises CannotUnite rather than take something along."""
        for pointer in pointers_to(type(row)):
            if pointer.model._base_manager.filter(**{pointer.name: row}).exists():
                raise CannotUnite(f"Something still belongs to {row}, so it stays as it is.")
        row._history_user, row._change_reason, row._history_date = self.by, self.reason, self.now
        row.delete()

    def remember(self, rows):
        """A line of history for rows that were changed in the table, where their model keeps one."""
        model = rows.model
        if hasattr(model, "history"):
            bulk_history.remember(model, list(rows), by=self.by, reason=self.reason, at=self.now)


def _unique_sets(pointer):
    """(fields, condition) of every rule that lets this pointer be there only once."""
    options = pointer.model._meta
    if pointer.unique:
        yield [pointer.name], None
    for names in options.unique_together:
        if pointer.name in names:
            yield list(names), None
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint) and pointer.name in constraint.fields:
            yield list(constraint.fields), constraint.condition


def _is_in_a_constraint(pointer):
    return any(_unique_sets(pointer))


def _twin(row, pointer, kept):
    """The row that would stand in the way if this one pointed to `kept`, or None."""
    model = pointer.model
    for names, condition in _unique_sets(pointer):
        values = {name: getattr(row, model._meta.get_field(name).attname) for name in names if name != pointer.name}
        if None in values.values():
            continue
        rows = model._base_manager.all() if condition is None else model._base_manager.filter(condition)
        if condition is not None and not rows.filter(pk=row.pk).exists():
            continue
        if twin := rows.filter(**{pointer.name: kept}, **values).exclude(pk=row.pk).first():
            return twin
    return None


def is_blank(value):
    return value in (None, "", [], {})


def fill(kept, gone, *, but=()):
    """Give `kept` what only `gone` says."""
    for one in _said(kept, but):
        if is_blank(getattr(kept, one.attname)):
            setattr(kept, one.attname, getattr(gone, one.attname))


def _said(row, but):
    """The fields in which somebody may have written something."""
    return [one for one in row._meta.concrete_fields if one.editable and not one.primary_key and one.name not in but]


def _say_the_same(kept, gone, pointer):
    """Without a rule of their own, two rows become one when neither says anything that the other contradicts."""
    for one in _said(kept, {pointer.name}):
        values = [getattr(kept, one.attname), getattr(gone, one.attname)]
        if values[0] != values[1] and not any(map(is_blank, values)):
            what = gone._meta.verbose_name
            raise CannotUnite(
                f"Both have a {what} of the same kind, “{kept}” and “{gone}”, and they differ in “{one.verbose_name}”. "
                "Make them say the same, or remove one of them, then merge."
            )
    fill(kept, gone, but={pointer.name})
