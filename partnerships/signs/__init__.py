"""What needs a lead: the registry that this floor owns, and the signs it can see itself."""

from .gather import gaps_in
from .groups import rows
from .registry import AT_MOST, Sign, ago, days, register, seen_by, short

__all__ = ["AT_MOST", "Sign", "ago", "days", "gaps_in", "register", "rows", "seen_by", "short"]
