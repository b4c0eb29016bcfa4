"""The board of check-ins: who was asked, who opened, who answered, and whom to call."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery

from partnerships.models import CheckIn, Contact, Partnership, Seat, User
from partnerships.pages.prepared import written_once

from ..engine.models import Delivery

ROUNDS = 6
# A round is on the board from the day of its first reminder.
SHOWN_BEFORE = timedelta(days=7)
CALL_AFTER_DAYS = 7


@dataclass
class Row:
    """One organisation in one round."""

    check_in: CheckIn
    days_overdue: int
    call: Contact | None = None
    may_answer: bool = False

    def sort_key(self):
        """The longest overdue first, then by name."""
        return -self.days_overdue, self.check_in.membership.organisation.name

    @property
    def needs_call(self):
        return self.days_overdue >= CALL_AFTER_DAYS

    @property
    def mark(self):
        """What the picture shows: a status, or one of skipped, overdue and waiting."""
        if self.check_in.state == CheckIn.State.ANSWERED:
            return self.check_in.update.status
        if self.check_in.state == CheckIn.State.SKIPPED:
            return "skipped"
        return "overdue" if self.days_overdue else "waiting"


def asked_of(partnership, user, today):
    """The check-ins of the rounds that have begun, as far as this person may see them."""
    begun = Q(due_on__lte=today + SHOWN_BEFORE) | ~Q(state=CheckIn.State.OPEN)
    return CheckIn.objects.visible_to(user).asked().filter(begun, partnership=partnership)


def rows_of(partnership, days, user, today):
    """{due day: its rows by organisation} of some days of asked_of() that follow each other. Each check-in has
    `sent_at`, as far as this person may see it."""
    by_day = {day: [] for day in days}
    if days:
        found = _between(user=user, partnership=partnership, today=today, first=min(days), last=max(days))
        for check_in in found:
            by_day[check_in.due_on].append(Row(check_in, check_in.days_overdue(today)))
    return by_day


@written_once
def _between(user: User, partnership: Partnership, today: date, first: date, last: date):
    sent = Delivery.objects.visible_to(user).filter(state=Delivery.State.SENT, check_in=OuterRef("pk"))
    rows = asked_of(partnership, user, today).filter(due_on__range=(first, last))
    rows = rows.select_related("membership__organisation", "update")
    rows = rows.annotate(sent_at=Subquery(sent.order_by("-ended_at").values("ended_at")[:1]))
    return rows.order_by("membership__organisation__folded_name", "pk")


def let_answer(rows, partnership, user, leads):
    """Mark the rows that this person may answer: a lead every open one, a partner their organisation's."""
    own = Seat.objects.current().answering().of_user(user).filter(membership__partnership=partnership)
    memberships = set() if leads else set(own.values_list("membership", flat=True))
    for row in rows:
        row.may_answer = row.check_in.is_open and (leads or row.check_in.membership_id in memberships)


def name_whom_to_call(rows, user):
    """Put a person beside every row that is a week overdue: somebody with a phone who can decide, if there is one."""
    late = {row.check_in.membership_id: row for row in rows if row.needs_call}
    if not late:
        return
    seats = Seat.objects.visible_to(user).current().exclude(authority=Seat.Authority.OBSERVES)
    for seat in sorted(seats.filter(membership__in=late).select_related("contact"), key=_best_last):
        late[seat.membership_id].call = seat.contact


def _best_last(seat):
    return bool(seat.contact.phone), seat.authority == Seat.Authority.DECIDES


def picture_of(by_day):
    """(days oldest first, [(organisation, a row or None for each day)]): how each organisation did round by round."""
    days = sorted(by_day)
    cells = {}
    for number, day in enumerate(days):
        for row in by_day[day]:
            cells.setdefault(row.check_in.membership, [None] * len(days))[number] = row
    return days, sorted(cells.items(), key=lambda item: item[0].organisation.folded_name)


def tally(rows):
    """How a round stands: how many were asked, and what became of it."""
    marks = [row.mark for row in rows]
    late, skipped, waiting = marks.count("overdue"), marks.count("skipped"), marks.count("waiting")
    answered = len(marks) - late - skipped - waiting
    return {"asked": len(marks), "answered": answered, "overdue": late, "skipped": skipped, "waiting": waiting}
