"""Dates as publishers and people write them, the day before the month."""

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


def _mend(text):
    if found := YEAR_FIRST.fullmatch(text):
        return _suggest(_day(*found.groups()), "Only the date kept, in the order year, month, day")
    if found := DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        swapped = _suggest(_day(year, day, month), "Read as month, day, year: no other order gives a date")
        return _suggest(_day(year, month, day), "Read as day, month, year") or swapped
    if found := WORDS.fullmatch(text):
        return _suggest(_day(found[3], _month(found[2]), found[1]), "The month written as a number")
    if found := MONTH_FIRST.fullmatch(text):
        return _suggest(_day(found[3], _month(found[1]), found[2]), "The month written as a number")
    return []


def _suggest(text, why):
    return [(text, why)] if text else []


def _problem(text):
    return f"“{text}” is not a date we can read. Write it as 2026-03-31 or 31/03/2026."


DATE_RULE = Rule(squash, is_date, lambda text: [] if is_date(text) else _mend(text), _problem, 10)
