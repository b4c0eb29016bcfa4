"""Rhythms become check-ins, and check-ins and dates reminders: rows, five weeks ahead. Repeating it changes nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncHour
from django.utils import timezone

from partnerships.check_ins.actions import check_ins
from partnerships.models import CheckIn, Partnership, Seat

from ..engine.models import Delivery
from ..preferences.models import Silence
from . import dated, kinds, ladder, reminder_sync

State = Delivery.State
CHUNK = 500
STORM_AT_LEAST = 200
STORM_TIMES_USUAL = 5
# Due days whose rungs can lie within the window, with room for weekends and holidays.
FIRST_DAY, LAST_DAY = timedelta(days=-28), timedelta(days=49)
# What is read of a reminder that is there.
FIELDS = (
    "pk", "check_in_id", "contact_id", "partnership_id", "stage", "state", "planned_at", "attempts", "settled_by_id",
)  # fmt: skip


def plan(now, *, partnership=None):
    """Open what is due and bring the reminders in line with it. Returns how many rows were written."""
    check_ins.open_due(now=now, partnership=partnership)
    allowance = Allowance(now)
    written, last = _cancel_closed(now, partnership), 0
    while chunk := list(_open_check_ins(now, partnership).filter(pk__gt=last)[:CHUNK]):
        with transaction.atomic():
            written += _plan_chunk(chunk, allowance)
        last = chunk[-1].pk
    return written + dated.plan(kinds.KINDS, allowance, partnership=partnership)


class Reminder(NamedTuple):
    """One that should be there."""

    check_in: CheckIn
    contact_id: int
    stage: int
    planned_at: datetime
    expires_at: datetime

    @property
    def place(self):
        return self.contact_id, self.stage

    @property
    def partnership_id(self):
        return self.check_in.partnership_id


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
    """How many reminders went out in an average hour in which any did, over four weeks."""
    sent = Delivery.objects.filter(state=State.SENT, ended_at__gte=now - timedelta(days=28), notice=ladder.NOTICE)
    hours = sent.order_by().values(hour=TruncHour("ended_at")).annotate(n=Count("pk")).values_list("n", flat=True)
    return sum(hours) // len(hours) if hours else 0


def _open_check_ins(now, partnership):
    today = timezone.localdate(now)
    found = CheckIn.objects.open().filter(
        partnership__state=Partnership.State.ACTIVE, due_on__range=(today + FIRST_DAY, today + LAST_DAY)
    )
    if partnership is not None:
        found = found.filter(partnership=partnership)
    return found.select_related("partnership").order_by("pk")


def _cancel_closed(now, partnership):
    """Reminders of check-ins that were answered, skipped or withdrawn. One that was tried is the pump's to end."""
    waiting = Delivery.objects.waiting().filter(notice=ladder.NOTICE, attempts=0)
    waiting = waiting.exclude(check_in__state=CheckIn.State.OPEN)
    if partnership is not None:
        waiting = waiting.filter(partnership=partnership)
    return waiting.update(state=State.CANCELLED, ended_at=now, reason="The check-in is closed.")


def _plan_chunk(chunk, allowance):
    """A few statements, however many check-ins: seats, what is there, new rows, and one for each kind of change."""
    seats, there = _seats(chunk), _there(chunk)
    new, changes = [], defaultdict(list)
    for check_in in chunk:
        asked, rows = seats[check_in.membership_id], there[check_in.pk]
        wanted = {reminder.place: reminder for reminder in _wanted(check_in, asked, allowance.now)}
        new += [_row(reminder, allowance.now) for place, reminder in wanted.items() if place not in rows]
        for row, fields in _changed(wanted, rows, {contact.pk for contact in asked}, allowance.now):
            changes[row.state, tuple(fields.items())].append(row.pk)
    for delivery in new:
        allowance.hold(delivery)
    Delivery.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(new) + reminder_sync.save(changes)


def _seats(chunk):
    """The people who are asked, by membership, without those who want no reminders."""
    silent = Silence.objects.filter(topic=Silence.Topic.CHECK_INS).values("contact")
    seats = Seat.objects.current().answering().filter(membership__in={c.membership_id for c in chunk})
    found = defaultdict(list)
    for seat in seats.exclude(contact__in=silent).select_related("contact"):
        found[seat.membership_id].append(seat.contact)
    return found


def _there(chunk):
    """The reminders that exist, by check-in and place."""
    found = defaultdict(dict)
    rows = Delivery.objects.filter(notice=ladder.NOTICE, check_in__in=[c.pk for c in chunk])
    for row in rows.order_by().values_list(*FIELDS, named=True):
        found[row.check_in_id][row.contact_id, row.stage] = row
    return found


def _wanted(check_in, contacts, now):
    for contact in contacts:
        zone, nation = ladder.zone_of(contact), check_in.partnership.nation
        until = ladder.useful_until(check_in.due_on, zone)
        for stage, moment in ladder.rungs(check_in.due_on, zone=zone, nation=nation, now=now):
            yield Reminder(check_in, contact.pk, stage, moment, until)


def _row(reminder, now):
    check_in = reminder.check_in
    return Delivery(
        notice=ladder.NOTICE,
        dedupe_key=f"check-in:{check_in.pk}:{reminder.stage}:{reminder.contact_id}",
        contact_id=reminder.contact_id,
        partnership_id=check_in.partnership_id,
        check_in_id=check_in.pk,
        stage=reminder.stage,
        planned_at=reminder.planned_at,
        not_before=reminder.planned_at,
        expires_at=reminder.expires_at,
        created_at=now,
    )


def _changed(wanted, rows, asked, now):
    """(row, its new fields) of what no longer matches."""
    newest = defaultdict(lambda: min(ladder.LADDER))
    for reminder in wanted.values():
        if reminder.planned_at <= now:
            newest[reminder.contact_id] = max(newest[reminder.contact_id], reminder.stage)
    for place, row in rows.items():
        late = newest[row.contact_id]
        fields = reminder_sync.change(row, wanted.get(place), is_asked=row.contact_id in asked, newest=late, now=now)
        if fields:
            yield row, fields
