"""The signs this floor can see: rounds whose last day has come, and answers that came in a burst."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from partnerships import signs
from partnerships.models import Partnership

from ..responses.limits import BURST
from ..responses.models import Burst
from .models import Round

# As long as a burst is news.
NEWS = timedelta(days=3)


@signs.register
def rounds_to_look_at(user, *, today, limit):
    """Open rounds past their last day, whose results nobody sees yet; and those to which answers came in a burst."""
    led = Partnership.objects.led_by(user).active()
    bursts = Burst.objects.filter(round=OuterRef("pk"), on__gte=today - NEWS).order_by("-on")
    found = Round.objects.filter(partnership__in=led).open().select_related("partnership")
    found = found.annotate(burst_on=Subquery(bursts.values("on")[:1]))
    found = found.filter(Q(closes_on__lt=today) | Q(burst_on__isnull=False))
    for round in found.order_by("closes_on", "pk")[: 2 * limit]:
        if round.closes_on < today:
            yield _to_close(round)
        if round.burst_on:
            yield _burst(round, today)


def _to_close(round):
    return signs.Sign(
        "round", f"The feedback round “{signs.short(round.title)}” can be closed",
        f"Its last day was {round.closes_on:%-d %B}; results show once it is closed", "Close the round",
        reverse("round", args=[round.pk]), 50, round.closes_on, round.partnership.name,
    )  # fmt: skip


def _burst(round, today):
    """A session at the lunch club, or somebody at play: whoever leads knows which."""
    return signs.Sign(
        "burst", f"{BURST} answers or more to “{signs.short(round.title)}” came within one hour",
        f"It was {signs.ago(round.burst_on, today)}. If you asked people together, all is well", "See the round",
        reverse("round", args=[round.pk]), 36, round.burst_on, round.partnership.name,
    )  # fmt: skip
