"""The coverage grid: the bodies a partnership needs, who there is of each, and whether they were heard.

Heard means that somebody answered a check-in, commented on the agreement, or is named in a need note as the one who
said it.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from ..agreements.models import Comment
from ..membership.models import Seat

ROLES = {
    "decides": ("Can decide", {"authority": "decides"}),
    "innovator": ("Innovator", {"capacity": "innovator"}),
    "lived": ("Lived experience", {"capacity": "lived"}),
    "community": ("Community member", {"capacity": "community"}),
}
COLUMNS = {"named": "Named", **{role: title for role, (title, _) in ROLES.items()}}


@dataclass(frozen=True)
class Somebody:
    """An organisation or a person, and when they were last heard."""

    name: str
    heard_on: date | None
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """Who fills one place. `url` is where a lead fills an empty one."""

    title: str
    there: list[Somebody]
    url: str = ""

    @property
    def heard_on(self):
        return max((somebody.heard_on for somebody in self.there if somebody.heard_on), default=None)

    @property
    def state(self):
        if not self.there:
            return "missing"
        return "heard" if self.heard_on else "silent"


@dataclass(frozen=True)
class Grid:
    rows: list[tuple]
    together: list[Cell]
    others: list = field(default_factory=list)
    columns: tuple = tuple(COLUMNS.values())

    @property
    def missing(self):
        """How many places are empty."""
        return sum(cell.state == "missing" for _, cells in self.rows for cell in cells)


def grid_of(partnership, user):
    """(wanted body, its cells) in the order of the list, then all organisations together, and those not on the list;
    of the organisations that this person sees."""
    here = list(partnership.memberships.visible_to(user).present().select_related("organisation__type"))
    seats = defaultdict(list)
    for seat in Seat.objects.current().of_partnership(partnership).select_related("contact"):
        seats[seat.membership_id].append(seat)
    heard = Heard(partnership, seats)
    rows, met = [], set()
    for body in partnership.wanted_bodies.select_related("type"):
        memberships = [membership for membership in here if body.is_met_by(membership)]
        met.update(membership.pk for membership in memberships)
        cells = _cells(memberships, seats, heard, lambda role, m=memberships, b=body: _remedy(role, m, b))
        rows.append((body, cells))
    people = reverse("people", args=[partnership.pk])
    together = _cells(here, seats, heard, lambda role: people)
    return Grid(rows, together, [membership for membership in here if membership.pk not in met])


class Heard:
    """When each organisation and each person was last heard in this partnership."""

    def __init__(self, partnership, seats):
        self.organisations, self.people = {}, {}
        places = {seat.contact_id: seat.membership_id for row in seats.values() for seat in row}
        updates = partnership.updates.order_by().values_list("membership", "by").annotate(at=Max("submitted_at"))
        notes = partnership.need_notes.order_by().values_list("membership", "contact").annotate(at=Max("learnt_on"))
        comments = Comment.objects.filter(version__agreement__partnership=partnership).order_by()
        for membership, contact, at in [*updates, *notes]:
            self._note(membership, contact, at)
        for contact, at in comments.values_list("contact").annotate(at=Max("written_at")):
            self._note(places.get(contact), contact, at)

    def _note(self, membership, contact, at):
        day = timezone.localdate(at) if hasattr(at, "hour") else at
        for known, key in ((self.organisations, membership), (self.people, contact)):
            if key is not None:
                known[key] = max(known.get(key, day), day)


def _cells(memberships, seats, heard, url_of):
    named = [
        Somebody(
            membership.organisation.name,
            heard.organisations.get(membership.pk),
            "" if membership.is_member else membership.get_stage_display().lower(),
        )
        for membership in memberships
    ]
    cells = [Cell(COLUMNS["named"], named, url_of("named"))]
    for role, (title, wanted) in ROLES.items():
        people = [
            Somebody(seat.contact.name, heard.people.get(seat.contact_id))
            for membership in memberships
            for seat in seats[membership.pk]
            if all(getattr(seat, name) == value for name, value in wanted.items())
        ]
        cells.append(Cell(title, people, url_of(role)))
    return cells


def _remedy(role, memberships, body):
    """Where a lead fills the place: by inviting an organisation, or by giving somebody there a seat."""
    if not memberships:
        return reverse("invite-organisation", args=[body.partnership_id], query={"for": body.pk})
    if len(memberships) == 1 and role != "named":
        return reverse("add-seat", args=[memberships[0].pk], query=ROLES[role][1])
    return reverse("people", args=[body.partnership_id])
