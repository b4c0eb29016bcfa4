"""One cell at a time: what was found, what we suggest instead and why, and what stays wrong."""

import re
import unicodedata
from dataclasses import dataclass

from .addresses import EMAIL_RULE, WEBSITE_RULE
from .dates import DATE_RULE, order_of
from .identifiers import CHARITY_RULE, COMPANY_RULE, CQC_RULE, GSS_RULE, ODS_RULE, POSTCODE_RULE, UPRN_RULE
from .names import NAME_RULE
from .phones import PHONE_RULE
from .rule import Rule, squash, squash_lines

# As people, registers and spreadsheet programs write "nothing is known".
NULL_WORDS = frozenset(
    [
        *[
            "",
            "-",
            "--",
            "---",
            "–",
            "—",
            ".",
            "?",
            "na",
            "n/a",
            "n.a.",
            "#n/a",
            "nan",
            "nil",
            "none",
            "null",
            "(null)",
        ],
        *["no data", "not known", "unknown", "not available", "not applicable", "not provided", "not stated"],
        *["#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"],
    ]
)
# Controls, zero-width characters and marks that turn the writing direction: invisible, and PostgreSQL refuses NUL.
INVISIBLE = re.compile(
    r"_x000D_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


# Letters of a cell that are read at all, and of one that has a shape: no pattern ever sees a longer text.
LONGEST, LONGEST_SHAPED = 4_000, 500


def _text_rule(limit=None, tidy=squash):
    return Rule(tidy, lambda text: True, lambda text: [], str, limit)


RULES = {
    "name": NAME_RULE,
    "type": _text_rule(255),
    "description": _text_rule(tidy=squash_lines),
    "address": _text_rule(400),
    "postcode": POSTCODE_RULE,
    "area": _text_rule(120),
    "area_code": GSS_RULE,
    "phone": PHONE_RULE,
    "email": EMAIL_RULE,
    "website": WEBSITE_RULE,
    "charity_number": CHARITY_RULE,
    "company_number": COMPANY_RULE,
    "cqc_id": CQC_RULE,
    "ods_code": ODS_RULE,
    "uprn": UPRN_RULE,
    "gss_code": GSS_RULE,
    "contact_name": _text_rule(200),
    "contact_email": EMAIL_RULE,
    "contact_phone": PHONE_RULE,
    "greeting": _text_rule(80),
    "strengths": _text_rule(tidy=squash_lines),
    "needs": _text_rule(tidy=squash_lines),
    "people_served": _text_rule(255),
    "ended_on": DATE_RULE,
    "notes": _text_rule(tidy=squash_lines),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One suggested change. `is_tidying` when only spaces or capital letters change, so that nothing is guessed."""

    before: str
    after: str
    why: str
    is_tidying: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A cell, cleaned.

    `value`      as it was found, without the blanks around it
    `suggested`  what we would take: `value` with every repair, or "" when nothing is known or nothing usable is left
    `usable`     what goes in when the guesses are refused: the tidied value if it is right by itself, else ""
    `repairs`    how `value` becomes `suggested`, step by step
    `problem`    a sentence when it cannot be judged or used, else None
    `is_kept`    whether it is `suggested` and `usable` as it was written, in spite of its problem
    `is_null`    whether the cell says that nothing is known ("NA", "--", blank)
    """

    value: str
    suggested: str = ""
    usable: str = ""
    repairs: tuple[Repair, ...] = ()
    problem: str | None = None
    is_kept: bool = False
    is_null: bool = False


def is_nothing(text):
    """Whether a cell says that nothing is known.

    >>> is_nothing(" N/A "), is_nothing("No data"), is_nothing("Nadia's")
    (True, True, False)
    """
    return squash(INVISIBLE.sub("", text)).casefold() in NULL_WORDS


def rules_for(columns):
    """The rules for one file, where `columns` is {field: its values}: a column of dates has one order."""
    return {**RULES, "ended_on": order_of(columns.get("ended_on", ()))}


def clean(field, raw, rules=RULES):
    """What to make of this text as this field. Never raises; cleaning a suggestion again suggests the same."""
    rule = rules[field]
    found = "" if raw is None else str(raw)
    value = found.strip()
    if len(found) > LONGEST:
        return Cleaned(value[:LONGEST], problem=f"This is longer than {LONGEST:,} characters, so it was not read.")
    if is_nothing(found):
        return Cleaned(value, is_null=True)
    if len(value) > LONGEST_SHAPED and rule.limit:
        return Cleaned(value, problem=_too_long(value, rule.limit))
    tidied = rule.tidy(_visible(found))
    repairs = [Repair(found, tidied, _tidying(found, tidied), is_tidying=True)] if tidied != found else []
    suggested = tidied
    for text, why in rule.mend(tidied):
        repairs.append(Repair(suggested, text, why))
        suggested = text
    problem = None if rule.is_valid(suggested) else rule.problem(tidied)
    problem = problem or _too_long(suggested, rule.limit)
    may_stay = rule.may_stay(tidied) and not _too_long(tidied, rule.limit)
    if problem:
        kept = tidied if may_stay else ""
        return Cleaned(value, kept, kept, tuple(repairs) if kept else (), problem, is_kept=may_stay)
    is_usable = may_stay or (rule.is_valid(tidied) and not _too_long(tidied, rule.limit))
    return Cleaned(value, suggested, tidied if is_usable else "", tuple(repairs))


def _visible(text):
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text))


def _tidying(before, after):
    without_spaces = ["".join(text.split()) for text in (before, after)]
    if without_spaces[0] == without_spaces[1]:
        return "Spare spaces taken out" if len(after) < len(before) else "One space put in"
    if without_spaces[0].upper() == without_spaces[1]:
        return "Written in capital letters, spaced as usual"
    return "Invisible characters taken out"


def _too_long(text, limit):
    if limit is None or len(text) <= limit:
        return None
    return f"This is {len(text):,} characters long; at most {limit} fit."
