"""What in somebody's words may name a person: shown to the reader who lets words through, never decided alone."""

import re

MARKS = {
    "a phone number": r"(?:\+44|\b0)[\d\s()-]{8,}\d",
    "an e-mail address": r"\S+@\S+\.\w+",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",
    "an NHS number": r"\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b",
    "perhaps a name": r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+",
}


def marks(words):
    """What these words seem to contain, as a list such as ["a postcode"]."""
    return [name for name, pattern in MARKS.items() if re.search(pattern, words)]
