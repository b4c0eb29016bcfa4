"""That somebody tries hard to get in as one of the people whom a lead is responsible for."""

from datetime import datetime, time, timedelta

from axes.models import AccessAttempt
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from ..directory.models import Contact
from ..links.actions.sign_ins import TRIES
from ..links.models import SignIn
from ..membership.models import Seat
from .groups import rows

# Wrong passwords and wrong codes since yesterday; somebody who has forgotten theirs makes fewer.
HARD = 10
A_DAY = timedelta(days=1)


def hard_tries(user, led, today, limit):
    """Those who sit where the user leads, and the user, for whose name ten or more were wrong since yesterday."""
    since = timezone.make_aware(datetime.combine(today - A_DAY, time.min))
    seated = Seat.objects.current().filter(membership__partnership__in=led)
    theirs = Contact.objects.current().filter(Q(pk__in=seated.values("contact")) | Q(user=user)).exclude(email="")
    theirs = theirs.alias(typed=Lower("email")).annotate(tries=_passwords(since) + _codes(since))
    return rows(
        theirs.filter(tries__gte=HARD), "doors", first_by="-tries", limit=limit, name=Value(""), who="name",
        what=Value(""), since=Value(today), number=F("tries"),
    )  # fmt: skip


def _passwords(since):
    wrong = AccessAttempt.objects.filter(username=OuterRef("typed"), attempt_time__gte=since)
    return _sum(wrong.order_by().values("username"), F("failures_since_start"))


def _codes(since):
    wrong = SignIn.objects.filter(contact=OuterRef("pk"), used_at=None, created_at__gte=since)
    return _sum(wrong.order_by().values("contact"), TRIES - F("tries_left"))


def _sum(rows, number):
    return Coalesce(Subquery(rows.annotate(wrong=Sum(number)).values("wrong")), 0)
