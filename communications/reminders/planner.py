"""Rhythms become check-ins, and dates reminders: rows in the outbox, five weeks ahead. Repeating it changes nothing.

Which dates there are, how many days before or after them somebody hears, and who: each kind says so in kinds.py.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import TruncHour
from django.utils import timezone

from partnerships.check_ins.actions import check_ins
from partnerships.models import Partnership, Seat

from ..engine.models import Delivery
from ..preferences.models import Silence
from . import ladder, reminder_sync
from .kinds import CHECK_IN, KINDS

State = Delivery.State
CHUNK = 500
STORM_AT_LEAST = 200
STORM_TIMES_USUAL = 5
# How far back a date still matters.
BACK = timedelta(days=28)
# What is read of a reminder that is there.
FIELDS = (
    "pk", "row_id", "due_on", "contact_id", "partnership_id", "stage", "state", "planned_at", "attempts",
    "settled_by_id",
)  # fmt: skip


def plan(now, *, partnership=None, kinds=KINDS):
    """Open what is due and bring the reminders in line with their dates. Returns how many rows were written."""
    check_ins.open_due(now=now, partnership=partnership)
    allowance = Allowance(now)
    return sum(_plan_kind(kind, allowance, partnership) for kind in kinds)


class Reminder(NamedTuple):
    """One that should be there, in the words of its Delivery. `due_on` is empty when it moves along with its date."""

    due_on: date | None
    contact_id: int
    stage: int
    partnership_id: int
    planned_at: datetime
    expires_at: datetime

    @property
    def place(self):
        return self.due_on, self.contact_id, self.stage


@dataclass
class Allowance:
    """The storm guard: what one run may make due at once. Whatever exceeds it is held for a person to look at."""

    now: datetime
    used: int = 0
    limit: int = 0

    def hold(self, delivery):
        """Hold a new reminder that would go out at once when there are unusually many."""
        if delivery.not_before > self.now:
            return
        self.used += 1
        if self.used > STORM_AT_LEAST and not self.limit:
            self.limit = max(STORM_AT_LEAST, STORM_TIMES_USUAL * usual_hour(self.now))
        if self.limit and self.used > self.limit:
            delivery.state = State.HELD
            delivery.reason = f"Held by the storm guard: more than {self.limit} reminders at once is unusual."


def usual_hour(now):
    """How many check-in reminders went out in an average hour in which any did, over four weeks."""
    sent = Delivery.objects.filter(state=State.SENT, ended_at__gte=now - timedelta(days=28), notice=CHECK_IN.notice)
    hours = sent.order_by().values(hour=TruncHour("ended_at")).annotate(n=Count("pk")).values_list("n", flat=True)
    return sum(hours) // len(hours) if hours else 0


def _plan_kind(kind, allowance, partnership):
    written, last = _cancel_gone(kind, allowance.now, partnership), 0
    while chunk := _next_rows(kind, allowance.now, partnership, after=last):
        with transaction.atomic():
            written += _plan_chunk(kind, chunk, allowance)
        last = chunk[-1][0].pk
    return written


def _cancel_gone(kind, now, partnership):
    """Reminders of dates that have moved or no longer stand. One that was tried is the pump's to end."""
    waiting = _reminders(kind).waiting().filter(attempts=0)
    if partnership is not None:
        waiting = waiting.filter(partnership=partnership)
    # A date that moved so far ahead that nothing is planned for it yet will wake its reminders when it comes near.
    near = {"on__lte": _last_day(kind, now)} if kind.moves_along else {"on": OuterRef("due_on")}
    for rows in kind.dates():
        waiting = waiting.exclude(Exists(rows.filter(pk=OuterRef(kind.column), **near)))
    return waiting.update(state=State.CANCELLED, ended_at=now, reason=kind.gone)


def _reminders(kind):
    return Delivery.objects.filter(notice=kind.notice, due_on__isnull=kind.moves_along)


def _last_day(kind, now):
    """The last date that somebody hears of within five weeks."""
    return timezone.localdate(now) + timedelta(days=max(kind.rungs)) + ladder.AHEAD


def _next_rows(kind, now, partnership, *, after):
    """[(row, its dates)] of the next rows with a date that somebody hears of within five weeks. A date that has
    passed lately is among them, for the sake of the one that comes after it."""
    today = timezone.localdate(now)
    found, days = {}, defaultdict(set)
    for rows in kind.dates():
        rows = kind.only(rows).filter(pk__gt=after, on__range=(today - BACK, _last_day(kind, now)))
        rows = kind.narrow(rows, partnership) if partnership is not None else rows
        for row in rows.order_by("pk")[:CHUNK]:
            found[row.pk] = row
            days[row.pk].add(row.on)
    return [(found[pk], sorted(days[pk])) for pk in sorted(found)[:CHUNK]]


def _plan_chunk(kind, chunk, allowance):
    """A few statements, however many rows: who hears, what is there, new ones, and one for each kind of change."""
    now, heard, there = allowance.now, _heard(kind, [row for row, _ in chunk]), _there(kind, chunk)
    new, changes = [], defaultdict(list)
    for row, days in chunk:
        seats, reminders = heard[row.pk], there[row.pk]
        wanted = {one.place: one for one in _wanted(kind, days, seats, now)}
        new += [_delivery(kind, row.pk, one, now) for place, one in wanted.items() if place not in reminders]
        # Those of a paused partnership wait as they are.
        awake = {place: one for place, one in reminders.items() if not _is_paused(seats.get(one.contact_id))}
        for reminder, fields in reminder_sync.changed(awake, wanted, asked=seats, now=now):
            changes[reminder.state, tuple(fields.items())].append(reminder.pk)
    for delivery in new:
        allowance.hold(delivery)
    Delivery.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(new) + reminder_sync.save(changes)


def _heard(kind, rows):
    """{row id: {contact id: seat}} of who hears, without those who want no mail of this kind or cannot get any."""
    silent = Silence.objects.filter(topic=kind.topic, contact=OuterRef("contact"))
    seats = Seat.objects.current().select_related("contact", "membership").annotate(is_silent=Exists(silent))
    # Two columns of the partnership, not the whole row: every round reads the seats of all who hear.
    seats = seats.annotate(state=F("membership__partnership__state"), nation=F("membership__partnership__nation"))
    found = defaultdict(dict)
    for pk, heard in kind.hears(rows, seats).items():
        for seat in heard:
            if seat.contact.is_reachable_by_mail and not seat.is_silent:
                found[pk].setdefault(seat.contact_id, seat)
    return found


def _there(kind, chunk):
    """{row id: {place: reminder}} of those that exist."""
    days, found = {row.pk: on for row, on in chunk}, defaultdict(dict)
    rows = _reminders(kind).filter(**{f"{kind.column}__in": list(days)}).annotate(row_id=F(kind.column))
    for row in rows.order_by().values_list(*FIELDS, named=True):
        # Those of a date that no longer stands were ended before.
        if kind.moves_along or row.due_on in days[row.row_id]:
            found[row.row_id][row.due_on, row.contact_id, row.stage] = row
    return found


def _wanted(kind, days, seats, now):
    """Each date has its rungs, but those that come before an earlier date of the row: that one's messages name both."""
    for earlier, day in pairwise([date.min, *days]):
        due_on = None if kind.moves_along else day
        rungs = [rung for rung in kind.rungs if day - timedelta(days=rung) > earlier]
        for seat in seats.values():
            if _is_paused(seat):
                continue
            zone, partnership_id = ladder.zone_of(seat.contact), seat.membership.partnership_id
            until = datetime.combine(day + kind.lasts, ladder.EVENING, tzinfo=zone)
            for stage, moment in ladder.rungs(day, rungs, zone=zone, nation=seat.nation, now=now):
                # What lasts beyond its date is planned however late: the newest rung ends those before it.
                if kind.lasts or max(moment, now) < until:
                    yield Reminder(due_on, seat.contact_id, stage, partnership_id, moment, until)


def _is_paused(seat):
    return seat is not None and seat.state != Partnership.State.ACTIVE


def _delivery(kind, pk, one, now):
    fields = one._asdict()
    key = kind.key.format(notice=kind.notice, pk=pk, **fields)
    fields |= {kind.column: pk, "notice": kind.notice, "dedupe_key": key}
    return Delivery(**fields, not_before=one.planned_at, created_at=now)
