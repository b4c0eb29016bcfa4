"""Keeping the demo running: real processes, killed as they would be, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command

from config.management.commands.test import leaves_some_out, pytest_options
from config.runner import ROOT, Process, Runner, open_log

# A process with a child of its own, as the worker has its beat. Both write their number where the test finds it.
FAMILY = """
import os, pathlib, subprocess, sys, time
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
if name == "parent":
    subprocess.Popen([sys.executable, "-S", __file__, str(folder), "child"])
(folder / f"{name}-{os.getpid()}").touch()
time.sleep(60)
"""

# Under nohup the tests would hand on that a closed terminal is to be ignored.
DEMO = """
import signal, sys
from pathlib import Path
from config import runner
from config.runner import Process, Runner
runner.GRACE = 0.3
signal.signal(signal.SIGHUP, signal.SIG_DFL)
family, folder = sys.argv[1:]
command = [sys.executable, "-S", family, folder, "parent"]
with Runner([Process("worker", command, Path(folder) / "log/worker.log")], say=print, pause=0.05) as demo:
    demo.watch()
print("ended by itself")
"""


@pytest.fixture
def family(tmp_path):
    script = tmp_path / "family.py"
    script.write_text(textwrap.dedent(FAMILY))
    return script


@pytest.fixture
def process(tmp_path, family):
    """A worker with a child, that is not yet started."""
    return Process("worker", [sys.executable, "-S", family, tmp_path, "parent"], tmp_path / "log/worker.log")


def numbers(folder, name, *, but=()):
    return {int(path.name.rpartition("-")[2]) for path in folder.glob(f"{name}-*")} - set(but)


def is_alive(number):
    """Is there such a process? One that has ended and that nobody has buried yet does not count."""
    try:
        with open(f"/proc/{number}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(condition, seconds=6):
    latest = time.monotonic() + seconds
    while time.monotonic() < latest:
        if result := condition():
            return result
        time.sleep(0.02)
    return condition()


def both_started(folder, *, but=()):
    """The numbers of parent and child once both run."""
    parents, children = numbers(folder, "parent", but=but), numbers(folder, "child", but=but)
    return parents | children if parents and children else None


@pytest.fixture
def demo(tmp_path, family):
    """A runner in a process of its own, with its family running."""
    command = [sys.executable, "-c", DEMO, str(family), str(tmp_path)]
    runner = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    yield runner
    with suppress(ProcessLookupError):
        os.killpg(runner.pid, signal.SIGKILL)
    runner.communicate()


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_stop_it_leaves_nothing_running(tmp_path, demo, kind):
    family = eventually(lambda: both_started(tmp_path))
    demo.send_signal(kind)
    said, _ = demo.communicate(timeout=10)
    assert (demo.returncode, said) == (0, "ended by itself\n")
    assert eventually(lambda: not any(is_alive(number) for number in family), seconds=1)


def test_killed_itself_it_leaves_nothing_running(tmp_path, demo):
    family = eventually(lambda: both_started(tmp_path))
    assert all(is_alive(number) for number in family)
    demo.kill()
    assert eventually(lambda: not any(is_alive(number) for number in family))


@pytest.fixture(params=["parent", "child"])
def deaf(request, family):
    """One member of the family does not listen when it is asked to end."""
    family.write_text(
        f"import signal, sys\nif {request.param!r} in sys.argv: signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        + FAMILY
    )


def test_a_process_that_does_not_listen_is_killed(tmp_path, deaf, process, monkeypatch):
    monkeypatch.setattr("config.runner.GRACE", 0.2)
    with Runner([process], say=print):
        family = eventually(lambda: both_started(tmp_path))
    assert eventually(lambda: not any(is_alive(number) for number in family), seconds=1)


def test_a_process_that_does_not_listen_is_killed_even_when_nobody_is_left_to_ask(tmp_path, deaf, demo):
    family = eventually(lambda: both_started(tmp_path))
    demo.kill()
    assert eventually(lambda: not any(is_alive(number) for number in family))


def test_a_killed_process_is_started_again_and_what_it_left_behind_is_ended(tmp_path, process):
    said = []
    with Runner([process], say=said.append, pause=0.02) as runner:
        first = eventually(lambda: both_started(tmp_path))
        os.kill(*numbers(tmp_path, "parent"), signal.SIGKILL)
        assert runner.wait_until(lambda: both_started(tmp_path, but=first), seconds=6)
        assert eventually(lambda: not any(is_alive(number) for number in first), seconds=1)
    assert said == [f"The worker ended (code 137) and is started again. What it said: {process.log}"]


def test_a_killed_keeper_takes_its_process_with_it(tmp_path, process):
    with Runner([process], say=print, pause=0.02) as runner:
        first = eventually(lambda: both_started(tmp_path))
        process.keeper.kill()
        assert runner.wait_until(lambda: both_started(tmp_path, but=first), seconds=6)
        assert eventually(lambda: not any(is_alive(number) for number in first), seconds=1)


def test_a_process_that_runs_without_working_is_started_again(tmp_path, process):
    said = []
    process.patience = 0.1
    with Runner([process], say=said.append, pause=0.02, look_every=0.05) as runner:
        unwell = process.keeper
        process.is_unwell = lambda: process.keeper == unwell
        first = eventually(lambda: both_started(tmp_path))
        assert runner.wait_until(lambda: both_started(tmp_path, but=first), seconds=6)
        assert eventually(lambda: not any(is_alive(number) for number in first), seconds=1)
    assert said == [f"The worker ran without working and is started again. What it said: {process.log}"]


def test_a_short_illness_is_waited_out(tmp_path, process):
    answers = iter([True, True])
    process.patience = 0.3
    process.is_unwell = lambda: next(answers, False)
    with Runner([process], say=pytest.fail, pause=0.02, look_every=0.05) as runner:
        assert not runner.wait_until(lambda: len(numbers(tmp_path, "parent")) > 1, seconds=0.8)


def test_a_process_that_cannot_start_is_given_up_and_its_words_are_kept(tmp_path):
    said = []
    process = Process("web", [sys.executable, "-S", "-c", "print(1 / 0)"], tmp_path / "log/web.log")
    with Runner([process], say=said.append, pause=0.02) as runner:
        assert not runner.wait_until(lambda: False, seconds=20)
    assert len(said) == 3
    assert "ZeroDivisionError" in process.log.read_text()


def test_a_long_log_is_moved_aside(tmp_path):
    path = tmp_path / "log/web.log"
    path.parent.mkdir()
    path.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    open_log(path).close()
    assert path.stat().st_size < 100
    assert (tmp_path / "log/web.old.log").stat().st_size > 5 * 1024 * 1024


# --- The two commands -------------------------------------------------------------------------------------------------


@pytest.fixture
def var(settings, tmp_path):
    """The demo's own folder, with the data of the last demo."""
    settings.VAR = tmp_path
    for name in (
        "db.sqlite3",
        "db.sqlite3-wal",
        "beat-8000",
        "broker/queue/1.celery",
        "media/photo.png",
        "log/web.log",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


@pytest.fixture
def command(var):
    from config.management.commands import demo

    return demo


def test_a_taken_port_is_said_in_one_sentence_that_names_the_option(command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"^Port {port} is in use: choose another one, .* demo --port \d+$"):
            call_command("demo", port=port)


def test_a_port_that_does_not_exist_is_said_so(command):
    with pytest.raises(CommandError, match=r"^There is no port 70000: choose another one, such as: .* --port 8001$"):
        call_command("demo", port=70000)


def test_the_demo_with_its_known_sign_ins_does_not_run_in_production(command, settings):
    command.refuse_production()
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="does not run with PRODUCTION set"):
        command.refuse_production()


def test_starting_over_removes_the_data_and_keeps_the_logs(command, var, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    command.Command().forget()
    assert [path.name for path in var.rglob("*") if path.is_file()] == ["web.log"]


def test_starting_over_never_touches_a_database_that_is_not_the_demos_own(command, var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@127.0.0.1/important")
    with pytest.raises(CommandError, match="empty what DATABASE_URL names yourself"):
        command.Command().forget()
    assert (var / "db.sqlite3").exists()


def test_starting_over_waits_until_no_demo_runs_on_the_data(command):
    refused = pytest.raises(CommandError, match="A demo is running on this data: stop it")
    with command.claim(alone=False), command.claim(alone=False), refused, command.claim(alone=True):
        pass
    with command.claim(alone=True):
        pass


PLAIN = ["-m", "not browser and not faults", "--ignore=tests/browser"]


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], ["-n", "auto", *PLAIN]),
        (["-k", "words"], ["-n", "auto", *PLAIN, "-k", "words"]),
        (["-n0"], [*PLAIN, "-n0"]),
        (["--browser"], ["-m", "browser"]),
        (["--faults", "-x"], ["-m", "faults", "--ignore=tests/browser", "-x"]),
        (["--browser", "--faults"], ["-m", "browser or faults"]),
        (["tests/test_runner.py::test_a_long_log_is_moved_aside"],) * 2,
        (["-m", "faults"],) * 2,
    ],
)
def test_a_plain_run_leaves_out_the_slow_kinds_and_a_named_one_does_not(given, asked):
    assert pytest_options(given) == asked
    assert leaves_some_out(given) == ("not browser and not faults" in asked)
