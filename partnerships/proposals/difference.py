"""A proposal as a table: what it was when it was proposed, what it is now, what it would be."""

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


def lines_of(proposal):
    """One for each field that would change; none for a merge, whose page shows both."""
    subject, lines = proposal.subject, []
    if proposal.kind == Proposal.Kind.MERGE:
        return lines
    for name, (was, wanted) in proposal.changes.items():
        label = str(subject._meta.get_field(name).verbose_name).capitalize()
        lines.append(Line(label, _shown(was), _shown(getattr(subject, name)), _shown(wanted)))
    return lines


def _shown(value):
    return value.isoformat() if isinstance(value, date) else value or ""
