"""Dates and numbers as people type them, each read in one way on every form."""

import calendar
import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

MONTHS = [name.lower() for name in calendar.month_name]
DATE_EXAMPLE = "1 March 2027 or 1/3/27"
YEARS = range(1900, 2200)
# Of two digits, from here on a year of the last century: 1/3/99 has been.
LAST_CENTURY = 70
LONGEST_NUMBER = 80
NOT_A_NUMBER = "Type a number, like 12, 3.5 or 1,250."
# A sign, digits in threes or in one, a part after the point or the comma; before it a currency, after it a unit.
NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?) ?[£$€]? ?"
    r"(?P<whole>[0-9]{1,3}(?:[ ,’'][0-9]{3}){1,5}|[0-9]{1,18})"
    r"(?:[.,](?P<part>[0-9]{1,6}))?"
    r" ?(?:%|[^\W\d_][^\d]{0,40})?"
)


def read_number(text):
    """The number in what a person typed: 1,250 and 1 250, 12.5 and 12,5, 45%, £1000, 12 people.

    A comma before exactly three digits parts thousands, as English does; before fewer it is a decimal comma. Raises
    ValidationError.
    """
    words = " ".join(text.split())
    found = NUMBER.fullmatch(words) if len(words) <= LONGEST_NUMBER else None
    if found is None:
        raise ValidationError(NOT_A_NUMBER, code="invalid")
    whole = re.sub(r"[^0-9]", "", found["whole"])
    sign = "-" if found["sign"] in {"-", "\u2212"} else ""
    part = (found["part"] or "").rstrip("0")
    return Decimal(f"{sign}{whole}.{part}" if part else f"{sign}{whole}")


def read_date(text):
    """The date in what a person typed, day first. Says in one sentence what is wrong with it otherwise."""
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text.strip().lower())
    words = re.sub(r"^[a-z]+day,?\s+|^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", "", words)
    parts = re.findall(r"\d+|[a-z]+", words)
    if len(parts) == 2 and sum(_is_month(part) for part in parts) == 1:
        raise _half_a_date(*parts)
    if len(parts) != 3 or not re.fullmatch(r"[\da-z\s./,-]+", words):
        raise _not_understood()
    return _real_date(*_in_order(parts))


def _half_a_date(first, second):
    """A month with a day or with a year."""
    name, number = (first, second) if _is_month(first) else (second, first)
    if len(number) != 4:
        return ValidationError(f"Add the year, like {DATE_EXAMPLE}.", code="year")
    month, year = _month_number(name), int(number)
    if year not in YEARS:
        return _odd_year(year)
    last = calendar.monthrange(year, month)[1]
    shown = f"{calendar.month_name[month]} {year}"
    return ValidationError(f"Which day of {shown}? If you mean its end, type {last} {shown}.", code="day")


def _in_order(parts):
    """Day, month and year as numbers, from the three ways people put them."""
    first, second, third = parts
    if len(first) == 4 and first.isdigit():
        day_, month, year = third, second, first
    elif _is_month(first):
        day_, month, year = second, first, third
    else:
        day_, month, year = first, second, third
    month = _month_number(month) if _is_month(month) else month
    if not all(str(part).isdigit() for part in (day_, month, year)) or len(year) not in (2, 4):
        raise _not_understood()
    century = 0 if len(year) == 4 else 2000 if int(year) < LAST_CENTURY else 1900
    return int(day_), int(month), int(year) + century


def _is_month(word):
    return (word.isalpha() and len(word) >= 3 and any(name.startswith(word) for name in MONTHS[1:])) or word == "sept"


def _month_number(word):
    return next(number for number, name in enumerate(MONTHS) if number and name.startswith(word[:3]))


def _real_date(day_, month, year):
    if not 1 <= month <= 12:
        raise ValidationError(f"There is no month {month}. Put the day first, like {DATE_EXAMPLE}.", code="month")
    if year not in YEARS:
        raise _odd_year(year)
    length = calendar.monthrange(year, month)[1]
    if not 1 <= day_ <= length:
        raise ValidationError(
            f"There is no {day_} {calendar.month_name[month]} {year}: that month has {length} days.", code="day"
        )
    return date(year, month, day_)


def _odd_year(year):
    return ValidationError(f"Check the year: {year} looks wrong.", code="year")


def _not_understood():
    return ValidationError(f"Type the date like {DATE_EXAMPLE}.", code="invalid")


class TypedDateField(forms.DateField):
    """A date in one text box, as people type it; shows back what was typed."""

    widget = forms.TextInput

    def to_python(self, value):
        """A date, or None for nothing typed."""
        if isinstance(value, str):
            return read_date(value) if value.strip() else None
        return super().to_python(value)

    def prepare_value(self, value):
        """Dates in words, and what was typed exactly as it was typed."""
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value

    @classmethod
    def instead_of(cls, field):
        """The typed twin of a plain date field."""
        kept = ("required", "label", "initial", "help_text", "disabled", "label_suffix", "error_messages", "validators")
        widget = field.widget if field.widget.is_hidden else None
        return cls(widget=widget, **{name: getattr(field, name) for name in kept})


class NumberBox(forms.TextInput):
    """A text box for a number, which shows back how it was understood, or what was typed where it was not.

    Number boxes of browsers change what was typed when scrolled over, and lose what they refuse.
    """

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        try:
            return f"{read_number(typed):f}" if typed else typed
        except ValidationError:
            return typed
