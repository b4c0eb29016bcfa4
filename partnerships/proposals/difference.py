"""A proposal as a table. A change: what it was when it was proposed, what it is now, what it would be. What a merge
shows is registered by the room that merges."""

from dataclasses import dataclass
from datetime import date

from .models import Proposal


@dataclass(frozen=True)
class Line:
    label: str
    was: str
    now: str
    wanted: str

    @property
    def is_stale(self):
        return self.was != self.now


_differences = {}


def shows(kind):
    """Have `difference(proposal)` give the lines of a proposal of this kind. Use as a decorator."""

    def register(difference):
        _differences[kind] = difference
        return difference

    return register


def lines_of(proposal):
    """One for each field that it is about."""
    return _differences[proposal.kind](proposal)


@shows(Proposal.Kind.CHANGE)
def _lines_of_change(proposal):
    subject, lines = proposal.subject, []
    for name, (was, wanted) in proposal.changes.items():
        field = subject._meta.get_field(name)
        words = [_in_words(field, value) for value in (was, getattr(subject, name), wanted)]
        lines.append(Line(str(field.verbose_name).capitalize(), *words))
    return lines


def _in_words(field, value):
    value = dict(field.choices or ()).get(value, field.to_python(value))
    return f"{value:%-d %B %Y}" if isinstance(value, date) else value or ""
