"""Telephone numbers as people and spreadsheets write them, those without a country as in the United Kingdom.

Whether a number can exist is what Google's `phonenumbers` knows of the numbering plans of all countries.
"""

import re

import phonenumbers
from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher

from .rule import INTO_NOTES, Rule, squash, steps

HOME, HOME_CODE = "GB", 44
# Ofcom keeps these for fiction. Examples and masked lists use them, so they count as numbers here.
FICTION = re.compile(r"(1632960|7700900)\d{3}")
# (0) after +44 is a note for the reader, not part of the number.
WRITTEN = re.compile(r"(\+?)([\d ().-]+)(?:(?:ext\.?|extension|x)\s?(\d{1,6}))?", re.IGNORECASE)
LABEL = re.compile(r"^(?:tel(?:ephone)?|phone|mob(?:ile)?|call|t|m)\b[\s.:]*(?:no\b|number\b)?[\s.:]*", re.IGNORECASE)
FEWEST_DIGITS = 3


def is_phone(text):
    """Whether this can be dialled in the UK as it stands: a number from here, or one from abroad that starts with +."""
    written = WRITTEN.fullmatch(text)
    if not written or not text.isascii() or "(0)" in text:
        return False
    number, digits = _parsed(text), _digits(written[2])
    if number is None:
        return False
    if written[1]:
        return _exists(number)
    if digits.startswith("0"):
        return number.country_code == HOME_CODE and not digits.startswith("00") and _exists(number)
    return phonenumbers.is_valid_short_number_for_region(number, HOME)


def _parsed(text):
    try:
        return phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return None


def _exists(number):
    is_fiction = number.country_code == HOME_CODE and FICTION.fullmatch(str(number.national_number))
    return bool(is_fiction) or phonenumbers.is_valid_number(number)


def layout(number):
    """A number with the spaces people expect, from abroad with + and the country in front."""
    is_home = number.country_code == HOME_CODE
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
    )


def _digits(text):
    return re.sub(r"\D", "", text)


def _from_country(text, *, is_home):
    text = text.replace("(0)", "")
    starts = ("+", "00", str(HOME_CODE))
    number = _parsed(text) if text.startswith(starts) and WRITTEN.fullmatch(text) else None
    return layout(number) if number and _exists(number) and (number.country_code == HOME_CODE) is is_home else text


def _from_here(text):
    """+44 (0)161…, 0044 161… and 44 161… are all 0161…"""
    return _from_country(text, is_home=True)


def _from_abroad(text):
    """00353 1… is +353 1…"""
    return _from_country(text, is_home=False)


def _with_zero(text):
    number = _parsed(text) if re.fullmatch(r"[1-9][\d ]{8,}", text) else None
    return layout(number) if number and number.country_code == HOME_CODE and _exists(number) else text


def _mend_one(text):
    return steps(
        text,
        is_phone,
        (lambda found: found.removeprefix("'").strip(), "The apostrophe in front taken off"),
        (lambda found: LABEL.sub("", found), "Only the number kept"),
        (lambda found: re.sub(r"^(\d+)\.0+$", r"\1", found), "A spreadsheet added “.0” to the number"),
        (lambda found: re.sub(r"^[Oo](?=[\d ]+$)", "0", found), "Letter O and number 0 were mixed up"),
        (_from_here, "Written as it is dialled in the UK"),
        (_from_abroad, "The country written with +"),
        (_with_zero, "A spreadsheet dropped the zero in front"),
    )


def _mend(text):
    return _mend_one(text) or _mend_several(text)


def _mend_several(text):
    """The first number in a longer text, such as "0161 496 0001 (Mon–Fri)" or "0161 496 0001 / 07700 900001"."""
    found = [match.raw_string for match in PhoneNumberMatcher(text, HOME, leniency=Leniency.POSSIBLE)]
    first = next((one for one in found if is_phone(one) or _mend_one(one)), None)
    if first is None or first == text:
        return []
    what = "the first of several numbers" if len(found) > 1 else "the number"
    return [(first, f"Only {what} kept{INTO_NOTES}"), *_mend_one(first)]


def _problem(text):
    written = WRITTEN.fullmatch(text)
    if not written:
        return f"“{text}” is not a phone number."
    count = len(_digits(written[2]))
    if count == 11 or written[1]:
        return f"“{text}” is not a number that anybody can have."
    return f"“{text}” has {count} digits; a UK number has 11, and starts with 0."


PHONE_RULE = Rule(squash, is_phone, _mend, _problem, 40, may_stay=lambda text: len(_digits(text)) >= FEWEST_DIGITS)
