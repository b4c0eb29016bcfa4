"""The cast's clock: pages stand at a fixed morning, wherever the clock of this machine stands."""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# Tuesday 1 December 2026, nine o'clock in London.
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=LONDON)

_moment = ContextVar("moment", default=NOW)


def now():
    """What settings.CLOCK names in tests."""
    return _moment.get()


@contextmanager
def standing_at(moment):
    """Pages visited inside are visited at this moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
