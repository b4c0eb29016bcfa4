import signal
import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand

ELSEWHERE = ("browser", "faults")
SET_ASIDE = (
    "Not run: the tests in a real browser (python3 manage.py test --browser) and the tests that kill real processes "
    "(python3 manage.py test --faults)."
)


class Command(BaseCommand):
    """Hands everything to pytest and ends with its exit code."""

    help = "Runs the tests with pytest, whose own options may follow: test -k words, test tests/test_access.py."

    def run_from_argv(self, argv):
        """Read no options of Django's own: what follows `test` belongs to pytest."""
        given = argv[2:]
        tests = subprocess.Popen([sys.executable, "-m", "pytest", *pytest_options(given)], cwd=settings.ROOT)
        # Ctrl-C reaches pytest by itself: let it write its summary.
        signal.signal(signal.SIGINT, lambda *signal_and_frame: None)
        signal.signal(signal.SIGTERM, lambda *signal_and_frame: tests.terminate())
        code = tests.wait()
        if leaves_some_out(given):
            self.stdout.write(SET_ASIDE)
        sys.exit(code if code >= 0 else 128 - code)


def pytest_options(given):
    """What pytest is asked: a plain run takes every core and leaves out the slow kinds."""
    kinds = [kind for kind in ELSEWHERE if f"--{kind}" in given]
    options = [option for option in given if option not in {f"--{kind}" for kind in kinds}]
    # Without --browser its packages are not installed, so those files cannot even be read.
    readable = [] if "browser" in kinds else ["--ignore=tests/browser"]
    if kinds:
        return ["-m", " or ".join(kinds), *readable, *options]
    if leaves_some_out(given):
        together = [] if is_set(options, "-n", "--numprocesses", "--pdb") else ["-n", "auto"]
        return [*together, "-m", " and ".join(f"not {kind}" for kind in ELSEWHERE), *readable, *options]
    return options


def leaves_some_out(given):
    """Nobody asked for a kind of test, a file or a mark: the slow kinds wait until they are asked for."""
    asked = any(f"--{kind}" in given for kind in ELSEWHERE) or is_set(given, "-m")
    return not asked and not any((settings.ROOT / word.partition("::")[0]).exists() for word in given)


def is_set(options, *names):
    """Is one of these options given, as `-n 2`, `-n2` or `--numprocesses=2`?"""
    return any(option.partition("=")[0] == name or is_short(option, name) for option in options for name in names)


def is_short(option, name):
    return len(name) == 2 and option.startswith(name)
