from .merged_row import Merged
from .not_duplicate import Apart

__all__ = ["Apart", "Merged"]
