"""One Chromium for all, and two sites: one with the demo's story, one where nothing has happened yet."""

import importlib.util
import os
import shutil
from contextlib import ExitStack, contextmanager
from functools import cache

import pytest
from django.conf import settings
from django.utils import timezone

from config import demo
from partnerships.models import User

from . import gallery
from .album import Album
from .person import Person
from .site import Site

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def what_is_missing():
    """One sentence about what these tests lack on this machine, or nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is missing: python3 manage.py test --browser installs it."
    if shutil.which("chromium") is None:
        return "chromium is missing: apt-get install chromium."
    if not (settings.ROOT / "node_modules/axe-core/axe.min.js").exists():
        return "node_modules is missing: python3 manage.py test --browser installs it."
    return ""


@pytest.fixture(scope="session")
def chromium():
    if missing := what_is_missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs an event loop in this thread, and Django would refuse to query beside it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def a_site(factory, name, blocker, story):
    site = Site(factory.mktemp(name), blocker)
    with site.database():
        with site.inside():
            story()
        with site.served():
            yield site


def let_olu_in():
    User.objects.create_user("olu@example.org", demo.PASSWORD, name="Olu Adeyemi", role=User.Role.LEAD)


@pytest.fixture(scope="session")
def told_site(chromium, tmp_path_factory, django_db_blocker):
    """The demo: its whole story until now."""
    with a_site(tmp_path_factory, "told", django_db_blocker, lambda: demo.tell(timezone.now())) as site:
        yield site


@pytest.fixture(scope="session")
def rows(told_site):
    """The rows of the told site that addresses name."""
    with told_site.inside():
        return gallery.build()


@pytest.fixture(scope="module")
def bare_site(chromium, tmp_path_factory, django_db_blocker):
    """Nothing has happened: there are only those who can sign in."""
    with a_site(tmp_path_factory, "bare", django_db_blocker, let_olu_in) as site:
        yield site


@pytest.fixture(scope="module")
def people(chromium):
    """`people(site, "Olu")` is somebody at a browser of their own; `scripts=False` without JavaScript."""
    album = Album.of_environment()
    with ExitStack() as leaving:

        def come(site, name, *, width=1280, scripts=True):
            context = chromium.new_context(
                base_url=site.address, viewport={"width": width, "height": 900}, java_script_enabled=scripts,
                locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce",
            )  # fmt: skip
            leaving.callback(context.close)
            context.set_default_timeout(30_000)
            return Person(name, context.new_page(), album)

        yield come


@pytest.fixture(scope="module")
def cast(told_site, people):
    """`cast("Mina")` is at her browser in the told site, signed in as she does it. Nobody is not, Asker waits."""

    @cache
    def arrive(name):
        person = people(told_site, name)
        if name == "Mina":
            person.signs_in_by_mail("mina@example.org", "Mina Patel", told_site)
        elif name == "Asker":
            person.asks_for_a_mail("stranger@example.org")
        elif name != "Nobody":
            person.signs_in(f"{name.lower()}@example.org", demo.PASSWORD)
        return person

    return arrive
