"""Django admin of this floor, room by room."""

from .accounts import admin as accounts  # noqa: F401
from .agreements import admin as agreements  # noqa: F401
from .check_ins import admin as check_ins  # noqa: F401
from .commitments import admin as commitments  # noqa: F401
from .conversations import admin as conversations  # noqa: F401
from .directory import admin as directory  # noqa: F401
from .endings import admin as endings  # noqa: F401
from .events import admin as events  # noqa: F401
from .links import admin as links  # noqa: F401
from .membership import admin as membership  # noqa: F401
from .merging import admin as merging  # noqa: F401
from .need import admin as need  # noqa: F401
from .pipeline import admin as pipeline  # noqa: F401
from .plan import admin as plan  # noqa: F401
from .proposals import admin as proposals  # noqa: F401
from .signs import admin as signs  # noqa: F401
from .spreadsheets import admin as spreadsheets  # noqa: F401
