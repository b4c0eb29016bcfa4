"""Opening check-ins when they come due, and closing those that get no answer."""

from datetime import timedelta

from django.utils import timezone

from ... import events
from ...events import bulk_history, history
from ...membership.models import Membership, Partnership
from ..models import CheckIn, Rhythm

BATCH = 200


class NotAsked(Exception):
    """The check-in is not waiting for an answer: skipped, withdrawn, or its partnership paused. `check_in` says why."""

    def __init__(self, check_in):
        asked = f"{check_in.membership.organisation}, due {check_in.due_on:%-d %B %Y},"
        super().__init__(f"{asked} is not waiting for an answer.")
        self.check_in = check_in


def open_due(*, now, partnership=None, ahead_days=35, back_days=14):
    """Open the check-ins of every active partnership's rhythm that come due between the two days; return how many.

    Members that do not rest only, and never for a day before the organisation was in the partnership. Repeating it, at
    the same time or later, changes nothing. Two at once may both count what one of them opened.
    """
    today = timezone.localdate(now)
    window = (today - timedelta(days=back_days), today + timedelta(days=ahead_days))
    rhythms = Rhythm.objects.filter(partnership__state=Partnership.State.ACTIVE)
    if partnership is not None:
        rhythms = rhythms.filter(partnership=partnership)
    opened, last = 0, 0
    while batch := list(rhythms.filter(pk__gt=last).order_by("pk")[:BATCH]):
        opened += _open_for(batch, *window)
        last = batch[-1].pk
    return opened


def _open_for(rhythms, start, end):
    """Three statements, however many rhythms: the members, what is there, and the new rows."""
    days = {rhythm.partnership_id: (rhythm, rhythm.due_days(start, end)) for rhythm in rhythms}
    there = _asked_about(days, start, end)
    new = []
    for pk, partnership_id, created_at in (
        Membership.objects.current()
        .going_on()
        .filter(partnership__in=days)
        .values_list("pk", "partnership_id", "created_at")
    ):
        rhythm, due_days = days[partnership_id]
        since = timezone.localdate(created_at)
        for due_on in (day for day in due_days if day >= since):
            period = rhythm.period_of(due_on)
            if (pk, period) not in there and (pk, due_on) not in there:
                new.append(CheckIn(partnership_id=partnership_id, membership_id=pk, period=period, due_on=due_on))
    CheckIn.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(new)


def _asked_about(partnership_ids, start, end):
    """(membership, period) and (membership, due day) of what was opened before.

    A month wider than the window: a day outside it may belong to the same period.
    """
    month = timedelta(days=31)
    near = CheckIn.objects.asked().filter(
        partnership__in=partnership_ids, due_on__gte=start - month, due_on__lte=end + month
    )
    there = set()
    for membership_id, period, due_on in near.values_list("membership_id", "period", "due_on"):
        there |= {(membership_id, period), (membership_id, due_on)}
    return there


@history.verb
def mark_opened(*, check_in, now):
    """Note the moment somebody began to answer: the first one only."""
    CheckIn.objects.open().filter(pk=check_in.pk, opened_at=None).update(opened_at=now)


@history.verb
def skip(*, check_in, reason, by, now):
    """Close the check-in without an answer, with a reason. Raises NotAsked when it is not waiting for one."""
    claim(check_in, state=CheckIn.State.SKIPPED, skip_reason=reason, closed_at=now)
    events.record(
        events.Kind.CHECK_IN_SKIPPED,
        now=now,
        by=by,
        partnership=check_in.partnership,
        subject=check_in,
        organisation=check_in.membership.organisation.name,
        due_on=f"{check_in.due_on:%-d %B %Y}",
    )
    return check_in


def claim(check_in, **fields):
    """Close an open check-in, once, and refresh it. Raises NotAsked when somebody was faster or it is not asked."""
    asked = check_in.partnership.is_active and not check_in.membership.is_gone
    if not (asked and history.change_once(CheckIn.objects.open(), check_in, **fields)):
        check_in.refresh_from_db()
        raise NotAsked(check_in)


@history.verb
def withdraw(*, check_ins, now):
    """Ask no longer: close those of a queryset that are still open, and return how many."""
    pks = list(check_ins.values_list("pk", flat=True))
    found = CheckIn.objects.open().filter(pk__in=pks)
    count = found.update(state=CheckIn.State.WITHDRAWN, closed_at=now)
    withdrawn = CheckIn.objects.filter(pk__in=pks, state=CheckIn.State.WITHDRAWN, closed_at=now)
    bulk_history.remember(CheckIn, withdrawn, **history.signature())
    return count
