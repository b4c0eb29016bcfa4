"""What every page passes: methods, characters, what a browser may keep, and what the log keeps to itself."""

import io
import logging

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from config.logs import WithoutTokens, cut
from partnerships.links import links
from partnerships.models import ActionLink

pytestmark = pytest.mark.django_db
TOKEN = "c4nary" * 6


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_a_method_that_no_page_knows_is_refused(method, client):
    assert client.generic(method, reverse("sign-in")).status_code == 405


@pytest.mark.parametrize("address", ["/sign-out/", "/account/sessions/end/"])
def test_the_address_behind_a_button_is_a_page_that_says_so(address, browser_of, olu):
    page = browser_of(olu).get(address)
    assert (page.status_code, page["Allow"]) == (405, "POST, OPTIONS" if "out" in address else "POST")
    assert "belongs to a button" in page.content.decode()


def test_a_null_character_is_a_bad_request_and_no_error_of_ours(client):
    assert client.get("/sign-in/", {"next": "a\x00b"}).status_code == 400


def test_a_page_that_somebody_signed_in_for_is_stored_nowhere(browser_of, olu, client):
    page = browser_of(olu).get(reverse("partnerships"))
    assert page["Cache-Control"] == "private, no-store"
    assert "camera=()" in page["Permissions-Policy"]
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_that_a_link_opened_is_stored_nowhere(mina):
    browser = Client()
    link = links.make(ActionLink.Purpose.ANSWER, contact=mina.contacts.get(), target_id=1)
    browser.get(reverse("follow-link", args=[link.token]))
    assert browser.get(reverse("answer-check-in", args=[1]))["Cache-Control"] == "private, no-store"


def test_strangers_do_not_learn_where_the_database_is(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError('connection to server at "10.0.0.7", port 5432 failed: password of "secret"')

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get(reverse("health-ready"))
    assert (answer.status_code, answer.json()["problems"]) == (503, ["The database does not answer."])


@pytest.mark.parametrize(
    "address",
    [f"/l/{TOKEN}/", f"/s/{TOKEN}/", f"/unsubscribe/{TOKEN}/", f"/feedback/{TOKEN}/", f"/feedback/{TOKEN}/take-back/",
     f"https://x.example.org/l/{TOKEN}?choice=keep", f"GET /s/{TOKEN}/ HTTP/1.1"],
)  # fmt: skip
def test_a_living_token_never_reaches_the_log(address):
    assert TOKEN not in cut(f"Not Found: {address} from somewhere")
    assert cut("Not Found: /partnerships/7/") == "Not Found: /partnerships/7/"


@pytest.mark.parametrize("name", ["follow-link", "follow-sign-in", "unsubscribe", "give-feedback"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_failed_request_logs_its_address_without_the_token(name, method, client):
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(WithoutTokens())
    log = logging.getLogger("django")
    log.addHandler(handler)
    try:
        getattr(Client(enforce_csrf_checks=True), method)(reverse(name, args=[TOKEN]))
    finally:
        log.removeHandler(handler)
    assert said.getvalue()
    assert TOKEN not in said.getvalue()


def test_a_traceback_is_cut_too():
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(WithoutTokens())
    log = logging.Logger("one of its own")
    log.addHandler(handler)
    try:
        raise ValueError(f"no such page /l/{TOKEN}/")
    except ValueError:
        log.exception("A page failed")
    assert "no such page /l/[hidden]/" in said.getvalue()
    assert TOKEN not in said.getvalue()


def test_every_handler_of_ours_cuts_tokens():
    assert all("tokens" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
