"""From a fresh machine to one that can run this: what is installed again, and what is said when it cannot be."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import bootstrap
from config.bootstrap import BROWSER, FRONT_END, PYTHON

FINE = {"version": (3, 12), "windows": False, "can_make_venv": True, "room": 10 * 1024**3}


@pytest.fixture
def folder(tmp_path):
    """A project folder in which everything is installed, without its network."""
    for name in (PYTHON, FRONT_END, BROWSER):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("one")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules/.package-lock.json").touch()
    (tmp_path / "var").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    (tmp_path / ".venv/pyvenv.cfg").write_text("version = {}.{}.{}\n".format(*sys.version_info[:3]))
    for name in (PYTHON, FRONT_END, BROWSER):
        bootstrap.stamp(tmp_path, name).write_text(bootstrap.digest(tmp_path, name))
    return tmp_path


# --- What stands in the way -------------------------------------------------------------------------------------------


def test_a_machine_with_python_and_room_can_go_on():
    assert bootstrap.obstacle(**FINE) == ""


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ({"version": (3, 10)}, "This needs Python 3.11, 3.12 or 3.13, and this is Python 3.10"),
        ({"version": (3, 14)}, "and this is Python 3.14"),
        ({"can_make_venv": False}, "run apt-get install python3-venv, then this command again"),
        ({"room": 40 * 1024**2}, "The disk is nearly full (40 MB left)"),
        ({"windows": True}, "open it inside WSL"),
    ],
)
def test_each_obstacle_is_one_sentence_that_says_what_to_do(fact, words):
    sentence = bootstrap.obstacle(**{**FINE, **fact})
    assert words in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOSPC", "the disk is full"),
        ("failed to create directory: Read-only file system (os error 30)", "this folder cannot be written to"),
        ("NewConnectionError: Temporary failure in name resolution", "the package servers cannot be reached"),
        (
            "error: Request failed after 3 retries: error sending request for url",
            "the package servers cannot be reached",
        ),
        ("npm error errno EAI_AGAIN", "the package servers cannot be reached"),
    ],
)
def test_a_failed_step_is_explained_by_what_it_said(output, words):
    assert words in bootstrap.cause(output)


def test_a_failure_of_another_kind_is_not_explained_wrongly():
    assert bootstrap.cause("ERROR: No matching distribution found for Djangoo==5") == ""


def test_a_full_disk_is_seen_even_when_it_kept_no_output():
    assert "the disk is full" in bootstrap.cause("", room=0)


def test_a_step_that_fails_names_its_log_and_keeps_what_it_said(folder, capfd):
    failing = [sys.executable, "-c", "print('the npm of this machine is broken'); raise SystemExit(3)"]
    with pytest.raises(bootstrap.NotReady, match=r"Installing failed: put right what var/bootstrap\.log says"):
        bootstrap.Steps(folder).run("Installing", failing)
    assert "the npm of this machine is broken" in (folder / "var/bootstrap.log").read_text()
    assert "Installing … " in capfd.readouterr().err


# --- What is installed again ------------------------------------------------------------------------------------------


def test_nothing_is_installed_twice(folder):
    assert bootstrap.is_ready(folder, with_browser=True)


@pytest.mark.parametrize("name", [PYTHON, FRONT_END, BROWSER])
def test_a_changed_list_is_installed_again_and_only_that(folder, name):
    (folder / name).write_text("two")
    again = [each for each in (PYTHON, FRONT_END, BROWSER) if not bootstrap.is_installed(folder, each)]
    assert again == [name]


def test_the_browser_packages_are_only_for_who_asks(folder):
    bootstrap.stamp(folder, BROWSER).unlink()
    assert bootstrap.is_ready(folder)
    assert not bootstrap.is_ready(folder, with_browser=True)


def test_front_end_packages_that_were_removed_are_missed(folder):
    shutil.rmtree(folder / "node_modules")
    assert not bootstrap.is_ready(folder)


def test_another_python_means_a_new_environment(folder):
    assert bootstrap.venv_is_whole(folder)
    (folder / ".venv/pyvenv.cfg").write_text("version = 3.9.18\n")
    assert not bootstrap.venv_is_whole(folder)


def test_an_installation_that_was_killed_starts_over(folder):
    with pytest.raises(KeyboardInterrupt), bootstrap.marked_unfinished(folder):
        raise KeyboardInterrupt
    assert not bootstrap.venv_is_whole(folder)


def test_an_installation_that_failed_goes_on_where_it_was(folder):
    with pytest.raises(bootstrap.NotReady), bootstrap.marked_unfinished(folder):
        raise bootstrap.NotReady("no network")
    assert bootstrap.venv_is_whole(folder)


def test_two_runs_install_one_after_the_other(folder):
    script = (
        "import sys, time; from config import bootstrap\n"
        "with bootstrap.alone(sys.argv[1]):\n"
        "    print('in', flush=True); time.sleep(0.4); print('out', flush=True)\n"
    )
    with (folder / "order").open("w") as order:
        command = [sys.executable, "-c", script, str(folder)]
        runs = [subprocess.Popen(command, cwd=bootstrap.ROOT, stdout=order, stderr=subprocess.PIPE) for _ in "ab"]
        said = [run.communicate(timeout=20)[1] for run in runs]
    assert (folder / "order").read_text().split() == ["in", "out", "in", "out"]
    assert b"Another run is installing: waiting for it.\n" in said


# --- Through the front door -------------------------------------------------------------------------------------------


def manage(folder, *words, **environment):
    """Run the project's own manage.py in a folder that holds nothing but it and bootstrap."""
    (folder / "config").mkdir(exist_ok=True)
    (folder / "config/__init__.py").touch()
    shutil.copy(bootstrap.__file__, folder / "config")
    shutil.copy(bootstrap.ROOT / "manage.py", folder)
    bare = [sys._base_executable, "-I", "-S", "-c"]
    start = f"import runpy, sys; sys.path.insert(0, {str(folder)!r}); sys.argv = {['manage.py', *words]!r}; "
    start += "runpy.run_path('manage.py', run_name='__main__')"
    return subprocess.run(
        [*bare, start], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=30
    )


def test_a_command_without_django_ends_with_one_sentence(tmp_path):
    result = manage(tmp_path, "check")
    sentence = "Django is not installed here: run python3 manage.py demo once, then this command again.\n"
    assert (result.returncode, result.stdout, result.stderr) == (1, "", sentence)


def test_the_command_goes_on_in_the_environment_that_has_the_packages(folder):
    seen = folder / "seen"
    python = folder / ".venv/bin/python"
    python.unlink()
    python.write_text(f'#!/bin/sh\necho "$@" > "{seen}"\n')
    python.chmod(0o755)
    assert manage(folder, "test", "-k", "words").returncode == 0
    assert seen.read_text() == "manage.py test -k words\n"


def test_without_a_network_the_command_ends_with_one_sentence(folder):
    bootstrap.stamp(folder, PYTHON).unlink()
    python = folder / ".venv/bin/python"
    python.unlink()
    python.write_text("#!/bin/sh\necho 'Temporary failure in name resolution'; exit 1\n")
    python.chmod(0o755)
    started = time.monotonic()
    result = manage(folder, "demo")
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith(
        "Installing stopped, because the package servers cannot be reached"
    )
    assert "Traceback" not in result.stderr
    assert not Path(bootstrap.unfinished(folder)).exists()
    assert time.monotonic() - started < 10
