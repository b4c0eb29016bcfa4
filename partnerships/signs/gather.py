"""The signs of this floor, read in one query."""

from django.utils import timezone

from ..membership.models import Partnership
from .doors import hard_tries
from .groups import GAPS, GROUPS, pauses_to_end, proposals_to_decide
from .registry import register
from .sentences import SENTENCES


@register
def needs_of_this_floor(user, *, today, limit):
    """All that this floor can see of the partnerships a user leads, in one query: the sentences below say what."""
    led = Partnership.objects.led_by(user)
    groups = [group(led.active(), today, limit) for group in GROUPS]
    # A pause to end is the one thing that is needed of a partnership that rests.
    return _read(
        [
            *groups,
            pauses_to_end(led, today, limit),
            proposals_to_decide(user, led, limit),
            hard_tries(user, led, today, limit),
        ],
        today,
    )


def gaps_in(partnership, *, now, limit=50):
    """The standing gaps of one partnership, as signs."""
    here, today = Partnership.objects.filter(pk=partnership.pk), timezone.localdate(now)
    found = _read([gap(here, today, limit) for gap in GAPS], today)
    return sorted(found, key=lambda sign: (sign.weight, sign.sentence))


def _read(groups, today):
    """The signs of some groups, in one query."""
    first, *others = groups
    return [_said(*row, today=today) for row in first.union(*others, all=True)]


def _said(group, pk, name, who, what, since, number, *, today):
    return SENTENCES[group](pk=pk, name=name, who=who, what=what, since=since, number=number, today=today)
