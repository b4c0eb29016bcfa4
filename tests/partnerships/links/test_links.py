"""Links in mail: what they open, and how they end."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.links import links
from partnerships.membership.actions import seats
from partnerships.models import ActionLink, Agreement, CheckIn, SignIn


@pytest.fixture
def version(olu, mina, pantry):
    return Agreement.objects.create(partnership=pantry).versions.create(vision="Nobody eats alone.", state="shared")


@pytest.fixture
def link(mina, version):
    return links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=version.pk)


def follow(client, link, method="get"):
    return getattr(client, method)(reverse("follow-link", args=[link.token]))


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_living_link_leads_to_its_form_with_a_cookie_for_it_alone(method, client, link, version):
    response = follow(client, link, method)
    page = reverse("accept-agreement", args=[version.pk])
    cookie = response.cookies["link"]
    assert (response.status_code, response.url, cookie["path"]) == (303, page, page)
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert response["Referrer-Policy"] == "no-referrer"
    assert link.token not in cookie.value
    assert "sessionid" not in response.cookies


def test_following_changes_nothing(client, link):
    before = ActionLink.objects.values().get()
    for method in ("get", "head", "get"):
        follow(client, link, method)
    assert ActionLink.objects.values().get() == before


def test_a_link_is_only_looked_at_by_posting_to_its_form(client, link):
    assert follow(client, link, "post").status_code == 405


def test_the_cookie_of_somebody_else_cannot_be_made_up(client, link, version):
    client.cookies["link"] = str(link.pk)
    assert client.get(reverse("accept-agreement", args=[version.pk])).status_code == 404


@pytest.mark.parametrize("end", [{"expires_at": timezone.now() - timedelta(minutes=1)}, {"revoked_at": timezone.now()}])
def test_an_ended_link_names_who_has_a_new_one(end, client, link, version):
    follow(client, link)
    ActionLink.objects.filter(pk=link.pk).update(**end)
    response = follow(client, link)
    text = response.content.decode()
    assert response.status_code == 410
    assert "This link has ended" in text
    assert "Ask Olu Adeyemi for a new one." in text
    assert "Send me a new mail" in text
    assert "mina@" not in text
    assert "Nobody eats alone." not in text
    assert response["Referrer-Policy"] == "no-referrer"
    assert client.get(reverse("accept-agreement", args=[version.pk])).status_code == 404


def test_an_unknown_link_says_nothing_about_anybody(client, link):
    response = client.get(reverse("follow-link", args=["a" * 40]))
    assert response.status_code == 404
    assert "This link does not work" in response.content.decode()
    assert "Olu" not in response.content.decode()


def test_the_lead_of_the_check_in_behind_a_link_is_named(mina, olu, pantry, larder_membership, now):
    check_in = CheckIn.objects.create(
        partnership=pantry, membership=larder_membership, period="2026-12", due_on=now.date()
    )
    link = links.make(ActionLink.Purpose.ANSWER, contact=mina.contacts.get(), target_id=check_in.pk)
    assert links.who_to_ask(link) == olu.contacts.get()
    quiet = links.make(ActionLink.Purpose.UNSUBSCRIBE, contact=mina.contacts.get(), topic="reminders")
    assert links.who_to_ask(quiet) is None


def test_a_link_is_made_once_and_its_window_moves(mina, now):
    contact = mina.contacts.get()
    first = links.make(ActionLink.Purpose.ANSWER, contact=contact, target_id=7, expires_at=now)
    later = links.make(ActionLink.Purpose.ANSWER, contact=contact, target_id=7, expires_at=now + timedelta(days=1))
    assert (first.pk, first.token) == (later.pk, later.token)
    assert later.expires_at == now + timedelta(days=1)


def test_after_revoking_a_new_link_has_a_new_token(mina, now):
    contact = mina.contacts.get()
    first = links.make(ActionLink.Purpose.ANSWER, contact=contact, target_id=7)
    links.revoke_for(contact, now=now)
    second = links.make(ActionLink.Purpose.ANSWER, contact=contact, target_id=7)
    assert first.token != second.token
    assert not ActionLink.objects.alive(now).filter(pk=first.pk).exists()


def test_the_database_holds_no_token(link):
    assert link.token not in str(ActionLink.objects.values().get())


def test_the_link_of_a_seat_that_has_ended_promises_nothing(client, link, mina, olu, now):
    seats.end(seat=mina.contacts.get().seats.get(), by=olu, now=now)
    response = follow(client, link)
    page = response.content.decode()
    assert response.status_code == 410
    assert "You no longer have a seat where it was for." in page
    assert "ask Olu Adeyemi" in page
    assert "find everything that waits for you" not in page


def asks_again(client, link):
    return client.post(reverse("ask-again-for-link", args=[link.token]))


def test_who_presses_an_ended_link_has_a_mail_sent_and_comes_to_the_same_page(client, link, version):
    ActionLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    response = asks_again(client, link)
    assert response.url == reverse("type-code")
    waiting = SignIn.objects.get()
    assert waiting.contact == link.contact
    assert client.post(response.url, {"code": waiting.code}).url == reverse("accept-agreement", args=[version.pk])
    assert client.get(reverse("accept-agreement", args=[version.pk])).status_code == 200


def test_a_link_that_has_not_ended_is_followed(client, link):
    assert asks_again(client, link).url == reverse("follow-link", args=[link.token])
    assert not SignIn.objects.exists()


def test_an_unknown_link_sends_nobody_a_mail(client, link):
    assert client.post(reverse("ask-again-for-link", args=["a" * 40])).status_code == 404
    assert not SignIn.objects.exists()


def test_new_mails_for_an_ended_link_are_limited_as_at_the_door(client, link):
    ActionLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    for _ in range(5):
        assert asks_again(client, link).url == reverse("type-code")
    assert asks_again(client, link).url == reverse("sign-in")
    assert "Too many mails were asked for" in client.get(reverse("sign-in")).content.decode()
    assert SignIn.objects.count() == 5


def test_who_is_signed_in_goes_straight_there(browser_of, mina, link, version):
    ActionLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    assert asks_again(browser_of(mina), link).url == reverse("accept-agreement", args=[version.pk])


def test_the_form_of_an_ended_link_passes_the_guard_against_forged_ones(link):
    ActionLink.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(reverse("follow-link", args=[link.token])).context["csrf_token"]
    sent = strict.post(reverse("ask-again-for-link", args=[link.token]), {"csrfmiddlewaretoken": str(token)})
    assert sent.url == reverse("type-code")
