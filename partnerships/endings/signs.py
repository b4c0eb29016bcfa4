"""What needs a lead of a partnership or a member that rests: the day on which they wanted to be back."""

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from ..membership.models import Membership
from ..signs import Kind, register, short
from .models import Pause


def _over(asked):
    """Also of partnerships that rest: it is the one thing that is needed there."""
    over = Pause.objects.filter(partnership__in=asked.kept, back_on__lte=asked.today).open()
    return over.exclude(membership__stage__in=Membership.GONE)


def _pause(row):
    page = "resume-membership" if row.who else "resume-partnership"
    sentence = f"{row.who} was to be back" if row.who else "The partnership was to go on"
    why = f"Since {row.since:%-d %B}. It paused because: “{short(row.reason)}”"
    return row.sign(sentence, why, "Go on", reverse(page, args=[row.at]))


WHO = Coalesce("membership__organisation__name", Value(""))
AT = Coalesce("membership_id", F("partnership_id"))
register(Kind("pause", 34, _over, "back_on", _pause, {"who": WHO, "reason": "reason", "at": AT}))
