"""Reminders before a date of a row: rows in the outbox, kept in line with the dates. Repeating it changes nothing.

A kind says which dates there are, how many days before them somebody hears, and who (communications.occasions). The
date is part of a reminder's key, so a date that moves makes new reminders, and those of the old one are cancelled.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ..engine.models import Delivery
from ..preferences.models import Silence
from . import ladder, reminder_sync

State = Delivery.State
CHUNK = 500
# How far back an earlier date of a row still matters, with room for weekends and holidays.
FIRST_DAY = timedelta(days=-28)
FIELDS = (
    "pk", "subject_id", "contact_id", "partnership_id", "due_on", "stage", "state", "planned_at", "attempts",
    "settled_by_id",
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One notice that hangs on dates.

    `dates()` gives querysets of the same model, each annotated with `on`: all dates that stand, of paused partnerships
    too. `narrow(rows, partnership)` keeps those of one partnership. `hears(ids)` gives {row id: [(contact,
    partnership)]} in as many statements however many rows.
    """

    notice: str
    topic: Silence.Topic
    rungs: tuple[int, ...]
    dates: Callable[[], Iterable[QuerySet]]
    narrow: Callable[[QuerySet, object], QuerySet]
    hears: Callable[[list], dict]


class Reminder(NamedTuple):
    """One that should be there."""

    row_id: int
    due_on: date
    stage: int
    contact_id: int
    partnership_id: int
    planned_at: datetime
    expires_at: datetime

    @property
    def place(self):
        return self.due_on, self.contact_id, self.stage


def plan(kinds, allowance, *, partnership=None):
    """Bring the reminders of these kinds in line. Returns how many rows were written."""
    return sum(_plan_kind(kind, allowance, partnership) for kind in kinds)


def _plan_kind(kind, allowance, partnership):
    written, last = _cancel_moved(kind, allowance.now, partnership), 0
    while chunk := _next_rows(kind, allowance.now, partnership, after=last):
        with transaction.atomic():
            written += _plan_chunk(kind, chunk, allowance)
        last = max(chunk)
    return written


def _cancel_moved(kind, now, partnership):
    """Reminders of dates that have moved or no longer stand. One that was tried is the pump's to end."""
    waiting = Delivery.objects.waiting().filter(notice=kind.notice, due_on__isnull=False, attempts=0)
    if partnership is not None:
        waiting = waiting.filter(partnership=partnership)
    for rows in kind.dates():
        waiting = waiting.exclude(Exists(rows.filter(pk=OuterRef("subject_id"), on=OuterRef("due_on"))))
    return waiting.update(state=State.CANCELLED, ended_at=now, reason="The date has moved, or nobody waits for it.")


def _next_rows(kind, now, partnership, *, after):
    """{row id: its dates} of the next rows with a date that somebody hears of within five weeks. A date that has
    passed lately is among them, for the sake of the one that comes after it."""
    today = timezone.localdate(now)
    until = today + timedelta(days=max(kind.rungs)) + ladder.AHEAD
    found = defaultdict(set)
    for rows in kind.dates():
        rows = rows.filter(pk__gt=after, on__range=(today + FIRST_DAY, until))
        rows = kind.narrow(rows, partnership) if partnership is not None else rows
        for pk, on in rows.order_by("pk").values_list("pk", "on")[:CHUNK]:
            found[pk].add(on)
    return {pk: sorted(found[pk]) for pk in sorted(found)[:CHUNK]}


def _plan_chunk(kind, chunk, allowance):
    """A few statements, however many rows: who hears, what is there, new ones, and one for each kind of change."""
    now, heard, there = allowance.now, _heard(kind, list(chunk)), _there(kind, chunk)
    new, changes = [], defaultdict(list)
    for pk, days in chunk.items():
        wanted = {one.place: one for one in _wanted(kind, pk, days, heard[pk], now)}
        rows = there[pk]
        new += [_delivery(kind, one, now) for place, one in wanted.items() if place not in rows]
        for row, fields in _changed(wanted, rows, {contact.pk for contact, _ in heard[pk]}, now):
            changes[row.state, tuple(fields.items())].append(row.pk)
    for delivery in new:
        allowance.hold(delivery)
    Delivery.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(new) + reminder_sync.save(changes)


def _heard(kind, pks):
    """Who hears of each row, without those who want no mail of this kind or cannot get any."""
    found = kind.hears(pks)
    people = {contact.pk for pairs in found.values() for contact, _ in pairs}
    silent = set(Silence.objects.filter(topic=kind.topic, contact__in=people).values_list("contact", flat=True))
    return {pk: [(c, p) for c, p in found.get(pk, []) if c.is_reachable_by_mail and c.pk not in silent] for pk in pks}


def _there(kind, chunk):
    """The reminders that exist, by row and place."""
    found = defaultdict(dict)
    rows = Delivery.objects.filter(notice=kind.notice, due_on__isnull=False, subject_id__in=list(chunk))
    for row in rows.order_by().values_list(*FIELDS, named=True):
        # Those of a date that no longer stands were ended before.
        if row.due_on in chunk[row.subject_id]:
            found[row.subject_id][row.due_on, row.contact_id, row.stage] = row
    return found


def _wanted(kind, pk, days, heard, now):
    """Each date has its rungs, but those that come before an earlier date of the row: that one's messages name both."""
    for contact, partnership in heard:
        zone = ladder.zone_of(contact)
        # A paused partnership gets no new ones, and those that are there wait.
        for number, day in enumerate(days if partnership.is_active else ()):
            earlier = days[number - 1] if number else date.min
            rungs = [rung for rung in kind.rungs if day - timedelta(days=rung) > earlier]
            until = datetime.combine(day, ladder.EVENING, tzinfo=zone)
            for stage, moment in ladder.rungs(
                day, zone=zone, nation=partnership.nation, now=now, ladder=_ladder(rungs)
            ):
                if moment < until and now < until:
                    yield Reminder(pk, day, stage, contact.pk, partnership.pk, moment, until)


def _ladder(rungs):
    """Days before the date as the ladder counts them, the earliest first."""
    return tuple(sorted(-rung for rung in rungs))


def _delivery(kind, one, now):
    return Delivery(
        notice=kind.notice,
        dedupe_key=f"{kind.notice}:{one.row_id}:{one.due_on}:{one.stage}:{one.contact_id}",
        contact_id=one.contact_id,
        partnership_id=one.partnership_id,
        subject_id=one.row_id,
        due_on=one.due_on,
        stage=one.stage,
        planned_at=one.planned_at,
        not_before=one.planned_at,
        expires_at=one.expires_at,
        created_at=now,
    )


def _changed(wanted, rows, asked, now):
    """(row, its new fields) of what no longer matches."""
    newest = defaultdict(lambda: -1000)
    for one in wanted.values():
        if one.planned_at <= now:
            key = one.due_on, one.contact_id
            newest[key] = max(newest[key], one.stage)
    for place, row in rows.items():
        late = newest[row.due_on, row.contact_id]
        fields = reminder_sync.change(row, wanted.get(place), is_asked=row.contact_id in asked, newest=late, now=now)
        if fields:
            yield row, fields
