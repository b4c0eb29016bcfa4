"""What needs a lead of the promises: those that are late, one's own before theirs."""

from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from ..signs import Kind, ago, register, short
from .models import Commitment


def _late(asked):
    return Commitment.objects.filter(partnership__in=asked.led).binding().overdue(asked.today)


def _promise(row):
    sentence = f"{row.who} is late with a promise" if row.who else "We are late with a promise"
    why = f"“{short(row.what)}” was promised for {row.since:%-d %B}, {ago(row.since, row.today)}"
    # Our own word weighs more than theirs.
    weight = row.kind.weight if row.who else 18
    return row.sign(sentence, why, "See the promises", reverse("promises", args=[row.at]), weight=weight)


OURS = Q(from_membership__organisation=F("partnership__host"))
WHO = Case(When(OURS, then=Value("")), default=F("from_membership__organisation__name"))
register(Kind("promise", 38, _late, "due_on", _promise, {"who": WHO, "what": "what", "at": "partnership_id"}))
