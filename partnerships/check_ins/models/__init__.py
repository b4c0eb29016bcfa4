from .check_in import CheckIn
from .rhythm import Rhythm
from .update import Update

__all__ = ["CheckIn", "Rhythm", "Update"]
