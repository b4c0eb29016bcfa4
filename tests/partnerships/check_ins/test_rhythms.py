from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from partnerships.check_ins.actions import check_ins, rhythms, updates
from partnerships.models import CheckIn, Event, Membership, Rhythm

from ...factories import MembershipFactory

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def since_summer(larder_membership, host_membership):
    """Both organisations were there before any due day of these tests."""
    Membership.objects.update(created_at=datetime(2026, 6, 1, 9, tzinfo=LONDON))


def monthly(pantry, olu, now, first_due_on=date(2026, 12, 1), **changes):
    fields = {"every": 1, "unit": "month", "first_due_on": first_due_on, "until_on": None, **changes}
    return rhythms.set_rhythm(partnership=pantry, by=olu, now=now, **fields)


def due_days(state=CheckIn.State.OPEN, **of):
    return sorted(set(CheckIn.objects.filter(state=state, **of).values_list("due_on", flat=True)))


def test_setting_a_rhythm_opens_the_check_ins_of_the_next_weeks_for_every_member(pantry, olu, now):
    monthly(pantry, olu, now)

    assert sorted(CheckIn.objects.values_list("membership__organisation__name", "due_on", "period")) == [
        ("Sale Larder", date(2026, 12, 1), "2026-12"),
        ("Sale Larder", date(2027, 1, 1), "2027-01"),
        ("Trafford Council", date(2026, 12, 1), "2026-12"),
        ("Trafford Council", date(2027, 1, 1), "2027-01"),
    ]
    event = Event.objects.get()
    assert str(event) == "Olu Adeyemi set the check-ins: every month on the 1st, first due 1 December 2026"


def test_opening_again_opens_nothing_more(pantry, olu, now):
    monthly(pantry, olu, now)

    assert check_ins.open_due(now=now) == 0
    assert check_ins.open_due(now=now + timedelta(minutes=10)) == 0
    assert CheckIn.objects.count() == 4


def test_a_period_that_the_look_missed_is_left_to_the_database(pantry, olu, larder_membership, now):
    """As when another planner opens it between the look and the write."""
    CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="2026-12", due_on=date(2027, 6, 1))
    Rhythm.objects.create(partnership=pantry, first_due_on=date(2026, 12, 1))

    check_ins.open_due(now=now)

    assert due_days(membership=larder_membership) == [date(2027, 1, 1), date(2027, 6, 1)]


def test_a_missed_day_is_caught_up_for_two_weeks(pantry, olu, now):
    Rhythm.objects.create(partnership=pantry, every=1, unit="week", first_due_on=date(2026, 11, 3))

    check_ins.open_due(now=now, ahead_days=0)

    assert due_days() == [date(2026, 11, 17), date(2026, 11, 24), date(2026, 12, 1)]


def test_nobody_is_asked_for_a_day_before_they_came(pantry, olu, larder_membership, now):
    Membership.objects.filter(pk=larder_membership.pk).update(created_at=now)
    Rhythm.objects.create(partnership=pantry, every=1, unit="week", first_due_on=date(2026, 11, 3))

    check_ins.open_due(now=now, ahead_days=7)

    assert due_days(membership=larder_membership) == [date(2026, 12, 1), date(2026, 12, 8)]


def test_only_members_of_active_partnerships_are_asked(pantry, olu, now):
    MembershipFactory(partnership=pantry, stage=Membership.Stage.WILLING)
    MembershipFactory(partnership=pantry, stage=Membership.Stage.LEFT)
    paused = MembershipFactory(partnership__state="paused")
    Rhythm.objects.create(partnership=paused.partnership, first_due_on=date(2026, 12, 1))
    monthly(pantry, olu, now)

    assert check_ins.open_due(now=now) == 0
    assert set(CheckIn.objects.values_list("membership__organisation__name", flat=True)) == {
        "Sale Larder",
        "Trafford Council",
    }


def test_a_moved_rhythm_moves_what_is_to_come_and_leaves_what_is_due(pantry, olu, now):
    monthly(pantry, olu, now)

    monthly(pantry, olu, now, first_due_on=date(2026, 12, 15))

    assert due_days() == [date(2026, 12, 1)]
    assert due_days(CheckIn.State.WITHDRAWN) == [date(2027, 1, 1)]
    check_ins.open_due(now=now + timedelta(days=20))
    assert due_days() == [date(2026, 12, 1), date(2027, 1, 15)]


def test_a_rhythm_moved_there_and_back_asks_again(pantry, olu, now):
    monthly(pantry, olu, now, first_due_on=date(2026, 12, 10))
    monthly(pantry, olu, now, first_due_on=date(2026, 12, 15))
    monthly(pantry, olu, now, first_due_on=date(2026, 12, 10))

    assert due_days() == [date(2026, 12, 10)]
    assert CheckIn.objects.open().count() == 2


def test_an_answered_period_is_not_asked_again_when_the_day_moves(pantry, olu, mina, larder_membership, now):
    monthly(pantry, olu, now, first_due_on=date(2026, 12, 10))
    check_in = CheckIn.objects.get(membership=larder_membership, period="2026-12")
    updates.submit(check_in=check_in, answers={"status": "on_track"}, by=mina.contacts.get(), now=now)

    monthly(pantry, olu, now, first_due_on=date(2026, 12, 15))

    assert due_days(membership=larder_membership) == []
    assert check_ins.open_due(now=now) == 0


def test_from_months_to_weeks_nobody_is_asked_twice_for_one_day(pantry, olu, larder_membership, now):
    monthly(pantry, olu, now)

    monthly(pantry, olu, now, unit="week")

    days = list(CheckIn.objects.open().filter(membership=larder_membership).values_list("due_on", flat=True))
    assert sorted(days) == [date(2026, 12, 1) + timedelta(weeks=n) for n in range(6)]


def test_withdrawing_leaves_a_line_in_the_history(pantry, olu, now):
    monthly(pantry, olu, now)
    monthly(pantry, olu, now, first_due_on=date(2026, 12, 15))

    withdrawn = CheckIn.objects.filter(state="withdrawn")
    assert {row.history.latest().state for row in withdrawn} == {"withdrawn"}
    assert withdrawn.count() == 2


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2026, 10, 25)], ids=["clocks forward", "clocks back"])
def test_the_night_the_clocks_change_neither_skips_nor_doubles_a_day(pantry, olu, larder_membership, day):
    Rhythm.objects.create(partnership=pantry, every=1, unit="week", first_due_on=date(2026, 6, 7))
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(ZoneInfo("UTC")) - timedelta(hours=2)

    for minute in range(0, 28 * 60, 20):
        check_ins.open_due(now=midnight + timedelta(minutes=minute), ahead_days=0, back_days=0)

    assert due_days(membership=larder_membership) == [day]


def test_opening_takes_as_many_statements_for_sixty_partnerships_as_for_three(pantry, now, django_assert_num_queries):
    def more(count):
        for _ in range(count):
            membership = MembershipFactory(created_at=now)
            Rhythm.objects.create(partnership=membership.partnership, first_due_on=date(2026, 12, 1))

    for count in (3, 57):
        more(count)
        CheckIn.objects.all().delete()
        with django_assert_num_queries(5):
            check_ins.open_due(now=now)


class TestThePage:
    """The lead says how often; the check button shows the days first."""

    DATA = {"every": "1", "unit": "weekday", "first_due_on": "7 December 2026", "until_on": ""}

    @pytest.fixture
    def page(self, pantry):
        return reverse("set-rhythm", args=[pantry.pk])

    def test_checking_shows_the_next_days_and_saves_nothing(self, page, olu, browser_of):
        first = {**self.DATA, "first_due_on": "2 March 2099"}

        html = browser_of(olu).post(page, {**first, "check": "1"}).content.decode()

        assert "every month on the first Monday, first due 2 March 2099" in html
        assert [day in html for day in ("Monday 2 March 2099", "Monday 6 April 2099", "Monday 4 May 2099")] == [
            True
        ] * 3
        assert not Rhythm.objects.exists()

    def test_saving_says_the_rhythm_in_words(self, page, pantry, olu, browser_of):
        response = browser_of(olu).post(page, self.DATA, follow=True)

        assert (
            "Check-ins are due every month on the first Monday, first due 7 December 2026." in response.content.decode()
        )
        assert response.redirect_chain == [(reverse("check-ins", args=[pantry.pk]), 302)]

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"every": "0"}, "Choose a number from 1 to 52."),
            ({"every": "53"}, "Choose a number from 1 to 52."),
            ({"until_on": "1 December 2026"}, "The last day is before the first."),
            ({"first_due_on": "31 February 2027"}, "There is no 31 February 2027"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, page, olu, browser_of, changes, problem):
        html = browser_of(olu).post(page, {**self.DATA, **changes}).content.decode()

        assert problem in html
        assert all(f'value="{text}"' in html for text in changes.values())
        assert not Rhythm.objects.exists()

    def test_a_partner_may_not_set_it(self, page, mina, browser_of):
        assert browser_of(mina).post(page, self.DATA).status_code == 403

    def test_a_stranger_does_not_learn_that_the_partnership_exists(self, page, ravi, browser_of):
        assert browser_of(ravi).post(page, self.DATA).status_code == 404
        assert not Rhythm.objects.exists()
