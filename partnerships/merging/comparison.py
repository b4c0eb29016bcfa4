"""Two rows side by side: what stays, what is taken, and what a person has to choose."""

import hashlib
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from ..directory.models import Contact
from ..proposals.difference import shows
from ..proposals.models import Proposal
from .engine import is_blank

KEPT, TAKEN, BOTH = "kept", "taken", "both"


@dataclass(frozen=True)
class Compared:
    """One field of both rows, in words."""

    field: models.Field
    kept: str
    gone: str
    is_same: bool

    @property
    def name(self):
        return self.field.name

    @property
    def label(self):
        return capfirst(self.field.verbose_name)

    @property
    def is_conflict(self):
        return bool(self.kept and self.gone) and not self.is_same

    @property
    def can_be_both(self):
        """Long texts can stand one after the other."""
        return isinstance(self.field, models.TextField)

    @property
    def outcome(self):
        """What happens without anybody choosing."""
        if self.is_same:
            return "Both say the same"
        return "Stays" if self.kept else "Taken over"

    def result(self, pick=KEPT):
        """What stays, when this was chosen where the two differ."""
        if self.is_conflict and pick == BOTH and self.can_be_both:
            return f"{self.kept}\n\n{self.gone}"
        return (self.gone if self.is_conflict and pick == TAKEN else self.kept) or self.gone


def compared(kept, gone):
    """Every field in which at least one of them says something. New fields of a model are in it by themselves."""
    found = [_compared(field, kept, gone) for field in fields_of(type(kept))]
    return [one for one in found if one.kept or one.gone]


def fields_of(model):
    """What a person writes. Who signs in as a contact is nobody's choice: see actions.merge."""
    return [field for field in model._meta.concrete_fields if not field.primary_key and field.editable]


def _compared(field, kept, gone):
    words = [_in_words(row, field) for row in (kept, gone)]
    values = [getattr(row, field.attname) for row in (kept, gone)]
    return Compared(field, *words, is_same=_plain(field, values[0]) == _plain(field, values[1]))


def _plain(field, value):
    """Without what nobody means: how many spaces there are, and the capitals of an e-mail address."""
    text = " ".join(value.split()) if isinstance(value, str) else value
    return text.casefold() if isinstance(field, models.EmailField) else text


def _in_words(row, field):
    value = getattr(row, field.attname)
    if is_blank(value):
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return f"{value:%-d %B %Y}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(getattr(row, field.name))


@shows(Proposal.Kind.MERGE)
def lines_of(proposal):
    """What the two say now, and what would stay; nothing when the other one is gone."""
    other = proposal.other
    found = compared(proposal.subject, other) if proposal.is_open and other else []
    return [(one, one.result(proposal.changes.get(one.name, KEPT))) for one in found]


def take(kept, gone, picks):
    """Give `kept` what was chosen ({field name: KEPT, TAKEN or BOTH}), and what only `gone` says."""
    for one in compared(kept, gone):
        attribute = one.field.attname
        mine, theirs = getattr(kept, attribute), getattr(gone, attribute)
        if is_blank(mine) or (one.is_conflict and picks.get(one.name) == TAKEN):
            setattr(kept, attribute, theirs)
        elif one.is_conflict and one.can_be_both and picks.get(one.name) == BOTH:
            setattr(kept, attribute, f"{mine}\n\n{theirs}")


def fingerprint(kept, gone):
    """Changes when anybody edits one of the two, or signs in as one: the choices were made about these."""
    words = [(one.name, one.kept, one.gone) for one in compared(kept, gone)]
    words += [row.user_id for row in (kept, gone) if isinstance(row, Contact)]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]
