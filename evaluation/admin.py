"""Django admin of this floor, room by room."""

from .responses import admin as responses  # noqa: F401
from .rounds import admin as rounds  # noqa: F401
