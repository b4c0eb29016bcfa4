"""Staff come in with a password, partners with a link or a code."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.links.actions import sign_ins
from partnerships.models import SignIn, User

from ...factories import STRONG_PASSWORD, ContactFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client, mina):
    """Mina has asked for a link in `client`."""
    client.post(reverse("sign-in"), {"email": "Mina@Example.org"})
    return SignIn.objects.get()


def test_known_and_unknown_addresses_get_the_same_answer(client, mina):
    known = client.post(reverse("sign-in"), {"email": "mina@example.org"}, follow=True)
    unknown = client.post(reverse("sign-in"), {"email": "nobody@example.org"}, follow=True)
    assert (known.status_code, known.redirect_chain) == (unknown.status_code, unknown.redirect_chain)
    assert SignIn.objects.filter(contact__isnull=False).count() == 1


def test_the_button_behind_the_link_signs_in_once(client, asked, mina):
    url = reverse("follow-sign-in", args=[asked.token])
    assert b"Press the button" in client.get(url).content
    assert client.post(url).url == reverse("dashboard")
    assert client.get(reverse("dashboard")).wsgi_request.user == mina
    client.logout()
    assert client.post(url).status_code == 200


def test_fetching_the_link_changes_nothing(client, asked):
    for _ in range(3):
        client.get(reverse("follow-sign-in", args=[asked.token]))
        client.head(reverse("follow-sign-in", args=[asked.token]))
    asked.refresh_from_db()
    assert asked.used_at is None


def test_another_browser_cannot_use_the_button(client, asked, browser_of):
    from django.test import Client

    scanner = Client()
    response = scanner.post(reverse("follow-sign-in", args=[asked.token]))
    assert b"another browser" in response.content
    asked.refresh_from_db()
    assert asked.used_at is None


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_the_code_signs_in_the_browser_that_asked(between, client, asked):
    response = client.post(reverse("type-code"), {"code": f"{asked.code[:3]}{between}{asked.code[3:]}"})
    assert response.url == reverse("dashboard")


def test_five_wrong_codes_end_the_sign_in(client, asked):
    wrong = "000000" if asked.code != "000000" else "111111"
    for _ in range(5):
        client.post(reverse("type-code"), {"code": wrong})
    response = client.post(reverse("type-code"), {"code": asked.code})
    assert b"five wrong codes" in response.content


def test_a_link_ends_after_ten_minutes(client, asked):
    SignIn.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.post(reverse("follow-sign-in", args=[asked.token]))
    assert b"older than ten minutes" in response.content


def test_staff_are_mailed_at_the_address_they_sign_in_with_also_without_a_contact(client, olu, ada):
    for user in (olu, ada):
        client.post(reverse("sign-in"), {"email": user.email})
        assert SignIn.objects.latest("pk").contact.user == user


def test_who_is_closed_out_gets_no_link(client, ada):
    User.objects.update(is_active=False)
    client.post(reverse("sign-in"), {"email": ada.email})
    assert SignIn.objects.get().contact is None


def test_a_contact_without_a_user_gets_one_on_the_first_visit(larder_membership, now):
    contact = ContactFactory(organisation=larder_membership.organisation, email="Jo@example.org")
    SeatFactory(membership=larder_membership, contact=contact)
    sign_ins.ask(email="jo@example.org", browser="b", now=now)
    user = sign_ins.use(sign_in=SignIn.objects.get(), now=now)
    contact.refresh_from_db()
    assert (contact.user, user.role, user.has_usable_password()) == (user, User.Role.PARTNER, False)


def test_a_contact_whose_seat_ended_gets_no_link(mina, now):
    mina.contacts.get().seats.update(to_on=now.date())
    sign_ins.ask(email="mina@example.org", browser="b", now=now)
    assert not SignIn.objects.filter(contact__isnull=False).exists()


def test_six_links_in_an_hour_are_one_too_many(mina, now):
    for number in range(5):
        sign_ins.ask(email="mina@example.org", browser=f"b{number}", now=now)
    with pytest.raises(sign_ins.AskedTooOften):
        sign_ins.ask(email="mina@example.org", browser="b5", now=now)
    assert SignIn.objects.count() == 5


def test_the_database_holds_no_token(asked):
    assert asked.token not in str(SignIn.objects.values())


def test_staff_sign_in_with_a_password(client, olu):
    response = client.post(
        reverse("sign-in-with-password"), {"username": "Olu@example.org", "password": STRONG_PASSWORD}
    )
    assert response.url == reverse("dashboard")


def test_nine_wrong_passwords_lock_the_address(client, olu):
    for _ in range(9):
        response = client.post(reverse("sign-in-with-password"), {"username": "olu@example.org", "password": "wrong"})
    assert response.status_code == 429
    response = client.post(
        reverse("sign-in-with-password"), {"username": "olu@example.org", "password": STRONG_PASSWORD}
    )
    assert response.status_code == 429


def test_the_page_asked_for_comes_after_the_password(client, olu, pantry):
    wanted = reverse("partnership", args=[pantry.pk])
    first = client.get(wanted, follow=True)
    assert f"{reverse('sign-in-with-password')}?next={wanted}" in first.content.decode().replace("%2F", "/")
    response = client.post(
        f"{reverse('sign-in-with-password')}?next={wanted}",
        {"username": "olu@example.org", "password": STRONG_PASSWORD},
    )
    assert response.url == wanted
