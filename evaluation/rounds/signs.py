"""What needs a lead of the feedback: rounds whose last day has come, and answers that came in a burst."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from partnerships.signs import Kind, ago, register, short

from ..responses.limits import BURST
from ..responses.models import Burst
from .models import Round

# As long as a burst is news.
NEWS = timedelta(days=3)


def _over(asked):
    """Open rounds past their last day, whose results nobody sees yet."""
    return Round.objects.filter(partnership__in=asked.led, closes_on__lt=asked.today).open()


def _round(row):
    why = f"Its last day was {row.since:%-d %B}; results show once it is closed"
    url = reverse("round", args=[row.pk])
    return row.sign(f"The feedback round “{short(row.title)}” can be closed", why, "Close the round", url)


def _bursts(asked):
    open_here = Round.objects.filter(partnership__in=asked.led).open()
    later = Burst.objects.filter(round=OuterRef("round"), on__gt=OuterRef("on"))
    return Burst.objects.filter(round__in=open_here, on__gte=asked.today - NEWS).exclude(Exists(later))


def _burst(row):
    """A session at the lunch club, or somebody at play: whoever leads knows which."""
    sentence = f"{BURST} answers or more to “{short(row.title)}” came within one hour"
    why = f"It was {ago(row.since, row.today)}. If you asked people together, all is well"
    return row.sign(sentence, why, "See the round", reverse("round", args=[row.at]))


register(
    Kind("round", 50, _over, "closes_on", _round, {"title": "title"}),
    Kind("burst", 36, _bursts, "on", _burst, {"title": "round__title", "at": "round_id"}, "round__partnership__name"),
)
