"""Errors and files carry the security headers as pages do. (Pages: tests/test_access.py; Django admin: test_admin.)"""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import include, path, reverse

from .headers import complaints
from .roles import ROLES

pytestmark = pytest.mark.django_db
ADMINISTRATOR = next(role for role in ROLES if role.name == "administrator")


def stumble(request: HttpRequest):
    raise RuntimeError("A page that does not work")


urlpatterns = [path("stumble/", stumble), path("", include("config.urls"))]


@pytest.fixture
def browser(traveller, settings):
    settings.ROOT_URLCONF = __name__
    return traveller.browsers.of(ADMINISTRATOR)


def test_a_page_that_fails_keeps_its_headers_and_its_reasons_to_itself(browser):
    response = browser.get("/stumble/")
    assert response.status_code == 500
    assert list(complaints(response.headers)) == []
    assert b"A page that does not work" not in response.content


@pytest.mark.parametrize(
    ("address", "status", "headers"),
    [
        ("/nowhere/", 404, {}),
        ("/partnerships", 301, {}),
        ("/", 400, {"Host": "evil.example"}),
    ],
)
def test_errors_carry_the_headers_of_pages(address, status, headers, browser):
    response = browser.get(address, headers=headers)
    assert (response.status_code, list(complaints(response.headers))) == (status, [])


def test_a_stale_form_is_refused_with_the_headers_of_a_page():
    response = Client(enforce_csrf_checks=True).post(reverse("sign-in"), {"email": "mina@example.org"})
    assert (response.status_code, list(complaints(response.headers))) == (403, [])


@pytest.mark.parametrize("file", ["house.css", "site.js", "favicon.svg"])
def test_the_type_of_a_file_is_not_guessed(file):
    response = Client().get(f"/static/{file}")
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")


def test_the_mail_is_shown_in_a_frame_of_our_own_page_only(traveller):
    pantry, browsers = traveller.world.pantry, traveller.browsers
    page = browsers.of(ADMINISTRATOR).get(traveller.address("outbox-message", pantry))
    mail = browsers.of(ADMINISTRATOR).get(traveller.address("outbox-message-html", pantry))
    assert traveller.address("outbox-message-html", pantry) in page.content.decode()
    assert list(complaints(page.headers, "outbox-message")) == []
    assert list(complaints(mail.headers, "outbox-message-html")) == []
