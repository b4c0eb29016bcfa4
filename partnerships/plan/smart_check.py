"""Is this objective SMART? Reads it letter by letter and explains; it never blocks and never scores."""

import re
from typing import NamedTuple

from .models import Objective

VAGUE = re.compile(
    r"\b(improv\w*|support\w*|enhanc\w*|strengthen\w*|promot\w*|encourag\w*|facilitat\w*|rais\w* awareness|engag\w*"
    r"|better|explor\w*|work\w* together)\b",
    re.IGNORECASE,
)
WHO = re.compile(
    r"\b(people|persons?|residents?|adults?|children|famil(?:y|ies)|carers?|patients?|parents?|pupils?|students?"
    r"|neighbours?|tenants?|households?|workers?|volunteers?|members?|m[ae]n|wom[ae]n|refugees?|veterans?|teenagers?"
    r"|(?:over|under)[ -]?\d+s?|aged \d+)\b",
    re.IGNORECASE,
)
# A place: a name after its preposition, or a kind of place.
WHERE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Aa]cross|[Aa]round|[Nn]ear|[Ww]ithin|[Tt]hroughout)\s+(?:the\s+)?[A-Z]"
    r"|\b(?i:wards?|boroughs?|towns?|villages?|estates?|neighbourhoods?|streets?|schools?|surger(?:y|ies)|clinics?"
    r"|hospitals?|librar(?:y|ies)|care homes?|parks?|centres?)\b"
)
NUMBER = re.compile(r"\d|\b(half|third|quarter|double|twice|none|every)\b", re.IGNORECASE)
FEW_WORDS = 4
EXAMPLE = "such as “people over 75 who live alone in Sale”"


class Finding(NamedTuple):
    """What one letter says: its field of Objective.LETTERS, whether it is clear, and why."""

    letter: str
    ok: bool
    sentence: str

    @property
    def name(self):
        return self.letter.replace("_", "-").capitalize()


def check(objective, measures, *, today):
    """One finding for each letter, in order. `measures` are the objective's own; nothing is looked up."""
    found = [
        _specific(objective),
        _measurable(objective, measures),
        _achievable(objective),
        _relevant(objective),
        _time_bound(objective, measures, today),
    ]
    return [Finding(letter, *finding) for letter, finding in zip(Objective.LETTERS, found, strict=True)]


def unclear(findings):
    """Those worth another look."""
    return [finding for finding in findings if not finding.ok]


def _specific(objective):
    words = f"{objective.title}. {objective.specific}"
    vague = VAGUE.search(words)
    missing = [name for name, pattern in (("for whom", WHO), ("where", WHERE)) if not pattern.search(words)]
    if vague and missing:
        return False, f"“{vague[0].capitalize()}” can mean many things. Say {' and '.join(missing)}, {EXAMPLE}."
    if len(missing) == 2:
        return False, f"Say for whom and where, {EXAMPLE}."
    return True, "It says who or where, so that two readers picture the same thing."


def _measurable(objective, measures):
    misdirected = next((measure for measure in measures if measure.aims_the_wrong_way), None)
    if misdirected:
        return False, f"The target of “{misdirected}” is worse than its baseline. Check both numbers."
    if measures and all(measure.kind == measure.Kind.OUTPUT for measure in measures):
        return True, "It counts what you do. Think of one measure, too, that shows what changes for people."
    if measures:
        return True, "There is a number with a start and a goal."
    if NUMBER.search(objective.measurable) or NUMBER.search(objective.title):
        return True, "There is a number in the words. Add it as a measure, and you will see it move."
    return False, "There is no number yet. Add a measure: where it stands today, and where it should go."


def _achievable(objective):
    if objective.owner is None:
        return False, "Nobody leads it yet. Choose the organisation that does."
    if objective.owner.is_gone:
        return False, f"{objective.owner.organisation} leads it and is no longer in the partnership. Choose another."
    if _is_thin(objective.achievable):
        return False, "Say why it is within reach: the people, the money, what worked before."
    return True, f"{objective.owner.organisation} leads it, and you say why it is within reach."


def _relevant(objective):
    if _is_thin(objective.relevant):
        return False, "Say how it serves your shared vision and the people you serve."
    return True, "You say how it serves the shared vision."


def _time_bound(objective, measures, today):
    due_on = objective.due_on
    if due_on is None:
        return False, "There is no day yet. Say by when it will be reached."
    if objective.is_overdue(today):
        return False, f"The day has passed: {due_on:%-d %B %Y}. Agree on a new one, or mark it reached or dropped."
    late = next((measure for measure in measures if measure.baseline_on and measure.baseline_on >= due_on), None)
    if late:
        return False, f"The baseline of “{late}” is not taken before the day it should be reached. Check both days."
    return True, f"It has a day: {due_on:%-d %B %Y}."


def _is_thin(text):
    return len(text.split()) < FEW_WORDS
