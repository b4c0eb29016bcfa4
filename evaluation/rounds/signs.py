"""The signs this floor can see: rounds whose last day has come."""

from django.urls import reverse

from partnerships import signs
from partnerships.models import Partnership

from .models import Round


@signs.register
def rounds_to_close(user, *, today, limit):
    """Open rounds past their last day: nobody sees a result until somebody closes them."""
    led = Partnership.objects.led_by(user).active()
    due = Round.objects.filter(partnership__in=led, closes_on__lt=today).open().select_related("partnership")
    return [
        signs.Sign(
            "round", f"The feedback round “{signs.short(round.title)}” can be closed",
            f"Its last day was {round.closes_on:%-d %B}; results show once it is closed", "Close the round",
            reverse("round", args=[round.pk]), 50, round.closes_on, round.partnership.name,
        )
        for round in due.order_by("closes_on", "pk")[:limit]
    ]  # fmt: skip
