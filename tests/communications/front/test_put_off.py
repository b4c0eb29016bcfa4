"""A lead lets a line wait until a day; nobody else misses it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.engine.retention import tidy
from partnerships import signs
from partnerships.models import Milestone, PutOff

from ...factories import SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def freezer(pantry, olu, today):
    return Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today)


@pytest.fixture
def later(browser_of, olu, freezer):
    """`later(days=…)` as Olu presses it on the line of the milestone."""

    def press(user=olu, **said):
        form = {"kind": "milestone", "row": freezer.pk, "page": "dashboard", **said}
        return browser_of(user).post(reverse("put-off"), form, follow=True).content.decode()

    return press


def names(user, at):
    return [sign.row for sign in signs.seen_by(user, now=at) if sign.group == "milestone"]


def test_a_line_that_is_put_off_is_back_on_its_day(later, olu, freezer, now):
    page = later(days=3)
    assert "comes back on Friday 4 December." in page
    assert [names(olu, now + timedelta(days=days)) for days in range(5)] == [[], [], [], [freezer.pk], [freezer.pk]]


def test_the_first_page_says_how_many_wait_and_the_next_one_which(later, olu, browser_of):
    first = later(days=7)
    assert "1 put off</a>" in first
    all_of_it = browser_of(olu).get(reverse("needs-you")).content.decode()
    assert "Comes back on 8 December 2026" in all_of_it
    assert all_of_it.index("Freezer") > all_of_it.index("Put off</h2>")


def test_it_is_brought_back_at_once(later, olu, freezer, now):
    later(days=30)
    assert "is back." in later(page="needs-you")
    assert names(olu, now) == [freezer.pk]
    assert not PutOff.objects.exists()


def test_another_day_takes_the_place_of_the_first(later, olu, freezer, now):
    later(days=30)
    later(days=1)
    assert names(olu, now + timedelta(days=1)) == [freezer.pk]


def test_who_leads_too_goes_on_seeing_it(later, host_membership, freezer, now):
    nia = UserFactory()
    SeatFactory(membership=host_membership, is_lead=True, contact__user=nia)
    later(days=7)
    assert names(nia, now) == [freezer.pk]


def test_what_is_done_meanwhile_waits_nowhere(later, olu, freezer, now):
    later(days=7)
    Milestone.objects.update(state="dropped")
    assert signs.all_seen_by(olu, now=now).put_off == []


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"days": "2"}, "Nothing was changed"),
        ({"days": "7", "row": "99"}, "That is done already."),
        ({"days": "7", "kind": "no such"}, "That is done already."),
        ({"days": "7", "page": "https://elsewhere.example"}, "Nothing was changed"),
        ({"days": "7", "row": "9" * 30}, "Nothing was changed"),
    ],
)
def test_what_makes_no_sense_changes_nothing(later, said, answer):
    assert answer in later(**said)
    assert not PutOff.objects.exists()


def test_nobody_puts_off_what_they_do_not_see(later, ravi, freezer):
    assert "That is done already." in later(user=ravi, days=7)


def test_what_is_put_off_takes_the_place_of_nothing_else(olu, pantry, today, now, freezer):
    Milestone.objects.bulk_create(
        Milestone(partnership=pantry, title=f"One {n}", due_on=today, original_due_on=today) for n in range(20)
    )
    for sign in [one for one in signs.all_seen_by(olu, now=now) if one.group == "milestone"][:18]:
        PutOff.objects.create(user=olu, kind="milestone", row=sign.row, until=today + timedelta(days=1))
    assert len(names(olu, now)) == 3


def test_a_first_page_on_which_all_waits_says_so(olu, browser_of, now, today):
    for sign in signs.all_seen_by(olu, now=now):
        PutOff.objects.create(user=olu, kind=sign.group, row=sign.row, until=today + timedelta(days=1))
    page = browser_of(olu).get(reverse("dashboard")).content.decode()
    assert "Nothing else needs you today" in page
    assert "Everybody has answered" not in page


def test_it_is_forgotten_when_its_day_has_come(later, now):
    later(days=1)
    tidy(now)
    assert PutOff.objects.exists()
    tidy(now + timedelta(days=1))
    assert not PutOff.objects.exists()
