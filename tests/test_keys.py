"""An installation has a key of its own, and production starts with nothing that gives it away."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from config import keys

GOOD = {
    "SECRET_KEY": "kT7mQ2vX9pL4nR8sB3wY6zC1dF5gH0jA" * 2,
    "SITE_URL": "https://partners.example.org",
    "ALLOWED_HOSTS": ["partners.example.org"],
    "EMAIL_URL": "smtp+tls://u:p@mail.example.org:587",
    "DEMO": False,
}


def test_a_key_is_made_once_and_is_nobody_elses_to_read(tmp_path):
    key = keys.kept_in(tmp_path)
    assert (len(key) >= 50, keys.kept_in(tmp_path)) == (True, key)
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_two_installations_have_two_keys(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    assert keys.kept_in(tmp_path / "one") != keys.kept_in(tmp_path / "other")


def test_processes_that_start_together_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: keys.kept_in(tmp_path), range(64)))) == 1


def test_nothing_is_said_against_a_sound_installation():
    assert keys.problems_of(GOOD) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY can be guessed"),
        ({"SECRET_KEY": "x" * 80}, "SECRET_KEY can be guessed"),
        ({"SITE_URL": "http://partners.example.org"}, "https://"),
        ({"ALLOWED_HOSTS": ["partners.example.org", "*"]}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["*.example.org"]}, "ALLOWED_HOSTS"),
        ({"EMAIL_URL": "outbox"}, "EMAIL_URL"),
        ({"DEMO": True}, "DEMO"),
    ],
)
def test_production_says_what_it_does_not_start_with(given, said):
    (problem,) = keys.problems_of({**GOOD, **given})
    assert said in problem


def test_production_does_not_start_with_the_demos_outbox(tmp_path):
    environment = {
        "PATH": os.environ["PATH"], "PRODUCTION": "1", "SECRET_KEY": GOOD["SECRET_KEY"], "SITE_URL": GOOD["SITE_URL"],
        "ALLOWED_HOSTS": "partners.example.org", "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0", "TRUSTED_PROXIES": "127.0.0.1", "EMAIL_URL": "outbox",
        "FROM_EMAIL": "p@example.org",
        "PARTNERSHIPS_VAR": str(tmp_path),
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.ROOT, env=environment, capture_output=True, text=True
    )
    assert told.returncode != 0
    assert "EMAIL_URL=outbox is the demo's" in told.stderr
