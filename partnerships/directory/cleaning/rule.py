"""What a cleaning rule is made of."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# How the reason of a guess ends that leaves something of the cell behind: `rows` then keeps all of the cell.
INTO_NOTES = "; the cell as it was goes into the notes"
LETTERS_FOR_DIGITS = str.maketrans("OoQIl", "00011")


@dataclass(frozen=True, slots=True)
class Rule:
    """How one kind of value is tidied, judged and mended.

    `tidy` changes only spaces and capital letters. `is_valid` judges the tidied text. `mend` returns the guesses that
    make it right, as (text, why) one after the other, or nothing. `problem` says what is wrong when they do not.
    `may_stay` says of a text that nobody can judge whether it is kept as it was written all the same.
    """

    tidy: Callable[[str], str]
    is_valid: Callable[[str], bool]
    mend: Callable[[str], list[tuple[str, str]]]
    problem: Callable[[str], str]
    limit: int | None = None
    may_stay: Callable[[str], bool] = lambda text: False


def words(text):
    """A list of words written as a sentence of them."""
    return text.split()


def squash(text):
    """One line, single spaces.

    >>> squash("  WA15   7XR ")
    'WA15 7XR'
    """
    return " ".join(text.split())


def squash_lines(text):
    """The same for text of several lines; at most one empty line in a row."""
    lines = [squash(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [line for position, line in enumerate(lines) if line or (position and lines[position - 1])]
    return "\n".join(kept).strip()


def capitals(text):
    """Without any spaces, in capital letters: how identifiers are written."""
    return unicodedata.normalize("NFC", "".join(text.split()).upper())


def steps(text, is_valid, *changes):
    """Apply (function, why) one after the other until the text is valid; nothing if it never is."""
    done = []
    for change, why in changes:
        if is_valid(text):
            break
        changed = change(text)
        if changed != text:
            text = changed
            done.append((text, why))
    return done if is_valid(text) else []
