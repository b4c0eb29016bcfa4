"""UK telephone numbers as people and spreadsheets write them."""

import re

from .rule import Rule, squash, steps, words

# The areas where some numbers have ten digits instead of eleven.
TEN_DIGIT_AREAS = words(
    "01204 01208 01254 01276 01297 01298 01363 01364 01384 01386 01404 01420 01460 01461 01480 01488 01524 01527 01562 "
    "01566 01606 01629 01635 01647 01659 01695 01726 01744 01750 01768 01827 01837 01884 01900 01905 01935 01946 01949 "
    "01963 01995 0500 0800"
)
SHORT = {"101", "111", "116000", "116006", "116111", "116117", "116123", "08001111", "0845464"}
ELEVEN = re.compile(r"0(1[1-9]\d{8}|2[0-9]\d{8}|3[0347]\d{8}|5[56]\d{8}|7[0-9]\d{8}|8[0247]\d{8}|9[018]\d{8})")
# (0) after +44 is a note for the reader, not part of the number.
WRITTEN = re.compile(r"(\+?)([\d ().-]+)(?:(?:ext\.?|extension|x)\s?(\d{1,6}))?", re.IGNORECASE)
LABEL = re.compile(r"^(?:tel(?:ephone)?|phone|mob(?:ile)?|call|t|m)\b[\s.:]*(?:no\b|number\b)?[\s.:]*", re.IGNORECASE)
SEVERAL = re.compile(r"\s*(?:[/;,|&\n]|\bor\b|\band\b)\s*", re.IGNORECASE)


def is_phone(text):
    """Whether this can be dialled as it stands: a UK number, or one from abroad that starts with +."""
    written = WRITTEN.fullmatch(text)
    if not written or not text.isascii() or "(0)" in text:
        return False
    plus, digits = written[1], _digits(written[2])
    if plus and digits.startswith("44"):
        return is_national(f"0{digits[2:]}")
    return 8 <= len(digits) <= 15 if plus else is_national(digits)


def is_national(digits):
    """
    >>> is_national("01614960123"), is_national("0160647369"), is_national("0161496012"), is_national("012049842230")
    (True, True, False, False)
    """
    is_ten = len(digits) == 10 and digits.startswith(tuple(TEN_DIGIT_AREAS))
    return bool(ELEVEN.fullmatch(digits)) or is_ten or digits in SHORT


def layout(digits):
    """A UK number with the spaces people expect.

    >>> layout("01614960123"), layout("01632960123"), layout("02079460123"), layout("07700900123")
    ('0161 496 0123', '01632 960123', '020 7946 0123', '07700 900123')
    """
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if re.match(r"0(11|1\d1|3|8|9)", digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"


def _digits(text):
    return re.sub(r"\D", "", text)


def _first_of_several(text):
    parts = [part for part in SEVERAL.split(text) if part]
    return next((part for part in parts if is_phone(part) or _mend_one(part)), text) if len(parts) > 1 else text


def _from_abroad(text):
    """+44 (0)161…, 0044 161… and 44 161… are all 0161…"""
    digits = _digits(text)
    for prefix in ("00440", "440", "0044", "44"):
        national = f"0{digits[len(prefix) :]}"
        if digits.startswith(prefix) and is_national(national):
            return layout(national)
    return text


def _with_zero(text):
    national = f"0{_digits(text)}"
    return layout(national) if re.fullmatch(r"[1-9][\d ]+", text) and is_national(national) else text


def _mend_one(text):
    return steps(
        text,
        is_phone,
        (lambda found: LABEL.sub("", found), "Only the number kept"),
        (lambda found: re.sub(r"^(\d+)\.0+$", r"\1", found), "A spreadsheet added “.0” to the number"),
        (lambda found: re.sub(r"^[Oo](?=[\d ]+$)", "0", found), "Letter O and number 0 were mixed up"),
        (_from_abroad, "Written as it is dialled in the UK"),
        (_with_zero, "A spreadsheet dropped the zero in front"),
    )


def _mend(text):
    mended = _mend_one(text)
    if mended:
        return mended
    first = _first_of_several(text)
    if first == text:
        return []
    return [(first, "Only the first of several numbers kept"), *_mend_one(first)]


def _problem(text):
    written = WRITTEN.fullmatch(text)
    if not written:
        return f"“{text}” is not a phone number."
    return f"“{text}” has {len(_digits(written[2]))} digits; a UK number has 11, and starts with 0."


PHONE_RULE = Rule(squash, is_phone, _mend, _problem, 40)
