"""What stands behind the question mark of an address, as far as it makes sense."""

import re
import unicodedata
from functools import lru_cache

DIGITS = re.compile(r"[0-9]{1,18}", re.ASCII)
MOST_WORDS, MOST_LETTERS = 8, 100
# Letters that no decomposition takes apart, and apostrophes of every keyboard, which nobody types alike.
ALIKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "}
    | dict.fromkeys("'’‘ʼ`´", "")
)


@lru_cache(maxsize=4096)
def folded(text):
    """A text as it is searched and put in order: small letters and digits, without accents; "&" is "and".

    >>> folded("St. Ann's Hospice"), folded("Café & Friends"), folded("Łódź House")
    ('st anns hospice', 'cafe and friends', 'lodz house')
    """
    parts = unicodedata.normalize("NFKD", text.casefold().translate(ALIKE))
    letters = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


class Asked:
    """What stands behind the question mark of an address: the one reader, which every page has as `request.asked`.

    Whatever is written there, it answers with something short of the kind that is asked for, or with nothing.
    """

    def __init__(self, data):
        self.data = data

    def __contains__(self, name):
        return name in self.data

    def text(self, name, most=MOST_LETTERS):
        """The words, cut after `most` letters; an empty string for nothing."""
        return self.data.get(name, "").replace("\x00", " ").strip()[:most]

    def number(self, name):
        """A whole number that a column can hold, or None."""
        return number_in(self.data.get(name, ""))

    def one_of(self, known, name):
        """One of the words a page knows, or an empty string."""
        asked = self.text(name)
        return asked if asked in known else ""

    def otherwise(self, *without, **more):
        """The same question with some words left out and others said: for a link."""
        query = self.data.copy()
        for name in without:
            query.pop(name, None)
        for name, value in more.items():
            query[name] = value
        return query.urlencode()

    def is_cut(self, name):
        """Whether less is searched for than was typed."""
        return is_cut(self.data.get(name, ""))


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
