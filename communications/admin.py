"""Django admin of this floor, room by room."""

from .celebrations import admin as celebrations  # noqa: F401
from .engine import admin as engine  # noqa: F401
from .preferences import admin as preferences  # noqa: F401
