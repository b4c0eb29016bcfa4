"""The ladder, and the hours in which nobody is disturbed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communications.reminders import kinds, ladder
from partnerships.models import Contact

LONDON = ZoneInfo("Europe/London")
LISBON, KOLKATA = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kolkata")
# The law of the ladder says it in hours; Easter and Christmas are looked up, not computed.
CLOSED_IN_ENGLAND = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29)}


def at(*when, zone=LONDON):
    return datetime(*when, tzinfo=zone)


def stages(due_on, now, nation="ENG", zone=LONDON):
    return list(ladder.rungs(due_on, kinds.CHECK_IN.rungs, zone=zone, nation=nation, now=now))


def test_a_reminder_goes_at_nine_a_week_before_on_the_day_and_three_days_after():
    assert stages(date(2026, 12, 8), at(2026, 11, 20, 12)) == [
        (-7, at(2026, 12, 1, 9)),
        (0, at(2026, 12, 8, 9)),
        (3, at(2026, 12, 11, 9)),
    ]


def test_a_reminder_that_falls_on_a_bank_holiday_goes_on_the_next_working_day_of_that_nation():
    assert ladder.moment(date(2026, 12, 25), 0, zone=LONDON, nation="ENG") == at(2026, 12, 29, 9)
    assert ladder.moment(date(2027, 1, 2), 0, zone=LONDON, nation="ENG") == at(2027, 1, 4, 9)
    assert ladder.moment(date(2027, 1, 2), 0, zone=LONDON, nation="SCT") == at(2027, 1, 5, 9)
    assert ladder.moment(date(2027, 3, 17), 0, zone=LONDON, nation="NIR") == at(2027, 3, 18, 9)


def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_a_daylight_saving_weekend():
    before = ladder.moment(date(2027, 3, 26), -1, zone=LONDON, nation="ENG")
    after = ladder.moment(date(2027, 3, 30), 0, zone=LONDON, nation="ENG")
    assert (before.hour, after.hour) == (9, 9)
    assert before.astimezone(UTC).hour, after.astimezone(UTC).hour == (9, 8)


def test_nobody_misses_or_repeats_a_rung_when_the_clocks_change_minute_by_minute():
    due_on, seen = date(2027, 3, 29), set()
    minute = datetime(2027, 3, 27, 0, 0, tzinfo=UTC)
    moment = ladder.moment(due_on, 0, zone=LONDON, nation="ENG")
    crossings = 0
    for _ in range(5 * 24 * 60):
        is_due = moment <= minute
        crossings += is_due and (moment > minute - timedelta(minutes=1))
        seen |= {stage for stage, when in stages(due_on, minute) if when <= minute}
        minute += timedelta(minutes=1)
    assert crossings == 1
    assert seen == {-7, 0}


def test_the_person_s_own_clock_decides():
    there = ladder.moment(date(2026, 12, 8), 0, zone=KOLKATA, nation="ENG")
    assert there.astimezone(UTC) == datetime(2026, 12, 8, 3, 30, tzinfo=UTC)


def test_after_ten_days_of_outage_only_the_newest_rung_is_wanted():
    assert stages(date(2026, 12, 8), at(2026, 12, 10, 15)) == [(0, at(2026, 12, 8, 9)), (3, at(2026, 12, 11, 9))]
    assert stages(date(2026, 12, 8), at(2026, 12, 12, 15)) == [(3, at(2026, 12, 11, 9))]


def test_what_is_more_than_two_weeks_late_is_left_to_the_lead():
    assert stages(date(2026, 12, 1), at(2026, 12, 19, 9)) == []


def test_nothing_is_planned_further_ahead_than_five_weeks():
    assert stages(date(2027, 2, 1), at(2026, 12, 1, 9)) == []


@given(due_on=st.dates(date(2026, 6, 1), date(2031, 6, 1)), hours=st.integers(-40 * 24, 20 * 24))
def test_the_rungs_always_climb_and_never_fall_on_a_weekend(due_on, hours):
    now = datetime(due_on.year, due_on.month, due_on.day, tzinfo=UTC) + timedelta(hours=hours)
    found = stages(due_on, now)
    assert [stage for stage, _ in found] == sorted({stage for stage, _ in found})
    assert all(moment.weekday() < 5 and moment.hour == 9 for _, moment in found)
    assert sum(moment <= now for _, moment in found) <= 1
    assert all(moment.date() not in CLOSED_IN_ENGLAND for _, moment in found)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(2026, 12, 1, 7, 59), at(2026, 12, 1, 8)),
        (at(2026, 12, 1, 8), at(2026, 12, 1, 8)),
        (at(2026, 12, 1, 19, 59), at(2026, 12, 1, 19, 59)),
        (at(2026, 12, 1, 20), at(2026, 12, 2, 8)),
        (at(2026, 12, 4, 20), at(2026, 12, 7, 8)),  # Friday evening → Monday
        (at(2026, 12, 6, 3), at(2026, 12, 7, 8)),  # Sunday
        (at(2027, 3, 27, 23), at(2027, 3, 29, 8)),  # the night the clocks change; Monday is no holiday for news
    ],
)
def test_nights_and_weekends_are_quiet(now, opens):
    assert ladder.next_quiet_end(now, LONDON) == opens


def test_a_reminder_is_quiet_on_bank_holidays_too():
    assert ladder.next_quiet_end(at(2027, 3, 29, 10), LONDON, "ENG") == at(2027, 3, 30, 8)


def test_quiet_hours_are_those_of_the_person():
    evening_in_london = at(2026, 12, 1, 16)
    assert ladder.next_quiet_end(evening_in_london, KOLKATA) == at(2026, 12, 2, 8, zone=KOLKATA)


def test_the_demo_disturbs_nobody_at_any_hour(settings):
    settings.DEMO = True
    assert ladder.next_quiet_end(at(2026, 12, 6, 3), LONDON) == at(2026, 12, 6, 3)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "../etc/passwd", "Europe"])
def test_a_time_zone_nobody_knows_counts_as_the_site_s(name):
    assert ladder.zone_of(Contact(time_zone=name)) == LONDON
