"""The signs are one question to the database, written once and asked of the day on which somebody reads."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from partnerships import signs
from partnerships.models import Milestone
from partnerships.pages.prepared import Given
from partnerships.signs import reading
from partnerships.signs.registry import KINDS

pytestmark = pytest.mark.django_db
A_DAY_IN_A_TEXT = re.compile(r"\d{4}-\d\d-\d\d")


def groups(user, at):
    return {sign.group for sign in signs.seen_by(user, now=at, limit=50)}


@pytest.mark.parametrize("role", ["administrator", "viewer", "lead", "partner"])
def test_nothing_of_the_day_on_which_it_was_written_stays_in_it(role):
    params = reading._of_somebody(tuple(KINDS), 7, (role, True), connection.vendor)._params
    days = [p for p in params if isinstance(p, date | datetime) or A_DAY_IN_A_TEXT.search(str(p))]
    assert [p for p in params if isinstance(p, Given)]
    assert days == []


def test_it_is_asked_of_the_day_on_which_somebody_reads(olu, pantry, now, today):
    Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today + timedelta(days=7))
    assert ["milestone" in groups(olu, now + timedelta(days=days)) for days in (-1, 0, 30)] == [False, True, True]


def test_it_is_asked_for_whoever_reads(olu, ravi, ada, pantry, now, today):
    Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today)
    assert ["milestone" in groups(user, now) for user in (olu, ravi, ada, olu)] == [True, False, True, True]


def test_all_rooms_and_floors_are_asked_at_once(olu, pantry, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        signs.seen_by(olu, now=now)
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert {"ask", "agreement", "milestone", "promise", "doors", "celebration", "round"} <= {k.name for k in KINDS}


@pytest.mark.parametrize(("number", "says"), [(9, "And more than"), (3, "")])
def test_what_does_not_fit_on_the_first_page_stands_on_the_next(olu, pantry, today, browser_of, number, says):
    for one in range(number):
        Milestone.objects.create(partnership=pantry, title=f"Freezer {one}", due_on=today)
    browser = browser_of(olu)
    first, all_of_it = (browser.get(reverse(page)).content.decode() for page in ("dashboard", "needs-you"))
    assert all(f"Freezer {one}" in all_of_it for one in range(number))
    assert ("see everything that needs you" in first, says in first) == (bool(says), True)


def test_what_is_left_out_is_counted(olu, mina, pantry, now, today):
    for _ in range(3):
        Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today)
    whole, seen = signs.all_seen_by(olu, now=now), signs.seen_by(olu, now=now, limit=4)
    assert len(whole) > 4
    assert (len(seen), len(seen) + seen.left_out, seen.is_cut) == (4, len(whole), False)


def test_who_may_no_longer_sign_in_is_told_nothing(olu, pantry, now, today):
    Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today)
    olu.is_active = False
    assert signs.seen_by(olu, now=now) == []
