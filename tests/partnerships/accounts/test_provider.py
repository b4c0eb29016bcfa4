"""Signing in with an organisation's own account, against a provider that is really spoken to."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from joserfc.jwk import RSAKey

from .conftest import digits, is_in
from .provider import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    provider = Provider()
    settings.OIDC_PROVIDER, settings.OIDC_NAME = provider.address, "a Trafford account"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "partnerships", "between us"
    settings.OIDC_DOMAINS = {"example.org"}
    yield provider
    provider.close()


def come_in(provider, client=None, *, to="", **says):
    """The whole way of a browser: to the provider, where somebody signs in, and back. (client, the last answer)"""
    client = client or Client()
    left = client.get(reverse("sign-in-at-provider", query={"next": to} if to else None))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(left.url).query).items()}
    provider.nonce, provider.says = asked["nonce"], says
    return client, client.get(reverse("back-from-provider"), {"code": "abc", "state": asked["state"]})


def vouching(email):
    return {"email": email, "email_verified": True}


def test_the_sign_in_page_offers_it_once_it_is_configured(client, provider):
    assert "Sign in with a Trafford account" in client.get(reverse("sign-in")).content.decode()


def test_without_a_provider_there_is_no_such_page(client):
    assert "Sign in with" not in client.get(reverse("sign-in")).content.decode().replace("Sign in with a password", "")
    assert client.get(reverse("sign-in-at-provider")).status_code == 404


def test_whom_the_provider_vouches_for_is_in_and_on_the_page_they_wanted(provider, olu):
    client, answer = come_in(provider, to=reverse("organisations"), **vouching("OLU@example.org"))
    assert answer.url == reverse("organisations")
    assert client.get(reverse("account")).wsgi_request.user == olu
    sent = provider.asked[0]
    assert sent["redirect_uri"] == ["http://127.0.0.1:8000/sign-in/organisation/back/"]
    assert sent["code_verifier"][0]


def test_the_provider_has_asked_for_the_second_step_itself(provider, olu, codes):
    assert digits()
    assert is_in(come_in(provider, **vouching(olu.email))[0])


@pytest.mark.parametrize(
    "says",
    [
        vouching("nobody@example.org"),
        {"email": "olu@example.org"},
        {"email": "olu@example.org", "email_verified": False},
        {"email": "olu@example.org", "email_verified": "no"},
        {"email": "", "email_verified": True},
    ],
)
def test_an_address_that_is_unknown_or_not_verified_makes_nobody(says, provider, olu):
    client, answer = come_in(provider, **says)
    assert answer.status_code == 403
    assert "not one that we know" in answer.content.decode()
    assert not is_in(client)


def test_a_provider_vouches_only_for_its_own_domains(provider, olu, settings):
    settings.OIDC_DOMAINS = {"trafford.example"}
    assert come_in(provider, **vouching(olu.email))[1].status_code == 403


def test_a_provider_that_never_says_verified_can_be_believed(provider, olu, settings):
    settings.OIDC_TRUST_ADDRESSES = True
    assert is_in(come_in(provider, email=olu.email)[0])


@pytest.mark.parametrize(
    "spoilt", [{"aud": "somebody-else"}, {"iss": "https://elsewhere.example"}, {"exp": 1000}, {"nonce": "another"}]
)
def test_a_token_for_somebody_else_or_of_another_time_is_refused(spoilt, provider, olu):
    client, answer = come_in(provider, **vouching(olu.email), **spoilt)
    assert answer.status_code == 403
    assert not is_in(client)


def test_a_token_signed_with_another_key_is_refused(provider, olu):
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_in(provider, **vouching(olu.email))[1].status_code == 403


def test_what_comes_back_to_another_browser_is_refused(provider, olu):
    left = Client().get(reverse("sign-in-at-provider"))
    state = parse_qs(urlsplit(left.url).query)["state"][0]
    other = Client()
    answer = other.get(reverse("back-from-provider"), {"code": "abc", "state": state})
    assert answer.status_code == 403
    assert not is_in(other)


@pytest.mark.parametrize("back", [{}, {"error": "access_denied"}, {"code": "x"}, {"state": "x"}])
def test_coming_back_with_nothing_is_answered_in_words(back, provider, client):
    answer = client.get(reverse("back-from-provider"), back)
    assert answer.status_code == 403
    assert "Begin again" in answer.content.decode()


def test_a_provider_that_does_not_answer_is_said_to_be_so(provider, client, settings):
    settings.OIDC_PROVIDER = "http://127.0.0.1:9"
    answer = client.get(reverse("sign-in-at-provider"))
    assert answer.status_code == 403
    assert "does not answer" in answer.content.decode()


def test_somebody_closed_out_by_an_administrator_stays_out(provider, olu):
    olu.is_active = False
    olu.save()
    assert come_in(provider, **vouching(olu.email))[1].status_code == 403
