"""Dates as publishers and people write them: the day before the month, unless a column says otherwise."""

import re
from datetime import date

from .rule import Rule, squash, words

MONTHS = words("jan feb mar apr may jun jul aug sep oct nov dec")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ]\d{1,2}:\d{2}.*)?")
WORDS = re.compile(
    r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?(?: of)?[- ]([a-z]{3,9})\.?,?[- ](\d{4}|\d{2})", re.IGNORECASE
)
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}|\d{2})", re.IGNORECASE)
LONGEST = 40
FULL_MONTHS = words("january february march april june july august september october november december sept")


def _day(year, month, day):
    """That day in ISO order, or an empty string when there is no such day. Two-digit years run from 1950 to 2049."""
    year = int(year) + (0 if len(str(year)) == 4 else 2000 if int(year) < 50 else 1900)
    try:
        return date(year, int(month), int(day)).isoformat() if 1000 <= year <= 2200 else ""
    except ValueError:
        return ""


def _month(word):
    return MONTHS.index(word.lower()[:3]) + 1 if word.lower() in FULL_MONTHS + MONTHS else 0


def is_date(text):
    """Whether this is a day that exists, in ISO order."""
    found = ISO.fullmatch(text)
    return bool(found and text.isascii() and _day(*found.groups()))


def order_of(values):
    """In which order a column writes its days and months: DATE_RULE, MONTH_FIRST_RULE, or BOTH_RULE.

    25/03/2021 can only be one, 03/25/2021 only the other; 03/04/2021 follows what the rest of its column says.
    """
    found = [match for value in values if len(value) <= LONGEST and (match := DAY_FIRST.fullmatch(squash(value)))]
    is_day_first = any(int(match[1]) > 12 for match in found)
    if not any(int(match[2]) > 12 for match in found):
        return DATE_RULE
    return BOTH_RULE if is_day_first else MONTH_FIRST_RULE


def _in_order(why, *, month_first=False):
    """A rule that reads 03/04/2021 in one order and says why."""

    def mend(text):
        return [] if is_date(text) else _mend(text, why, month_first=month_first)

    return Rule(squash, is_date, mend, _problem, 10)


def _mend(text, why, *, month_first):
    if found := YEAR_FIRST.fullmatch(text):
        return _suggest(_day(*found.groups()), "Only the date kept, in the order year, month, day")
    if found := DAY_FIRST.fullmatch(text):
        one, two, year = found.groups()
        orders = {"day, month, year": _day(year, two, one), "month, day, year": _day(year, one, two)}
        first, other = reversed(orders) if month_first else orders
        return _suggest(orders[first], why) or _suggest(orders[other], f"Read as {other}: no other order gives a date")
    if found := WORDS.fullmatch(text):
        return _suggest(_day(found[3], _month(found[2]), found[1]), "The month written as a number")
    if found := MONTH_FIRST.fullmatch(text):
        return _suggest(_day(found[3], _month(found[1]), found[2]), "The month written as a number")
    return []


def _suggest(text, why):
    return [(text, why)] if text else []


def _problem(text):
    return f"“{text}” is not a date we can read. Write it as 2026-03-31 or 31/03/2026."


DATE_RULE = _in_order("Read as day, month, year")
MONTH_FIRST_RULE = _in_order("Read as month, day, year, as other dates of this column must be", month_first=True)
BOTH_RULE = _in_order("Read as day, month, year; other dates of this column have the month first, so look at it")
