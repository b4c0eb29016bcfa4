"""Links in mail: looking changes nothing, and each opens one form to one person."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.links import links
from partnerships.membership.actions import seats
from partnerships.models import Acceptance, ActionLink, Contact, SignIn

from ..factories import STRONG_PASSWORD
from .bodies import BODIES
from .database import fingerprint, watching

pytestmark = pytest.mark.django_db
PAGES = {
    "answer": ("answer-check-in", "check_in"),
    "accept": ("accept-agreement", "shared_version"),
    "review": ("review-agreement", "version_in_force"),
    "converse": ("write-their-side", "conversation"),
    "respond": ("answer-round", "invitation"),
}
every_kind = pytest.mark.parametrize("kind", PAGES)
EVIL = ["https://evil.example", "//evil.example", "https:evil.example", "\\\\evil.example", "javascript:alert(1)"]


def page_of(side, kind):
    name, row = PAGES[kind]
    return reverse(name, args=[getattr(side, row).pk])


def follow(link, **options):
    """A browser that has followed this link, and the answer it got."""
    browser = Client(**options)
    return browser, browser.get(reverse("follow-link", args=[link.token]))


def post(browser, side, kind):
    """(status, whether anything was written) of sending the form of this kind of link."""
    with watching() as watch:
        response = browser.post(page_of(side, kind), BODIES[PAGES[kind][0]](side))
    return response.status_code, watch.has_written


@every_kind
@pytest.mark.parametrize("method", ["get", "head"])
def test_following_a_link_sets_a_cookie_for_its_page_and_changes_nothing(kind, method, world):
    before, link = fingerprint(), world.pantry.links[kind]
    response = getattr(Client(), method)(reverse("follow-link", args=[link.token]), secure=True)
    cookie, page = response.cookies["link"], page_of(world.pantry, kind)
    assert (response.status_code, response.url, cookie["path"]) == (303, page, page)
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert 0 < cookie["max-age"] <= 12 * 60 * 60
    assert response["Referrer-Policy"] == "no-referrer"
    assert link.token not in str(response.cookies)
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    assert fingerprint() == before


@every_kind
def test_its_holder_may_send_the_form(kind, world):
    browser, _ = follow(world.pantry.links[kind])
    status, has_written = post(browser, world.pantry, kind)
    assert status in {200, 302, 303}
    assert has_written


@every_kind
def test_without_its_cookie_the_form_is_not_there(kind, world):
    page = page_of(world.pantry, kind)
    assert Client().get(page).status_code == 404
    assert post(Client(), world.pantry, kind) == (404, False)


@every_kind
def test_without_the_token_of_the_form_it_is_refused(kind, world):
    browser, _ = follow(world.pantry.links[kind], enforce_csrf_checks=True)
    assert post(browser, world.pantry, kind) == (403, False)


@every_kind
def test_a_cookie_that_was_made_up_opens_nothing(kind, world):
    browser, _ = follow(world.pantry.links[kind])
    signature = browser.cookies["link"].value.partition(":")[2]
    for value in (str(world.pantry.links[kind].pk), f"{world.boxing.links[kind].pk}:{signature}", "x"):
        browser.cookies["link"] = value
        assert post(browser, world.pantry, kind) == (404, False)


@every_kind
def test_the_link_of_somebody_elsewhere_does_not_open_it(kind, world):
    browser, _ = follow(world.boxing.links[kind])
    assert browser.get(page_of(world.pantry, kind)).status_code == 404
    assert post(browser, world.pantry, kind) == (404, False)


@pytest.mark.parametrize("kind", ["answer", "respond"])
def test_the_link_of_another_partner_does_not_open_it(kind, world):
    bea, side = world.pantry.people["partner_b"], world.pantry
    target = {
        "answer": side.membership_b.check_ins.order_by("-due_on").first(),
        "respond": side.asked_round.invitations.get(contact=bea),
    }[kind]
    browser, _ = follow(links.make(side.links[kind].purpose, contact=bea, target_id=target.pk))
    assert post(browser, side, kind) == (404, False)


def test_the_link_of_another_partner_accepts_for_their_own_organisation_only(world):
    side = world.pantry
    bea = side.people["partner_b"]
    browser, _ = follow(links.make("accept", contact=bea, target_id=side.shared_version.pk))
    browser.post(page_of(side, "accept"), BODIES["accept-agreement"](side) | {"seat": side.seat.pk})
    said = Acceptance.objects.filter(version=side.shared_version)
    assert [(yes.accepted_by, yes.membership) for yes in said] == [(bea, side.membership_b)]


@every_kind
def test_a_link_for_one_thing_does_not_open_another(kind, world):
    mina, (_, row) = world.pantry.people["partner_a"], PAGES[kind]
    for other in set(PAGES) - {kind}:
        wrong = links.make(world.pantry.links[other].purpose, contact=mina, target_id=getattr(world.pantry, row).pk)
        browser, _ = follow(wrong)
        assert post(browser, world.pantry, kind) == (404, False)


@every_kind
@pytest.mark.parametrize("end", ["expires_at", "revoked_at"])
def test_an_ended_link_shows_that_it_has_ended_and_its_cookie_opens_nothing(kind, end, world):
    link = world.pantry.links[kind]
    browser, _ = follow(link)
    ActionLink.objects.filter(pk=link.pk).update(**{end: timezone.now() - timedelta(minutes=1)})
    for method in ("get", "head"):
        ended = getattr(Client(), method)(reverse("follow-link", args=[link.token]))
        assert (ended.status_code, "link" in ended.cookies) == (410, False)
        assert ended["Referrer-Policy"] == "no-referrer"
    assert b"This link has ended" in follow(link)[1].content
    assert browser.get(page_of(world.pantry, kind)).status_code == 404
    assert post(browser, world.pantry, kind) == (404, False)


@every_kind
def test_who_has_lost_their_seat_reads_whom_to_ask(kind, world):
    side, now = world.pantry, timezone.now()
    for seat in side.people["partner_a"].seats.filter(to_on=None, membership__partnership=side.partnership):
        seats.end(seat=seat, by=side.lead, now=now)
    _, ended = follow(side.links[kind])
    assert ended.status_code == 410
    assert f"Ask {side.lead.name} for a new one" in ended.content.decode()


@every_kind
def test_a_changed_address_ends_the_links(kind, world, client):
    browser, _ = follow(world.pantry.links[kind])
    mina = world.pantry.people["partner_a"]
    client.force_login(world.pantry.lead, backend="django.contrib.auth.backends.ModelBackend")
    details = {"name": mina.name, "email": "new@example.org", "preferred_channel": "email"}
    client.post(reverse("edit-contact", args=[mina.pk]), details)
    assert Contact.objects.get(pk=mina.pk).email == "new@example.org"
    assert post(browser, world.pantry, kind) == (404, False)


def test_a_link_is_only_looked_at(world):
    with watching() as watch:
        assert Client().post(reverse("follow-link", args=[world.pantry.answer_link.token])).status_code == 405
    assert not watch.has_written


def test_the_address_that_stops_mail_opens_no_form_and_the_other_way_round(world):
    stop, answer = world.pantry.unsubscribe_link, world.pantry.answer_link
    browser = Client(raise_request_exception=False)
    assert browser.get(reverse("follow-link", args=[stop.token])).status_code == 404
    assert browser.get(reverse("unsubscribe", args=[answer.token])).status_code == 404


def test_stopping_mail_needs_the_address_and_a_press(world):
    before, link, browser = fingerprint(), world.pantry.unsubscribe_link, Client(enforce_csrf_checks=True)
    page = reverse("unsubscribe", args=[link.token])
    for method in ("get", "head"):
        response = getattr(browser, method)(page)
        assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
    assert browser.post(page).status_code == 403
    assert fingerprint() == before
    assert browser.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert link.contact.silences.filter(topic=link.topic).exists()


@pytest.mark.parametrize("end", ["expires_at", "revoked_at"])
def test_an_ended_address_stops_no_mail(end, world):
    link = world.pantry.unsubscribe_link
    ActionLink.objects.filter(pk=link.pk).update(**{end: timezone.now() - timedelta(minutes=1)})
    page = reverse("unsubscribe", args=[link.token])
    assert Client().post(page, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not link.contact.silences.filter(topic=link.topic).exists()


def test_a_sign_in_link_alone_signs_nobody_in(world):
    before, page = fingerprint(), reverse("follow-sign-in", args=[world.pantry.sign_in.token])
    for method in ("get", "head", "post"):
        browser = Client()
        response = getattr(browser, method)(page)
        assert (response.status_code, response["Referrer-Policy"]) == (200, "no-referrer")
        assert settings.SESSION_COOKIE_NAME not in browser.cookies
    assert fingerprint() == before
    assert SignIn.objects.get(pk=world.pantry.sign_in.pk).used_at is None


@pytest.mark.parametrize("next_page", EVIL)
def test_after_signing_in_everybody_stays_on_this_site(next_page, world, client):
    olu = world.pantry.lead
    olu.set_password(STRONG_PASSWORD)
    olu.save()
    sign_in = reverse("sign-in-with-password", query={"next": next_page})
    details = {"username": olu.email, "password": STRONG_PASSWORD, "next": next_page}
    assert client.post(sign_in, details).url == reverse("dashboard")
    assert client.get(sign_in).url == reverse("dashboard")
    assert client.get(reverse("sign-in", query={"next": next_page})).url == reverse("dashboard")
    assert client.post(reverse("sign-out"), {"next": next_page}).url == reverse("sign-in")


@pytest.mark.parametrize("next_page", EVIL)
def test_administrators_stay_on_this_site(next_page, world, client):
    ada = world.users["administrator"]
    ada.set_password(STRONG_PASSWORD)
    ada.save()
    details = {"username": ada.email, "password": STRONG_PASSWORD, "next": next_page}
    response = client.post(reverse("admin:login", query={"next": next_page}), details)
    assert response.url.startswith("/")
    assert not response.url.startswith("//")


def test_after_signing_in_people_come_back_to_the_page_they_asked_for(world, client):
    olu = world.pantry.lead
    olu.set_password(STRONG_PASSWORD)
    olu.save()
    page = reverse("timeline", args=[world.pantry.partnership.pk])
    asked = client.get(page).url
    assert asked == redirect_to_login(page).url
    details = {"username": olu.email, "password": STRONG_PASSWORD}
    assert client.post(asked.replace(reverse("sign-in"), reverse("sign-in-with-password")), details).url == page
