from dataclasses import dataclass
from enum import Enum, auto


class Unavailable(Exception):
    """Nothing can be sent now, and it is no message's fault."""


class What(Enum):
    SENT = auto()
    LATER = auto()  # not accepted, may be tried again
    REFUSED = auto()  # will never be accepted
    UNKNOWN = auto()  # handed over, and no answer came


@dataclass(frozen=True)
class Outcome:
    """What became of one message, and what the other side said."""

    what: What
    said: str = ""
