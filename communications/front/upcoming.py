"""The next dates of some partnerships, from all three floors, in one query."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DateField, IntegerField, Min, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from evaluation.models import Round
from partnerships.models import AgreementVersion, CheckIn, Milestone

AHEAD = timedelta(days=35)
# What comes up → the page it links to, and the words.
KINDS = {
    "milestone": ("timeline", "Milestone due: {what}"),
    "check-in": ("check-ins", "Check-ins are due"),
    "review": ("agreement", "Agreement review"),
    "end": ("agreement", "The agreement ends"),
    "round": ("rounds", "Last day for answers: {what}"),
}


@dataclass(frozen=True)
class Date:
    """One date to come, with its sentence and page."""

    on: date
    sentence: str
    partnership: str
    url: str


def dates(partnerships, *, today, limit=8):
    """At most `limit` dates of these partnerships in the next 35 days, soonest first."""
    until = today + AHEAD
    milestones = Milestone.objects.filter(partnership__in=partnerships).planned()
    check_ins = CheckIn.objects.filter(partnership__in=partnerships, due_on__range=(today, until)).open()
    agreements = AgreementVersion.objects.filter(agreement__partnership__in=partnerships).in_force().with_review_due()
    rounds = Round.objects.filter(partnership__in=partnerships).open()
    # One line for a partnership's check-ins of one day, whoever of the partners they ask.
    first_of_day = check_ins.order_by().values("partnership", "due_on").annotate(first=Min("pk")).values("first")
    found = _columns(milestones, "milestone", "due_on", "title", today, until, limit).union(
        _columns(check_ins.filter(pk__in=first_of_day), "check-in", "due_on", Value(""), today, until, limit),
        _columns(agreements, "review", "review_due", Value(""), today, until, limit, path="agreement__partnership"),
        _columns(agreements, "end", "ends_on", Value(""), today, until, limit, path="agreement__partnership"),
        _columns(rounds, "round", "closes_on", "title", today, until, limit),
        all=True,
    )
    return [_date(*row) for row in sorted(found, key=lambda row: (row[1], row[4]))[:limit]]


def _columns(rows, kind, day, what, today, until, limit, path="partnership"):
    soon = rows.filter(**{f"{day}__range": (today, until)})
    chosen = rows.filter(pk__in=soon.order_by(day, "pk").values("pk")[:limit])
    return chosen.order_by().values_list(
        Value(kind),
        Cast(day, DateField()),
        Cast(what, TextField()),
        Cast(f"{path}_id", IntegerField()),
        Cast(f"{path}__name", TextField()),
    )


def _date(kind, on, what, partnership_id, partnership):
    page, sentence = KINDS[kind]
    return Date(on, sentence.format(what=what), partnership, reverse(page, args=[partnership_id]))
