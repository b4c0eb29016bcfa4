"""The next dates of the partnerships somebody sees, from all three floors, in one question."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db import connection
from django.db.models import DateField, F, Min, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse

from evaluation.models import Round
from partnerships.models import AgreementVersion, CheckIn, Milestone, Partnership, User
from partnerships.pages.prepared import Given, Listed, Question, Reader, as_date

AHEAD, AT_MOST = timedelta(days=35), 8
TODAY = Given("today", DateField())
SEEN, SOON = Listed("seen"), (TODAY, TODAY + AHEAD)
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


def dates(user, *, today):
    """At most eight dates of the active partnerships they see in the next 35 days, soonest first."""
    question = _written(connection.vendor, Reader.shape_of(user))
    found = [(kind, as_date(on), *row) for kind, on, *row in question.ask(user=user, today=today)]
    return [_date(*row) for row in sorted(found, key=lambda row: (row[1], row[4]))[:AT_MOST]]


@cache
def _written(vendor, shape):
    seen = Partnership.objects.visible_to(Reader("user", User, shape)).active().order_by().values("pk")
    milestones = Milestone.objects.filter(partnership__in=SEEN).planned()
    check_ins = CheckIn.objects.filter(partnership__in=SEEN, due_on__range=SOON).open()
    # One line for a partnership's check-ins of one day, whoever of the partners they ask.
    first_of_day = check_ins.order_by().values("partnership", "due_on").annotate(first=Min("pk")).values("first")
    agreements = AgreementVersion.objects.filter(agreement__partnership__in=SEEN).in_force().with_review_due()
    rounds = Round.objects.filter(partnership__in=SEEN).open()
    parts = [
        _rows(milestones, "milestone", "due_on", F("title")),
        _rows(CheckIn.objects.filter(pk__in=first_of_day), "check-in", "due_on", Value("")),
        _rows(agreements, "review", "review_due", Value(""), path="agreement__partnership"),
        _rows(agreements, "end", "ends_on", Value(""), path="agreement__partnership"),
        _rows(rounds, "round", "closes_on", F("title")),
    ]
    return Question(parts, {"seen": seen})


def _rows(rows, kind, day, what, path="partnership"):
    soon = rows.filter(**{f"{day}__range": SOON}).order_by(day, "pk")
    return soon.values_list(
        Value(kind), Cast(day, DateField()), Cast(what, TextField()), F(f"{path}_id"), F(f"{path}__name")
    )[:AT_MOST]


def _date(kind, on, what, partnership_id, partnership):
    page, sentence = KINDS[kind]
    return Date(on, sentence.format(what=what), partnership, reverse(page, args=[partnership_id]))
