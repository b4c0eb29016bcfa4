"""What needs a lead: the registry, and the reading of all that the rooms see. Each room says in its signs.py what."""

from .reading import AT_MOST, gaps_in, seen_by
from .registry import Kind, Sign, register
from .words import ago, days, short

__all__ = ["AT_MOST", "Kind", "Sign", "ago", "days", "gaps_in", "register", "seen_by", "short"]
