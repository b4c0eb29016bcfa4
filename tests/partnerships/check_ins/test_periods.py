"""Due days against an oracle that walks the calendar day by day and shares no code with what it judges."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerships.check_ins import periods
from partnerships.pages import working_days

FIVE_YEARS = 5 * 366
firsts = st.dates(date(2024, 1, 1), date(2032, 12, 31))
everies = st.integers(1, 12)


def days_from(first, count=FIVE_YEARS):
    return (first + timedelta(days=n) for n in range(count))


def months_between(first, day):
    return (day.year - first.year) * 12 + day.month - first.month


def is_due_by_weeks(every, first, day):
    return (day - first).days % (7 * every) == 0


def is_due_by_month(every, first, day):
    length = calendar.monthrange(day.year, day.month)[1]
    return months_between(first, day) % every == 0 and day.day == min(first.day, length)


def is_due_by_weekday(every, first, day):
    if months_between(first, day) % every or day.weekday() != first.weekday():
        return False
    if first.day > 28:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 == (first.day - 1) // 7


ORACLES = {"week": is_due_by_weeks, "month": is_due_by_month, "weekday": is_due_by_weekday}


@pytest.mark.parametrize("unit", ORACLES)
@given(first=firsts, every=everies)
def test_due_days_are_those_of_the_oracle_for_five_years(unit, first, every):
    expected = [day for day in days_from(first) if ORACLES[unit](every, first, day)]

    assert periods.occurrences(every, unit, first, first, first + timedelta(days=FIVE_YEARS - 1)) == expected


@pytest.mark.parametrize("anchor", [28, 29, 30, 31])
def test_month_ends_are_counted_from_the_anchor_not_chained(anchor):
    first = date(2027, 1, anchor)

    found = periods.occurrences(1, "month", first, first, date(2032, 1, 27))

    assert [day.day for day in found] == [min(anchor, calendar.monthrange(d.year, d.month)[1]) for d in found]
    assert [(day.year, day.month) for day in found] == [(2027 + n // 12, n % 12 + 1) for n in range(60)]


@pytest.mark.parametrize("unit", ORACLES)
@given(first=firsts, every=everies, start_after=st.integers(-400, 2000), length=st.integers(0, 400))
def test_any_window_shows_the_same_days_as_the_whole(unit, first, every, start_after, length):
    start = first + timedelta(days=start_after)
    end = start + timedelta(days=length)
    whole = periods.occurrences(every, unit, first, first, first + timedelta(days=2500))

    assert periods.occurrences(every, unit, first, start, end) == [day for day in whole if start <= day <= end]


@pytest.mark.parametrize("unit", ORACLES)
@given(first=firsts, every=everies)
def test_no_two_due_days_share_a_period(unit, first, every):
    found = periods.occurrences(every, unit, first, first, first + timedelta(days=FIVE_YEARS))

    assert len({periods.key(unit, day) for day in found}) == len(found)


def test_a_leap_day_comes_back_as_the_last_of_february():
    found = periods.occurrences(12, "month", date(2028, 2, 29), date(2028, 1, 1), date(2033, 1, 1))

    assert found == [date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29)]


def test_weeks_go_on_across_the_turn_of_a_year_with_53_weeks():
    found = periods.occurrences(1, "week", date(2026, 12, 21), date(2026, 12, 21), date(2027, 1, 11))

    assert [periods.key("week", day) for day in found] == ["2026-W52", "2026-W53", "2027-W01", "2027-W02"]


@pytest.mark.parametrize("unit", ORACLES)
@given(first=firsts, every=everies, start=firsts, count=st.integers(1, 5))
def test_the_next_days_are_the_first_of_all_days_from_there(unit, first, every, start, count):
    long_after = max(first, start) + timedelta(days=40 * every * (count + 1))

    assert (
        periods.upcoming(every, unit, first, start, count=count)
        == periods.occurrences(every, unit, first, start, long_after)[:count]
    )


def test_the_next_days_stop_at_the_end():
    found = periods.upcoming(1, "month", date(2026, 12, 1), date(2026, 12, 2), until=date(2027, 1, 15))

    assert found == [date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("every", "unit", "first", "words"),
    [
        (1, "month", date(2026, 12, 1), "every month on the 1st, first due 1 December 2026"),
        (3, "month", date(2027, 5, 31), "every 3 months on the 31st (or the month's last day), first due 31 May 2027"),
        (1, "month", date(2027, 1, 22), "every month on the 22nd, first due 22 January 2027"),
        (2, "week", date(2026, 12, 7), "every 2 weeks on Monday, first due 7 December 2026"),
        (1, "weekday", date(2026, 12, 7), "every month on the first Monday, first due 7 December 2026"),
        (1, "weekday", date(2027, 1, 29), "every month on the last Friday, first due 29 January 2027"),
    ],
)  # fmt: skip
def test_a_rhythm_reads_as_a_person_would_say_it(every, unit, first, words):
    assert periods.in_words(every, unit, first) == words


@pytest.mark.parametrize(
    ("nation", "day", "next_day"),
    [
        ("ENG", date(2026, 12, 25), date(2026, 12, 29)),  # Friday; Boxing Day is kept on Monday the 28th
        ("SCT", date(2027, 1, 1), date(2027, 1, 5)),  # 2 January is a holiday in Scotland, kept on Monday the 4th
        ("ENG", date(2027, 1, 1), date(2027, 1, 4)),
        ("NIR", date(2027, 3, 17), date(2027, 3, 18)),
        ("ENG", date(2027, 3, 17), date(2027, 3, 17)),
    ],
)
def test_bank_holidays_are_those_of_the_nation(nation, day, next_day):
    assert working_days.next_working_day(day, nation) == next_day
