"""What a lead should know of the doors: that somebody tries hard to get in as one of their people, or as themselves."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse

from ..directory.models import Contact
from ..membership.models import Seat
from ..signs import Kind, register
from .actions.sign_ins import TRIES
from .models import SignIn

# Wrong passwords and wrong codes since yesterday; somebody who has forgotten theirs makes fewer.
HARD = 10
A_DAY = timedelta(days=1)


def _tried(asked):
    """Those who sit where they lead, and themselves, for whose name ten or more were wrong since yesterday."""
    seated = Seat.objects.current().filter(membership__partnership__in=asked.kept)
    theirs = Contact.objects.current().filter(Q(pk__in=seated.values("contact")) | Q(user=asked.user))
    since = asked.midnight - A_DAY
    tried = theirs.exclude(email="").alias(typed=Lower("email")).annotate(tries=_passwords(since) + _codes(since))
    return tried.filter(tries__gte=HARD)


def _doors(row):
    sentence = f"Somebody tried {row.tries} times to sign in as {row.who}"
    why = "Since yesterday. If that was a stranger, a second step keeps them out"
    return row.sign(sentence, why, "See the person", reverse("edit-contact", args=[row.pk]), since=row.today)


def _passwords(since):
    wrong = AccessAttempt.objects.filter(username=OuterRef("typed"), attempt_time__gte=since)
    return _sum(wrong.order_by().values("username"), F("failures_since_start"))


def _codes(since):
    wrong = SignIn.objects.filter(contact=OuterRef("pk"), used_at=None, created_at__gte=since)
    return _sum(wrong.order_by().values("contact"), TRIES - F("tries_left"))


def _sum(rows, number):
    return Coalesce(Subquery(rows.annotate(wrong=Sum(number)).values("wrong")), 0)


register(
    Kind("doors", 22, _tried, Value(None), _doors, {"who": "name", "tries": F("tries")}, Value(""), first_by="-tries")
)
