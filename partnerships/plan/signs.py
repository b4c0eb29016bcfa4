"""What needs a lead of the plan: a milestone whose day is near or gone."""

from datetime import timedelta

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from ..signs import Kind, ago, register, short
from .models import Milestone

AHEAD = timedelta(days=7)


def _due(asked):
    return Milestone.objects.filter(partnership__in=asked.led).due_by(asked.today + AHEAD)


def _milestone(row):
    when = f"was due {ago(row.since, row.today)}" if row.since < row.today else "is due soon"
    when = "is due today" if row.since == row.today else when
    why = f"{row.owner or 'Nobody'} sees to it, due {row.since:%-d %B}"
    url = reverse("reach-milestone", args=[row.pk])
    return row.sign(f"“{short(row.title)}” {when}", why, "Reached, or a new date?", url)


register(
    Kind(
        "milestone", 40, _due, "due_on", _milestone,
        {"title": "title", "owner": Coalesce("owner__organisation__name", Value(""))},
    )
)  # fmt: skip
