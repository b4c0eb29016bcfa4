"""Matters and organisations as a grid, and what is missing or doubled in it, in words."""

from dataclasses import dataclass

from ..membership.models import Membership
from .models import AgreementRow, Matter, Part

LEADS = Part.Kind.LEADS
# Who leads more than half of at least so many matters is named.
MANY = 3


@dataclass(frozen=True)
class Activity:
    """One Matter, and the Parts that organisations have in it."""

    matter: Matter
    parts: list[Part]

    def of(self, kind):
        """The organisations with this part."""
        return [str(part.membership.organisation) for part in self.parts if part.kind == kind]

    @property
    def leader(self):
        return next(iter(self.of(LEADS)), "")

    @property
    def columns(self):
        """(kind's label, organisations), for a table with a column for each part."""
        return [(kind.label, self.of(kind)) for kind in Part.Kind]

    def as_row(self):
        """It is about those who have a part in it; without any, about everybody."""
        what = self.matter.what
        return AgreementRow(
            "Who does what",
            what,
            tuple((label, ", ".join(organisations)) for label, organisations in self.columns),
            ("matter", what, tuple(sorted((part.membership_id, part.kind) for part in self.parts))),
            frozenset(part.membership_id for part in self.parts) or None,
            about="What is to be done",
        )


@dataclass(frozen=True)
class Row(Activity):
    """An Activity, and the part of each organisation of the grid: None where it has none."""

    cells: list[tuple[Membership, Part | None]]

    @property
    def is_everybodys(self):
        """All do it and nobody is told: what everybody sees to is easily seen to by nobody."""
        return len(self.cells) > 1 and all(part and part.kind in {LEADS, Part.Kind.HELPS} for _, part in self.cells)


class Grid:
    """The Activities of a version by the members, and whoever else has a part in it."""

    def __init__(self, activities, members):
        found = {part.membership_id: part.membership for activity in activities for part in activity.parts}
        if activities:
            found |= {member.pk: member for member in members}
        self.memberships = sorted(found.values(), key=lambda membership: membership.organisation.folded_name)
        self.rows = [self._row(activity) for activity in activities]

    def _row(self, activity):
        parts = {part.membership_id: part for part in activity.parts}
        cells = [(membership, parts.get(membership.pk)) for membership in self.memberships]
        return Row(activity.matter, activity.parts, cells)

    def __bool__(self):
        return bool(self.rows)

    def holes(self):
        """What nobody leads, and who has nothing to do with any of it."""
        led_by_nobody = [f"Nobody leads: {row.matter}" for row in self.rows if not row.leader]
        idle = [f"{name} has no part anywhere" for name, count in self._counts(lambda part: True) if not count]
        return led_by_nobody + idle

    def overlaps(self):
        """What everybody does, and who leads more than half."""
        shared_out = [f"Everybody helps, nobody is told: {row.matter}" for row in self.rows if row.is_everybodys]
        total = len(self.rows)
        most = [
            f"{name} leads {count} of {total}"
            for name, count in self._counts(lambda part: part.kind == LEADS)
            if total >= MANY and count * 2 > total
        ]
        return shared_out + most

    def _counts(self, wanted):
        """(organisation, in how many matters it has a part that is wanted)"""
        for number, membership in enumerate(self.memberships):
            parts = (row.cells[number][1] for row in self.rows)
            yield str(membership.organisation), sum(1 for part in parts if part and wanted(part))
