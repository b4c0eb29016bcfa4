"""How many answers an open form takes: counted by round, hour and browser, without an address and without a cookie."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Burst, Response, Salt, Tally

# A tablet that goes round at a lunch club is one browser, and a conference is one round.
FROM_A_BROWSER, TO_A_ROUND = 60, 600
# From here on within an hour, whoever leads is told.
BURST = 30
KEPT = timedelta(days=1)


def digest_of(*, address, agent, now):
    """A browser, as it is counted today: nobody can tell tomorrow which it was."""
    today = timezone.localdate(now)
    salt, _ = Salt.objects.get_or_create(on=today)
    return salted_hmac(salt.salt, f"{address} {agent}", algorithm="sha256").hexdigest()


def count(round, browser, *, now):
    """Count one answer. True where it is within the limits; False, with nothing counted, where it is one too many."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    forget(now)
    is_within = _add(round, hour, browser, FROM_A_BROWSER) and _add(round, hour, "", TO_A_ROUND)
    if is_within:
        _note_a_burst(round, hour, now)
    return is_within


def forget(now):
    """Remove what was counted before yesterday."""
    Tally.objects.filter(hour__lt=now - KEPT).delete()
    Salt.objects.filter(on__lt=timezone.localdate(now)).delete()


def forget_bursts(round):
    """So many did not answer, as far as anybody may know: some took their answers back."""
    if Response.objects.filter(round=round).count() < BURST:
        Burst.objects.filter(round=round).delete()


def _add(round, hour, browser, limit):
    Tally.objects.bulk_create([Tally(round=round, hour=hour, browser=browser)], ignore_conflicts=True)
    # Compared and counted in one statement: the limit holds however many come at once.
    mine = Tally.objects.filter(round=round, hour=hour, browser=browser)
    return bool(mine.filter(count__lt=limit).update(count=F("count") + 1))


def _note_a_burst(round, hour, now):
    if Tally.objects.get(round=round, hour=hour, browser="").count >= BURST:
        Burst.objects.get_or_create(round=round, on=timezone.localdate(now))
