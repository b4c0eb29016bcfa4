"""The real Celery app in a hurry: short leases and pauses, ticks every second, and a place to fall dead at.

Started as `celery -A tests.faults.worker worker`. FALL_AT names the place, FALLS a file that counts down how often.
"""

import os
import signal
from datetime import timedelta
from functools import partial, wraps
from pathlib import Path

import django

django.setup()

from communications.engine import outbox, relay, send_checks  # noqa: E402  needs the apps
from communications.engine.channels.mail import Mail  # noqa: E402
from config.celery import app  # noqa: E402

outbox.LEASE = timedelta(seconds=6)
outbox.PATIENCE = 3
outbox.pump = partial(outbox.pump, at_most=25)
outbox.OUTAGE = timedelta(seconds=1)
outbox.BACKOFF = [timedelta(seconds=0.5)] * 12
send_checks.LOOK_AGAIN = timedelta(seconds=1)
for entry in app.conf.beat_schedule.values():
    entry["schedule"] = 1.0
app.conf.beat_max_loop_interval = 1


def fall():
    """Die as by kill -9, as often as the file still says."""
    falls = Path(os.environ["FALLS"])
    left = int(falls.read_text())
    if left:
        falls.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)


def falling(owner, name, *, before, every=1):
    """Have a function fall dead before or after every so many calls."""
    function, calls = getattr(owner, name), []

    @wraps(function)
    def fallible(*args, **given):
        calls.append(1)
        if before and len(calls) % every == 0:
            fall()
        result = function(*args, **given)
        if not before and len(calls) % every == 0:
            fall()
        return result

    setattr(owner, name, fallible)


PLACES = {
    "after the claim": (outbox.Run, "claim", {"before": False}),
    "before the hand-over": (Mail, "hand_over", {"before": True, "every": 5}),
    "after the hand-over": (Mail, "hand_over", {"before": False, "every": 5}),
    "before the record": (outbox.Run, "record", {"before": True, "every": 5}),
    "while telling a fact": (relay, "messages", {"before": True}),
}
if place := os.environ.get("FALL_AT"):
    owner, name, when = PLACES[place]
    falling(owner, name, **when)
