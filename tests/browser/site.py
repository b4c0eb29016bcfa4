"""A site of its own for tests in a browser: served by the demo's own web server, over a database of its own.

The server is another process, so the database is never the one in memory that other tests roll back. No worker runs:
the test is the engine, with a clock that it moves.
"""

import os
import socket
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from communications.engine import outbox, relay
from communications.reminders import planner
from config.management.commands import demo

SECONDS_TO_START = 90
# What the engine of the demo would say and where; nobody listens to the doorbell.
AS_THE_DEMO = {"DEMO": True, "EMAIL_URL": "outbox", "CELERY_BROKER_URL": "memory://"}


class Site:
    """The address of a running site, and its database for the code of the test."""

    def __init__(self, folder, blocker):
        self.folder, self.blocker = folder, blocker
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.connection = connections["default"].copy()
        is_file = self.connection.vendor == "sqlite"
        self.connection.settings_dict["TEST"]["NAME"] = (
            str(folder / "site.sqlite3") if is_file else f"browser_{self.port}"
        )

    @contextmanager
    def inside(self):
        """Code within reads and writes this site's rows, with the demo's settings."""
        others = connections["default"]
        connections["default"] = self.connection
        try:
            with self.blocker.unblock(), override_settings(**AS_THE_DEMO):
                yield
        finally:
            self.connection.close()
            connections["default"] = others

    @contextmanager
    def database(self):
        """An empty database with all its tables, dropped at the end."""
        name = self.connection.settings_dict["NAME"]
        with self.inside():
            self.connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        # Django renames the shared settings too, and the database of all other tests would be taken for this one.
        settings.DATABASES["default"]["NAME"] = name
        try:
            yield
        finally:
            with self.inside():
                self.connection.creation.destroy_test_db(name, verbosity=0)

    @contextmanager
    def served(self):
        """The web server, ended at the end."""
        with pytest.MonkeyPatch.context() as patch, override_settings(VAR=self.folder):
            for name, value in self.environment().items():
                patch.setenv(name, value)
            web = demo.processes(self.port, self.address)[0]
            web.start()
        try:
            self.wait(web)
            yield self
        finally:
            web.end()

    def environment(self):
        """What the server reads in place of this process's own environment."""
        name = self.connection.settings_dict["NAME"]
        if self.connection.vendor == "sqlite":
            database = f"sqlite:///{name}"
        else:
            database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        return {
            "DATABASE_URL": database,
            "DEMO": "1",
            "EMAIL_URL": "outbox",
            "PARTNERSHIPS_VAR": str(self.folder),
            "CELERY_BROKER_URL": "memory://",
            "SITE_URL": self.address,
            # The same as this process has: the test reads tokens that the server knows.
            "SECRET_KEY": settings.SECRET_KEY,
        }

    def wait(self, web):
        """Return when the site answers; fail with what the server said when it does not."""
        latest = time.monotonic() + SECONDS_TO_START
        while demo.status(f"{self.address}/health/live") != 200:
            if web.keeper.poll() is not None or time.monotonic() > latest:
                pytest.fail(f"The web server did not start:\n{web.log.read_text()}")
            time.sleep(0.2)

    def run_engine(self, now):
        """What worker and beat would have done by then."""
        with self.inside():
            planner.plan(now)
            relay.relay(now)
            while outbox.pump(now):
                pass


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
