"""What needs a person, as far as this floor can see."""

from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.signs import Sign, ago, register, short

from .models import Celebration


@register
def good_news_to_share(user, *, today, limit):
    """Drafts that wait for a lead's eye, the oldest first."""
    led = Partnership.objects.led_by(user).active()
    waiting = Celebration.objects.drafts().filter(partnership__in=led).select_related("partnership")
    return [_waits(draft, today) for draft in waiting.order_by("drafted_at", "pk")[:limit]]


def _waits(draft, today):
    since = timezone.localdate(draft.drafted_at)
    return Sign(
        group="celebration",
        sentence=f"Good news waits for you: “{short(draft.title)}”",
        why=f"Drafted {ago(since, today)}. Nobody hears before you publish it",
        action="Read and publish",
        url=reverse("edit-celebration", args=[draft.pk]),
        weight=60,
        since=since,
        partnership=draft.partnership.name,
    )
