"""What stands behind the question mark of an address, as far as it makes sense."""

import re

DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)
MOST_WORDS, MOST_LETTERS = 8, 100


def number_in(text):
    """The number that a text is, or None: ASCII digits only, and few enough for a column of the database."""
    return int(text) if isinstance(text, str) and DIGITS.fullmatch(text) else None


def words_in(text):
    """What is searched for: the different words in the first hundred letters, eight at most.

    Each word is a condition of its own on every column: a thousand of them would keep a database busy for minutes.
    """
    plain = text.replace("\x00", " ")[:MOST_LETTERS].split()
    return list({word.casefold(): word for word in plain}.values())[:MOST_WORDS]


def is_cut(text):
    """Whether less was searched for than was typed."""
    return len(text) > MOST_LETTERS or len({word.casefold() for word in text.split()}) > MOST_WORDS
