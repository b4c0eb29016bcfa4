"""What needs a lead of the check-ins: somebody asks for help, is stuck, or has not answered."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from ..membership.models import Membership, Status
from ..signs import Kind, ago, days, register, short
from .models import CheckIn, Update

CALL_AFTER = timedelta(days=7)


def _asks(asked):
    return Update.objects.filter(partnership__in=asked.led).asking_for_help()


def _ask(row):
    why = f"“{short(row.ask)}” · {ago(row.since, row.today)}"
    stuck = ", and is stuck" if row.status == Status.STUCK else ""
    return row.sign(f"{row.who} asks for help{stuck}", why, "Reply", reverse("reply-to-ask", args=[row.pk]))


def _stuck_members(asked):
    """Not who asks for help as well: that is the same matter, and stands there."""
    asking = Update.objects.asking_for_help().filter(membership=OuterRef("pk"), status=Status.STUCK)
    stuck = Membership.objects.filter(partnership__in=asked.led, status=Status.STUCK).present()
    return stuck.exclude(Exists(asking))


def _stuck(row):
    when = ago(row.since, row.today)
    why = f"“{short(row.challenge)}” · {when}" if row.challenge else f"They said so {when}"
    return row.sign(f"{row.who} is stuck", why, "Read the update", reverse("update", args=[row.update]))


def _overdue(asked):
    """One line for an organisation, for what it owes the longest."""
    late = CheckIn.objects.overdue(asked.today)
    longer = late.filter(membership=OuterRef("membership"), due_on__lt=OuterRef("due_on"))
    return late.filter(partnership__in=asked.led).exclude(Exists(longer))


def _late(row):
    late, url = row.today - row.since, reverse("check-ins", args=[row.at])
    if late >= CALL_AFTER:
        sentence = f"Call {row.who}: their check-in is {days(late)} late"
        return row.sign(sentence, "Reminders have gone out; a call works better", "See whom to call", url, weight=20)
    why = f"It was due {ago(row.since, row.today)}"
    return row.sign(f"{row.who} has not answered the check-in", why, "See the check-ins", url)


def _latest(field):
    latest = Update.objects.filter(membership=OuterRef("pk")).order_by("-submitted_at", "-pk")
    return Subquery(latest.values(field)[:1])


WHO = "membership__organisation__name"
register(
    Kind("ask", 10, _asks, "submitted_at", _ask, {"who": WHO, "ask": "ask", "status": "status"}),
    Kind(
        "stuck", 15, _stuck_members, "status_at", _stuck,
        {"who": "organisation__name", "challenge": Coalesce(_latest("challenge"), Value("")), "update": _latest("pk")},
    ),
    Kind("check-in", 25, _overdue, "due_on", _late, {"who": WHO, "at": "partnership_id"}),
)  # fmt: skip
