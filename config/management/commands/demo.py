import contextlib
import errno
import fcntl
import os
import socket
import sys
import time
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections, transaction
from django.utils import timezone

from ... import demo as story
from ...runner import Process, Runner

SECONDS_TO_START = 60
HERE = "127.0.0.1"


class Command(BaseCommand):
    help = "Runs the whole site on this machine with demonstration data: web server, worker and beat."
    requires_system_checks = []
    # What the processes find in their environment besides where they are.
    environment = {"DEMO": "1"}

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="where to serve (8000 unless told)")
        parser.add_argument("--fresh", action="store_true", help="forget what was done in the demo, and start over")

    def handle(self, *, port, fresh, **options):
        started = time.monotonic()
        refuse_production()
        refuse_taken_port(port)
        become_demo(port, self.environment)
        try:
            with claim(alone=fresh) as lock:
                if fresh:
                    self.forget()
                    fcntl.flock(lock, fcntl.LOCK_SH)
                self.prepare()
                self.run(port, started)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")

    def forget(self):
        """Remove the demo's own data: never a database that DATABASE_URL names."""
        if os.environ.get("DATABASE_URL"):
            raise CommandError(
                "--fresh empties only the demo's own SQLite database: empty what DATABASE_URL names yourself."
            )
        self.stdout.write("Removing the data of the last demo")
        for pattern in ("db.sqlite3*", "beat-*", "broker/**/*", "media/**/*"):
            for path in settings.VAR.glob(pattern):
                if not path.is_dir():
                    path.unlink()

    def prepare(self):
        """Bring the database up to date, and tell the story when there is none yet."""
        try:
            with self.step("Bringing the database up to date"):
                call_command("migrate", verbosity=0, interactive=False)
            with transaction.atomic():
                if not story.told():
                    with self.step("Telling the story of the demo"):
                        story.tell(timezone.now())
        except (OSError, OperationalError) as problem:
            raise CommandError(
                f"The database could not be written ({problem}): make room on the disk and run the command again."
            ) from problem
        connections.close_all()

    @contextlib.contextmanager
    def step(self, words):
        """Say what takes time, and how long it took."""
        began = time.monotonic()
        self.stdout.write(f"{words} … ", ending="")
        self.stdout.flush()
        yield
        self.stdout.write(f"{time.monotonic() - began:.1f} s")

    def run(self, port, started):
        """Keep web and worker running until Ctrl-C, and leave nothing running."""
        site = f"http://{HERE}:{port}"
        with Runner(self.processes(port, site), say=self.warn) as runner:
            answered = runner.wait_until(lambda: status(f"{site}/health/live") == 200, seconds=SECONDS_TO_START)
            if not answered and not runner.is_stopping:
                raise CommandError(f"The web server did not start: {settings.VAR / 'log' / 'web.log'} says why.")
            if answered:
                self.greet(site, time.monotonic() - started)
            runner.watch()
            self.stdout.write("\nStopping")
        self.stdout.write("Stopped. Your changes are kept: python3 manage.py demo goes on, --fresh starts over.")

    def processes(self, port, site):
        return processes(port, site)

    def greet(self, site, seconds):
        """The address, and who can sign in."""
        self.stdout.write(self.style.SUCCESS(f"\nReady after {seconds:.1f} s: {site}") + "\n\n")
        rows = [("Who", "Address", "Secret", "Sees"), *story.sign_ins()]
        widths = [max(len(str(row[column])) for row in rows) for column in range(3)]
        for who, address, secret, sees in rows:
            self.stdout.write(f"  {who:<{widths[0]}}  {address:<{widths[1]}}  {secret:<{widths[2]}}  {sees}")
        self.stdout.write(f"\nCtrl-C stops everything. What the processes say is in {settings.VAR / 'log'}\n")

    def warn(self, sentence):
        self.stderr.write(self.style.WARNING(sentence))


def refuse_production():
    if settings.PRODUCTION:
        raise CommandError(
            "The demo has sign-ins that everybody knows, so it does not run with PRODUCTION set: unset it."
        )


def refuse_taken_port(port):
    """Say so before anything starts when the port cannot be had."""
    instead = f"choose another one, such as: python3 manage.py demo --port {port + 1 if 1023 < port < 65535 else 8001}"
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HERE, port))
        except OverflowError as problem:
            raise CommandError(f"There is no port {port}: {instead}") from problem
        except OSError as problem:
            reason = "is in use" if problem.errno == errno.EADDRINUSE else "cannot be used here"
            raise CommandError(f"Port {port} {reason}: {instead}") from problem


def become_demo(port, environment):
    """Start this command once more with the demo's environment, since settings are read only once."""
    environment = {**environment, "PORT": str(port), "SITE_URL": f"http://{HERE}:{port}"}
    environment["PARTNERSHIPS_VAR"] = str(settings.VAR.resolve())
    if not environment.items() <= os.environ.items():
        sys.stdout.flush()
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **environment})


@contextlib.contextmanager
def claim(*, alone):
    """Several demos may share their data on several ports; starting over needs it for itself."""
    with (settings.VAR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            running = "A demo is running on this data" if alone else "A demo is starting over on this data"
            raise CommandError(f"{running}: stop it (Ctrl-C) and run the command again.") from problem
        yield lock


def processes(port, site):
    """The web server, and one worker with beat inside."""
    python, var = sys.executable, settings.VAR
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", HERE, "--port", port, "--workers", 1]
    web += ["--blocking-threads", 4, "--no-ws", "--log-level", "warning", "config.wsgi:application"]
    worker = [python, "-m", "celery", "-A", "config.celery", "worker", "-P", "threads", "-c", 2, "-B"]
    worker += ["-s", var / f"beat-{port}", "--loglevel", "WARNING", "-n", f"demo-{port}@localhost"]
    return [
        Process("web", web, var / "log/web.log", lambda: status(f"{site}/health/live") is None, patience=30),
        # `-B` does not start a dead beat again, so a silent engine means a new worker.
        Process("worker", worker, var / "log/worker.log", lambda: status(f"{site}/health/engine") == 503),
    ]


def status(address):
    """The status a page answers with, or nothing when it does not answer."""
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=3) as response:
            return response.status
    except HTTPError as answer:
        return answer.code
    except (OSError, HTTPException):
        return None
