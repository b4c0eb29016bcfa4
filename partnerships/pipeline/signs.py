"""What needs a lead of those who are on the way: a day to ask again, and nobody on board whom people trust."""

from django.urls import reverse

from ..membership.models import Membership, Partnership
from ..signs import Kind, register, short


def _to_ask_again(asked):
    return Membership.objects.filter(partnership__in=asked.led).to_ask_again(asked.today)


def _ask_again(row):
    day = "today" if row.since == row.today else f"on {row.since:%-d %B}"
    why = f"They said not now: “{short(row.reason)}” · you wanted to ask again {day}"
    url = reverse("edit-membership", args=[row.pk], query={"stage": Membership.Stage.CONTACTED, "back": "pipeline"})
    return row.sign(f"Ask {row.who} again", why, "I asked, or another day", url)


def _without_buy_in(asked):
    return Partnership.objects.filter(pk__in=asked.led).without_buy_in()


def _buy_in(row):
    url = f"{reverse('pipeline', args=[row.pk])}#trusted"
    sentence = "Nobody whom people already trust is on board"
    return row.sign(sentence, "The plan goes ahead without them", "See whom to ask", url)


register(
    Kind("ask-again", 38, _to_ask_again, "ask_again_on", _ask_again, {"who": "organisation__name", "reason": "reason"}),
    Kind("buy-in", 68, _without_buy_in, "created_at", _buy_in, partnership="name", is_standing=True),
)
