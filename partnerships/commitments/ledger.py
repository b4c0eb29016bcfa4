"""The promises of a partnership both ways: what each side promised, how each stands, and how many were kept."""

from dataclasses import dataclass, field
from datetime import date

from .models import Commitment

State = Commitment.State


@dataclass
class Kept:
    """How many of the promises that have come due were kept. Released ones and those to come do not count.

    A promise has come due when it was kept, was not kept, or is overdue.
    """

    name: str
    kept: int = 0
    not_kept: int = 0
    overdue: int = 0
    to_come: int = 0

    @property
    def due(self):
        return self.kept + self.not_kept + self.overdue

    def count(self, promise, today):
        """Count one promise in."""
        if promise.state == State.KEPT:
            self.kept += 1
        elif promise.state == State.NOT_KEPT:
            self.not_kept += 1
        elif promise.is_overdue(today):
            self.overdue += 1
        elif promise.is_open:
            self.to_come += 1


@dataclass
class Side:
    """The host's promises, or the partners'."""

    title: str
    rate: Kept
    promises: list = field(default_factory=list)


class Ledger:
    """Every promise that counts, or counted last, the host's side first; on each side the overdue ones, then the open,
    then the settled."""

    def __init__(self, partnership, *, today, only=""):
        """`only` is "open" or "settled" for these alone; the rates are of all."""
        host = partnership.host.name
        self.sides = [Side(f"What {host} promised", Kept(host)), Side("What partners promised", Kept("All partners"))]
        self.by_organisation = {}
        for promise in partnership.commitments.last_valid().with_parties():
            promise.is_late = promise.is_overdue(today)
            organisation = promise.from_membership.organisation
            side = self.sides[organisation.pk != partnership.host_id]
            row = self.by_organisation.setdefault(organisation.pk, Kept(organisation.name))
            side.rate.count(promise, today)
            row.count(promise, today)
            if not only or promise.is_open == (only == "open"):
                side.promises.append(promise)
        for side in self.sides:
            side.promises.sort(key=_pressing)

    @property
    def is_empty(self):
        return not self.by_organisation

    @property
    def rates(self):
        """One row an organisation: the host, then the others by name."""
        host, partners = self.sides
        rows = sorted(self.by_organisation.values(), key=lambda row: (row.name != host.rate.name, row.name))
        return [*rows, partners.rate] if len(rows) > 2 else rows


def _pressing(promise):
    settled = -promise.settled_on.toordinal() if promise.settled_on else 0
    return not promise.is_late, not promise.is_open, settled, promise.due_on or date.max, promise.pk
