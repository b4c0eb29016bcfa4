"""How many answers an open form takes: counted by round, hour, network and browser, without an address and without a
cookie."""

from datetime import timedelta
from ipaddress import ip_network
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import ballot_box
from .models import Burst, Salt, Tally

# Two like tablets that go round at a lunch club are one browser, a hall is one network, and a conference one round.
# No one network, whatever its browsers call themselves, can fill a round and keep the others out.
FROM_A_BROWSER, FROM_A_NETWORK, TO_A_ROUND = 120, 240, 600
# Of an IPv6 address the part that its owner does not choose.
ONE_HOME = 64
# From here on within an hour, whoever leads is told.
BURST = 30
KEPT = timedelta(days=1)


class Sender(NamedTuple):
    """Where an answer comes from, as it is counted today: digests, of which nobody can tell tomorrow what they were."""

    network: str
    browser: str

    @classmethod
    def of(cls, *, address, agent, now):
        salt, _ = Salt.objects.get_or_create(on=timezone.localdate(now))
        network = _network_of(address)
        return cls(
            *(salted_hmac(salt.salt, text, algorithm="sha256").hexdigest() for text in (network, network + agent))
        )


def count(round, sender, *, now):
    """Count one answer. True where it is within the limits; False, with nothing counted, where it is one too many."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    forget(now)
    counted = ((sender.browser, FROM_A_BROWSER), (sender.network, FROM_A_NETWORK), ("", TO_A_ROUND))
    try:
        with transaction.atomic():
            for by, limit in counted:
                _add(round, hour, by, limit)
    except _Full:
        return False
    _note_a_burst(round, hour, now)
    return True


def forget(now):
    """Remove what was counted before yesterday."""
    Tally.objects.filter(hour__lt=now - KEPT).delete()
    Salt.objects.filter(on__lt=timezone.localdate(now)).delete()


def forget_bursts(round):
    """So many did not answer, as far as anybody may know: some took their answers back."""
    if ballot_box.count(round) < BURST:
        Burst.objects.filter(round=round).delete()


class _Full(Exception):
    pass


def _add(round, hour, by, limit):
    Tally.objects.bulk_create([Tally(round=round, hour=hour, by=by)], ignore_conflicts=True)
    # Compared and counted in one statement: the limit holds however many come at once.
    mine = Tally.objects.filter(round=round, hour=hour, by=by)
    if not mine.filter(count__lt=limit).update(count=F("count") + 1):
        raise _Full


def _network_of(address):
    """An IPv4 address, or the network of one home; what is no address stands for itself."""
    try:
        return str(ip_network(f"{address}/{ONE_HOME}", strict=False)) if ":" in address else address
    except ValueError:
        return address


def _note_a_burst(round, hour, now):
    if Tally.objects.get(round=round, hour=hour, by="").count >= BURST:
        Burst.objects.get_or_create(round=round, on=timezone.localdate(now))
