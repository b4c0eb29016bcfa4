"""What needs a lead: the registry, and the reading of all that the rooms see. Each room says in its signs.py what."""

from .reading import ALL_OF_THEM, AT_MOST, all_seen_by, gaps_in, seen_by
from .registry import Kind, Sign, register
from .words import ago, days, short

__all__ = [
    "ALL_OF_THEM",
    "AT_MOST",
    "Kind",
    "Sign",
    "ago",
    "all_seen_by",
    "days",
    "gaps_in",
    "register",
    "seen_by",
    "short",
]
