"""How long a word counts, and how a partnership stands by the words of its members that do."""

from datetime import datetime, time, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ..membership.models import Membership, Partnership, Status
from .models import Rhythm, Update

WITHOUT_RHYTHM = timedelta(days=100)


def counts_until(rhythm, said_at, due_on):
    """A word said for this due day counts until one whole round has gone by in silence: a round's time after it was
    said, and not before the next answer is due. 100 days where no other is due."""
    last = max(timezone.localdate(said_at), due_on)
    coming = rhythm.next_due_days(last + timedelta(days=1), count=1) if rhythm else []
    if not coming:
        return said_at + WITHOUT_RHYTHM
    before = max(rhythm.due_days(rhythm.first_due_on, last), default=due_on)
    return max(said_at + (coming[0] - before), _end_of(coming[0]))


def settle(partnership, now):
    """The partnership stands as the worst of the latest words of its members that count, since the latest of them and
    until the first of them counts no more. Who rests is not asked and does not count.

    Call it too when a member comes, goes, rests or goes on.
    """
    asked = Membership.objects.present().going_on().filter(partnership=partnership, status_until__gt=now)
    rows = list(asked.values_list("status", "status_at", "status_until"))
    heard = Membership.objects.present().filter(partnership=partnership).exclude(status_at=None)
    Partnership.objects.filter(pk=partnership.pk).update(
        status=Status.worst(status for status, _, _ in rows),
        status_at=max(heard.values_list("status_at", flat=True), default=None),
        status_until=min((until for _, _, until in rows), default=None),
    )


def settle_due(now):
    """Settle every partnership in which a word counts no more. Returns how many."""
    due = list(Partnership.objects.to_settle(now)[:1000])
    for partnership in due:
        settle(partnership, now)
    return len(due)


def measure_anew(partnership, now):
    """The rhythm is another one: so is how long each word counts."""
    rhythm = Rhythm.objects.filter(partnership=partnership).first()
    latest = Update.objects.filter(membership=OuterRef("pk")).order_by("-submitted_at", "-pk").values("pk")[:1]
    members = Membership.objects.filter(partnership=partnership).annotate(latest=Subquery(latest))
    said = Update.objects.filter(pk__in=members.values("latest")).select_related("check_in", "membership")
    for update in said:
        update.membership.status_until = counts_until(rhythm, update.submitted_at, update.check_in.due_on)
    Membership.objects.bulk_update([update.membership for update in said], ["status_until"])
    settle(partnership, now)


def _end_of(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
