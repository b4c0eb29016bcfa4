"""Keeps the demo's processes running, and leaves none behind.

Every command runs under a keeper: this file, started as a program, in a process group of its own. The keeper holds the
reading end of a pipe whose writing end only the runner holds. When the runner closes it, or is killed in any way, the
keeper ends the whole group. Python's standard library only.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRACE = 6.0
STEADY = 60.0
LONGEST_PAUSE = 30.0
LOG_SIZE = 5 * 1024 * 1024


@dataclass
class Process:
    """One command to keep running: where its words go, and how to tell that it is unwell although it runs."""

    name: str
    command: list
    log: Path
    is_unwell: object = None  # a callable: True when the process runs and does not work
    patience: float = 120.0  # seconds of being unwell before it is started again
    keeper: subprocess.Popen = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    start_again_at: float = field(default=None, init=False)
    unwell_since: float = field(default=None, init=False)
    falls: int = field(default=0, init=False)

    def start(self):
        """Start the command under a new keeper."""
        self.started_at, self.start_again_at, self.unwell_since = time.monotonic(), None, None
        with open_log(self.log) as log:
            self.keeper = subprocess.Popen(
                [sys.executable, "-I", __file__, str(GRACE), *map(str, self.command)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ask_to_end(self):
        """Let the keeper end its group in its own time."""
        if self.keeper:
            self.keeper.stdin.close()

    def end(self, grace=GRACE + 1):
        """Return when nothing of this process is left."""
        if not self.keeper:
            return
        self.ask_to_end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.keeper.wait(grace)
        end_group(self.keeper.pid)
        self.keeper.wait()
        self.keeper = None


def end_group(number, seconds=0.2):
    """Kill what is left of a process group, and wait a moment until it is gone (the dead may lie unburied longer)."""
    latest = time.monotonic() + seconds
    with contextlib.suppress(ProcessLookupError, PermissionError):
        while time.monotonic() < latest:
            os.killpg(number, signal.SIGKILL)
            time.sleep(0.01)


class Runner:
    """Starts the processes, starts them again when they end or are unwell, and ends them all with the `with` block."""

    def __init__(self, processes, *, say, pause=0.25, look_every=10.0):
        self.processes = processes
        self.say = say
        self.pause = pause
        self.look_every = look_every
        self.look_at = time.monotonic() + look_every
        self.is_stopping = False
        self.handlers = {}

    def __enter__(self):
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if name != signal.SIGHUP or signal.getsignal(name) != signal.SIG_IGN:  # nohup means what it says
                self.handlers[name] = signal.signal(name, self.stop)
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *problem):
        for process in self.processes:
            process.ask_to_end()
        for process in self.processes:
            process.end()
        for name, handler in self.handlers.items():
            signal.signal(name, handler)

    def stop(self, *signal_and_frame):
        """Ask the runner to end: Ctrl-C, or a closed terminal."""
        self.is_stopping = True

    def wait_until(self, condition, *, seconds):
        """Keep all running until the condition holds. False when it does not in time, or one process keeps falling."""
        latest = time.monotonic() + seconds
        while not self.is_stopping and time.monotonic() < latest:
            if condition():
                return True
            if any(process.falls > 2 for process in self.processes):
                return False
            self.look_after_all()
        return False

    def watch(self):
        """Keep everything running until somebody asks to stop."""
        while not self.is_stopping:
            self.look_after_all()

    def look_after_all(self):
        look = time.monotonic() >= self.look_at
        if look:
            self.look_at = time.monotonic() + self.look_every
        for process in self.processes:
            self.look_after(process, look=look)
        time.sleep(self.pause)

    def look_after(self, process, *, look):
        if process.keeper is None:
            if time.monotonic() >= process.start_again_at:
                process.start()
        elif process.keeper.poll() is not None:
            self.pick_up(process)
        elif look and process.is_unwell:
            self.examine(process)

    def pick_up(self, process):
        """It ended by itself: end what it left behind, and start it again, later each time it falls at once."""
        code = process.keeper.returncode
        process.end()
        lived = time.monotonic() - process.started_at
        process.falls = 0 if lived > STEADY else process.falls + 1
        delay = min(LONGEST_PAUSE, 2.0 ** (process.falls - 2)) if process.falls else 0.0
        process.start_again_at = time.monotonic() + delay
        self.say(f"The {process.name} ended (code {code}) and is started again. What it said: {process.log}")

    def examine(self, process):
        """It runs: does it work? Unwell for longer than our patience, the whole of it is started again."""
        now = time.monotonic()
        if not process.is_unwell():
            process.unwell_since = None
        elif process.unwell_since is None:
            process.unwell_since = now
        elif now - process.unwell_since > process.patience:
            process.end()
            process.start()
            self.say(f"The {process.name} ran without working and is started again. What it said: {process.log}")


def open_log(path):
    """The log to append to. A long one is moved aside, so that a demo left running does not fill the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_SIZE:
        path.replace(path.with_suffix(".old.log"))
    log = path.open("ab")
    log.write(f"\n{time.strftime('%Y-%m-%d %H:%M:%S')} started\n".encode())
    log.flush()
    return log


def keep(grace, command):
    """Run one command until it ends, or until the runner closes its end of the pipe or is gone."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Not SIG_IGN, which the command would inherit.
        signal.signal(name, lambda *signal_and_frame: None)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    while process.poll() is None:
        runner_is_gone, _, _ = select.select([sys.stdin], [], [], 0.1)
        if runner_is_gone:
            os.killpg(0, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(grace)
            os.killpg(0, signal.SIGKILL)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


if __name__ == "__main__":
    sys.exit(keep(float(sys.argv[1]), sys.argv[2:]))
