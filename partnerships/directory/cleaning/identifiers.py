"""Postcodes and the numbers of public registers: their shape, and the slips that spreadsheets and people make.

The shape is all that is checked. Whether a number belongs to the organisation is another question.
"""

import itertools
import re

from .rule import INTO_NOTES, LETTERS_FOR_DIGITS, Rule, capitals, squash, steps, words

AREA = r"(?:[A-PR-UWYZ]\d|[A-PR-UWYZ][1-9]\d|[A-PR-UWYZ][A-HK-Y]\d|[A-PR-UWYZ][A-HK-Y][1-9]\d"
LONDON = r"|[A-PR-UWYZ]\d[A-HJKPSTUW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]|GIR(?=\ 0AA))"
POSTCODE = re.compile(rf"{AREA}{LONDON}\ \d[ABD-HJLNP-UW-Z]{{2}}", re.ASCII)
# Ireland's postcodes: a routing key of three characters, and four for the address. No UK postcode looks like one.
EIRCODE = re.compile(r"(?:[AC-FHKNPRTV-Y]\d\d|D6W)\ [0-9AC-FHKNPRTV-Y]{4}", re.ASCII)
POSTCODE_INSIDE = re.compile(rf"\b{POSTCODE.pattern}\b", re.ASCII)
MIXED_UP = {"O": "0", "0": "O", "I": "1", "1": "I"}

COMPANY_PREFIXES = words(
    "AC AL BR CE CN CS FC FE GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV NZ OC OE PC RC RS "
    "SA SC SE SF SG SI SL SO SP SR SZ ZC"
)
COMPANY = re.compile(rf"\d{{8}}|(?:{'|'.join(COMPANY_PREFIXES)}|R0)\d{{6}}|(?:IP|SP|RS|NP)\d{{5}}R", re.ASCII)
CHARITY = re.compile(r"[1-9]\d{5,6}(-\d{1,3})?|SC0\d{5}|NIC1\d{5}", re.ASCII)
GSS = re.compile(r"[EJKLMNSW]\d{8}", re.ASCII)
CQC = re.compile(r"1-[1-9]\d{4,11}|R[A-Z0-9]{2,5}", re.ASCII)
ODS = re.compile(r"(?=.*[A-Z])[A-Z0-9]{3,10}")
UPRN = re.compile(r"0*[1-9]\d{0,11}", re.ASCII)

DECIMALS = (lambda text: re.sub(r"^([\d,]+)\.0+$", r"\1", text), "A spreadsheet added “.0” to the number")
COMMAS = (
    lambda text: text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})+", text) else text,
    "Commas taken out of the number",
)
SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d+")


def _problem(what):
    def problem(text):
        if SHORTENED.fullmatch(text):
            return f"“{text}” is a number that a spreadsheet shortened, so its last digits are lost."
        return f"“{text}” is not {what}."

    return problem


def _only_inside(pattern):
    """Take the one number out of a text such as "Charity no. 210843"; of two numbers, neither."""

    def find(text):
        if len(re.findall(r"\d{5,}", text)) != 1:
            return text
        found = {match[0] for match in re.finditer(rf"(?<![A-Z0-9])(?:{pattern.pattern})(?![A-Z0-9])", text)}
        # Without spaces "NUMBER" and the number run together: then at least three letters must come before it.
        found = found or set(re.findall(r"(?:(?!NIC)[A-Z]{3})([1-9]\d{5,7})(?![0-9])", text))
        return found.pop() if len(found) == 1 else text

    return find, "Only the number kept"


def tidy_postcode(text):
    """In capitals, with its one space before the last three characters; in an Eircode before the last four.

    >>> tidy_postcode("wa157xr "), tidy_postcode("d02x285")
    ('WA15 7XR', 'D02 X285')
    """
    compact = capitals(text)
    if EIRCODE.fullmatch(eircode := f"{compact[:3]} {compact[3:]}"):
        return eircode
    if 5 <= len(compact) <= 7 and compact.isascii() and compact.isalnum():
        return f"{compact[:-3]} {compact[-3:]}"
    return squash(text.upper())


def is_postcode(text):
    """Whether this is a postcode of the United Kingdom or of Ireland, by its shape."""
    return bool(POSTCODE.fullmatch(text) or EIRCODE.fullmatch(text))


def _unmix_postcode(text):
    """Swap letter O and 0, I and 1, as few of them as make it a postcode."""
    compact = text.replace(" ", "")
    if not 5 <= len(compact) <= 7:
        return text
    places = [place for place, character in enumerate(compact) if character in MIXED_UP]
    for count in range(1, len(places) + 1):
        readings = {_swapped(compact, chosen) for chosen in itertools.combinations(places, count)}
        valid = {reading for reading in readings if POSTCODE.fullmatch(reading)}
        if valid:
            return min(valid)
    return text


def _swapped(compact, places):
    swapped = "".join(MIXED_UP[character] if place in places else character for place, character in enumerate(compact))
    return f"{swapped[:-3]} {swapped[-3:]}"


def _postcode_inside(text):
    found = set(POSTCODE_INSIDE.findall(text))
    return found.pop() if len(found) == 1 else text


def _mend_postcode(text):
    return steps(
        text,
        is_postcode,
        (lambda found: tidy_postcode(re.sub(r"[^A-Z0-9 ]", " ", found)), "Punctuation taken out"),
        (_unmix_postcode, "Letter O and number 0, or I and 1, were mixed up"),
        (_postcode_inside, f"Only the postcode kept{INTO_NOTES}"),
    )


def _mend_company(text):
    return steps(
        text,
        COMPANY.fullmatch,
        (lambda found: found.removeprefix("GB-COH-"), "The register's prefix taken off"),
        DECIMALS,
        (_digits_after_prefix, "Letter O and number 0 were mixed up"),
        (
            lambda found: found.zfill(8) if re.fullmatch(r"\d{6,7}", found) else found,
            "A spreadsheet dropped the zeros in front; company numbers have eight characters",
        ),
        _only_inside(COMPANY),
    )


def _digits_after_prefix(text):
    if len(text) != 8:
        return text
    prefix = text[:2].replace("0", "O") if text[:2].replace("0", "O") in COMPANY_PREFIXES else text[:2]
    rest = text[2:].replace("O", "0")
    return prefix + rest if prefix in COMPANY_PREFIXES else text.replace("O", "0")


def _mend_charity(text):
    return steps(
        text,
        CHARITY.fullmatch,
        (lambda found: re.sub(r"^GB-(CHC|SC|NIC)-", "", found), "The register's prefix taken off"),
        DECIMALS,
        COMMAS,
        (
            lambda found: re.sub(r"^(SC|NIC)?(?=[\dO]+$)(.*)", lambda m: (m[1] or "") + m[2].replace("O", "0"), found),
            "Letter O and number 0 were mixed up",
        ),
        (
            lambda found: re.sub(r"^SC([1-9]\d{4})$", r"SC0\1", found),
            "Scottish charity numbers have six digits, the first a zero",
        ),
        (lambda found: re.sub(r"^0+(?=\d{6,7}$)", "", found), "Zeros in front taken off"),
        _only_inside(CHARITY),
    )


def _mend_gss(text):
    return steps(
        text,
        GSS.fullmatch,
        (lambda found: found[:1] + found[1:].translate(LETTERS_FOR_DIGITS), "Letter O and number 0 were mixed up"),
        (
            lambda found: f"{found[:3]}0{found[3:]}" if re.fullmatch(r"[EJKLMNSW]\d{7}", found) else found,
            "The code was one zero short; area codes have a letter and eight digits",
        ),
    )


def _mend_cqc(text):
    return steps(
        text,
        CQC.fullmatch,
        (lambda found: re.sub(r"[‐‑‒–—−_]", "-", found), "The dash written as a plain hyphen"),
        (lambda found: re.sub(r"^.*/(?=1-\d+/?$)", "", found).rstrip("/"), "Only the id kept from the web address"),
    )


def _mend_uprn(text):
    return steps(text, UPRN.fullmatch, DECIMALS, COMMAS)


def _nothing(text):
    return []


POSTCODE_RULE = Rule(
    tidy_postcode,
    is_postcode,
    _mend_postcode,
    _problem("a UK postcode or an Eircode"),
    10,
    may_stay=lambda text: any(map(str.isdigit, text)),
)
COMPANY_RULE = Rule(
    capitals,
    lambda text: bool(COMPANY.fullmatch(text)),
    _mend_company,
    _problem("a company number: eight characters, such as 01234567 or SC123456"),
    40,
)
CHARITY_RULE = Rule(
    capitals,
    lambda text: bool(CHARITY.fullmatch(text)),
    _mend_charity,
    _problem("a charity number: six or seven digits, SC0 and five digits, or NIC1 and five digits"),
    40,
)
GSS_RULE = Rule(
    capitals,
    lambda text: bool(GSS.fullmatch(text)),
    _mend_gss,
    _problem("an area code: a letter and eight digits, such as E08000009"),
    9,
)
CQC_RULE = Rule(
    capitals, lambda text: bool(CQC.fullmatch(text)), _mend_cqc, _problem("a CQC id, such as 1-466088203"), 40
)
ODS_RULE = Rule(capitals, lambda text: bool(ODS.fullmatch(text)), _nothing, _problem("an ODS code, such as P91016"), 40)
UPRN_RULE = Rule(
    capitals, lambda text: bool(UPRN.fullmatch(text)), _mend_uprn, _problem("a UPRN: up to twelve digits"), 40
)
