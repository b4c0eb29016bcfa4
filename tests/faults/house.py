"""A whole house in processes of its own: database, broker, mail server, workers. And the count at the end."""

import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
WAITING = {"pending", "claimed", "sending"}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_until(is_so, *, seconds, what):
    """Returns when it is so; fails the test when it is not in time. What was awaited may be asked for at the end."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"Not within {seconds} s: {what() if callable(what) else what}"
        time.sleep(0.05)


def answers(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


# One for whoever sows and whoever works: links that one makes, the other knows.
KEY = secrets.token_urlsafe(48)


def environment(**given):
    """This environment with the house's own settings. DEMO: at any hour of any day."""
    inherited = {k: v for k, v in os.environ.items() if k not in {"PRODUCTION", "SECRET_KEY", "SITE_URL"}}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEMO": "1",
        "SECRET_KEY": KEY,
        **given,
    }


@dataclass
class Postgres:
    """A cluster of our own. PostgreSQL does not run as root, so there we become its user."""

    folder: Path
    tools: Path
    port: int = field(default_factory=free_port)

    def start(self):
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", options, "start")

    def make(self):
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        self.start()

    def stop(self):
        """Stop at once, without a word to anybody."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")

    def url(self, name):
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def sql(self, statement, name="postgres"):
        connection = psycopg2.connect(self.url(name))
        connection.autocommit = True
        try:
            return _rows(connection.cursor(), statement)
        finally:
            connection.close()

    def _run(self, tool, *arguments):
        become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        command = [*become, str(self.tools / tool), *map(str, arguments)]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@dataclass
class Redis:
    """A broker of our own, without persistence: what it held is gone when it is killed."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([*command, "--save", "", "--appendonly", "no"], **quiet)
        wait_until(lambda: answers(self.port), seconds=10, what="Redis answers")

    def kill(self):
        self.process.kill()
        self.process.wait()


def _rows(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall() if cursor.description else []


class House:
    """One test's own database, broker folder, mail server and workers."""

    def __init__(self, folder, *, database, query, broker="filesystem://", pool="threads"):
        self.folder, self.sql, self.pool = folder, query, pool
        self.sink_port, self.accepted = free_port(), folder / "accepted"
        self.accepted.touch()
        self.processes = []
        self.environment = environment(
            DATABASE_URL=database,
            CELERY_BROKER_URL=broker,
            EMAIL_URL=f"smtp://127.0.0.1:{self.sink_port}",
            PARTNERSHIPS_VAR=str(folder / "var"),
            FALLS=str(folder / "falls"),
        )

    def start_mail_server(self, **moods):
        options = [word for name, value in moods.items() for word in (f"--{name}", str(value))]
        self._start([sys.executable, str(HERE / "sink.py"), str(self.sink_port), str(self.accepted), *options])
        wait_until(lambda: answers(self.sink_port), seconds=60, what="the mail server answers")

    def start_worker(self, *, fall_at=""):
        more = {"FALL_AT": fall_at} if fall_at else {}
        name = f"worker{len(self.processes)}@localhost"
        return self._celery("worker", "-P", self.pool, "-c", "2", "-n", name, "--without-mingle", **more)

    def start_beat(self):
        return self._celery("beat", "-s", str(self.folder / f"beat-{len(self.processes)}"))

    def _celery(self, *words, **more):
        celery = [sys.executable, "-m", "celery", "-A", "tests.faults.worker"]
        return self._start([*celery, *words, "--loglevel", "WARNING"], **more)

    def _start(self, command, **more):
        with (self.folder / "said").open("ab") as said:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **more},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def kill(self, process, how=signal.SIGKILL):
        """Signal a process and all it started."""
        if process.poll() is None:
            os.killpg(process.pid, how)
            if how == signal.SIGKILL:
                process.wait()

    def end(self):
        for process in self.processes:
            self.kill(process)

    def only(self, count):
        """Leave this many check-ins and their reminders."""
        beyond = f"> (SELECT min(id) FROM partnerships_checkin) + {count - 1}"
        self.sql(f"DELETE FROM communications_delivery WHERE check_in_id {beyond}")
        self.sql(
            f"UPDATE partnerships_checkin SET state = 'withdrawn', closed_at = CURRENT_TIMESTAMP WHERE id {beyond}"
        )

    def release(self, notice):
        self.sql(f"UPDATE communications_delivery SET state = 'pending', reason = '' WHERE notice = '{notice}'")

    def copies(self):
        """Delivery id → how often the mail server accepted it."""
        return Counter(int(line) for line in self.accepted.read_text().split())

    def count_accepted(self):
        return sum(self.copies().values())

    def rows(self, *, due=False):
        fields = "id, notice, state, times_uncertain, reason"
        soon = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
        which = f"WHERE not_before < '{soon}'" if due else ""
        return self.sql(f"SELECT {fields} FROM communications_delivery {which} ORDER BY id")

    def is_done(self):
        """Nothing is under way or due; later rungs may wait for their day."""
        return not any(state in WAITING for _, _, state, _, _ in self.rows(due=True))

    def wait_until_done(self, seconds=120):
        wait_until(self.is_done, seconds=seconds, what=lambda: f"everything settled; {self.where_it_stands()}")

    def where_it_stands(self):
        ended = [" ".join(process.args[3:7]) for process in self.processes if process.poll() not in {None, -9}]
        return f"{dict(self.states())}; ended by themselves: {ended or 'none'}; said: {self.what_was_said()}"

    def what_was_said(self):
        return (self.folder / "said").read_text(errors="replace")[-3000:]

    def states(self):
        return Counter(state for _, _, state, _, _ in self.rows())

    def lost(self):
        """Messages with no accepted copy that neither wait, nor are listed, nor ended with a reason."""
        copies, listed = self.copies(), {"dead", "uncertain", "held"}
        return [
            (pk, state)
            for pk, _, state, _, reason in self.rows()
            if not copies[pk] and state not in WAITING | listed and not (reason and state != "sent")
        ]

    def unexplained_duplicates(self):
        """Accepted copies beyond the first that were not flagged uncertain."""
        copies = self.copies()
        return [(pk, copies[pk]) for pk, _, _, times, _ in self.rows() if copies[pk] - 1 - times > 0]


def sqlite_query(path):
    def query(statement):
        connection = sqlite3.connect(path, timeout=20, isolation_level=None)
        try:
            return _rows(connection.cursor(), statement)
        finally:
            connection.close()

    return query


def seed(database, folder):
    """Migrate and fill a database, in a process of its own."""
    settings = environment(DATABASE_URL=database, PARTNERSHIPS_VAR=str(folder), CELERY_BROKER_URL="memory://")
    subprocess.run([sys.executable, str(HERE / "seed.py")], cwd=ROOT, env=settings, check=True)


def own_folder():
    """A folder that PostgreSQL's user can reach too."""
    folder = Path(tempfile.mkdtemp(prefix="partnerships-faults-"))
    folder.chmod(0o755)
    return folder
