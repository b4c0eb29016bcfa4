"""Rings Celery after a commit. A lost ring costs up to thirty seconds; the request is never slowed or failed by it.

A broker that accepts and never answers would hold the request for as long as it likes, so a thread does the ringing,
and rings that come while it is at it are joined into one.
"""

import logging
import threading

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)
RELAY, PLAN, TIDY = "communications.relay", "communications.plan", "communications.tidy"
SHORT = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry_on_timeout": False, "max_retries": 0}
_lock = threading.Lock()
_wanted = set()
_ringer = None


def ring(task=RELAY):
    """Ask a worker to run a task now. Returns at once; errors are noted in the log and swallowed."""
    global _ringer
    if settings.CELERY_BROKER_URL.startswith("memory"):
        return
    with _lock:
        _wanted.add(task)
        # After a fork the thread of the parent is not alive here.
        if _ringer is None or not _ringer.is_alive():
            _ringer = threading.Thread(target=_ring_all, name="doorbell", daemon=True)
            _ringer.start()


def _ring_all():
    global _ringer
    while task := _next():
        try:
            with current_app.connection_for_write() as connection:
                connection.transport_options = {**connection.transport_options, **SHORT}
                current_app.send_task(task, connection=connection, expires=60, retry=False)
        except Exception as problem:
            log.warning("The doorbell did not ring: %s", problem)


def _next():
    """The next task to ring for; without one the thread is done, and the next ring starts another."""
    global _ringer
    with _lock:
        if _wanted:
            return _wanted.pop()
        _ringer = None
        return None
