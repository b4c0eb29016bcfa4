"""One's own account: how long one stays in, where, and with which password."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communications.engine.relay import relay
from communications.models import Delivery
from partnerships.models import Session, SignIn, User

from ...factories import STRONG_PASSWORD
from .conftest import is_in, with_password

pytestmark = pytest.mark.django_db
NEW = "three blue narrowboats"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def mailed(client, user, **more):
    client.post(reverse("sign-in", query={"next": more.pop("to", "")}), {"email": user.email, **more})
    return client.post(reverse("type-code"), {"code": SignIn.objects.latest("pk").code})


def hours_left(client):
    row = Session.objects.get(session_key=client.session.session_key)
    return round((row.expire_date - timezone.now()) / timedelta(hours=1))


def test_staff_stay_for_a_working_day_and_partners_for_two_weeks(olu, mina):
    minas = Client()
    mailed(minas, mina)
    assert (hours_left(with_password(olu)[0]), hours_left(minas)) == (12, 14 * 24)


@pytest.mark.parametrize("way", [mailed, lambda client, user, **more: with_password(user, client, **more)])
def test_on_a_shared_computer_nothing_outlives_the_browser(way, olu):
    client = Client()
    way(client, olu, shared="on")
    assert is_in(client)
    assert hours_left(client) == 2
    assert client.cookies["sessionid"]["max-age"] == ""
    assert "known_browser" not in client.cookies


def test_a_page_that_writes_to_the_session_does_not_lengthen_it(olu):
    client, _ = with_password(olu)
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=1))
    session = client.session
    ends = session.get_expiry_date()
    session["anything"] = 1
    session.save()
    assert Session.objects.get().expire_date == ends


def test_olu_sees_where_she_is_signed_in_and_ends_the_others(olu, ravi):
    here, _ = with_password(olu, Client(headers={"User-Agent": FIREFOX}))
    there, _ = with_password(olu)
    ravis, _ = with_password(ravi)
    page = here.get(reverse("account")).content.decode()
    assert "Firefox on Windows, <strong>this one</strong>" in page
    here.post(reverse("end-other-sessions"))
    assert [is_in(client) for client in (here, there, ravis)] == [True, False, True]
    assert "Sign out everywhere else" not in here.get(reverse("account")).content.decode()


def test_a_changed_password_ends_every_other_session_and_is_told(olu, now):
    here, _ = with_password(olu)
    there, _ = with_password(olu)
    sent = {"old": STRONG_PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post(reverse("change-password"), sent).url == reverse("account")
    assert [is_in(client) for client in (here, there)] == [True, False]
    relay(now)
    assert Delivery.objects.get(notice="password-changed").contact == olu.contacts.get()
    assert with_password(olu, password=NEW)[1].status_code == 302


@pytest.mark.parametrize("page", ["change-password", "set-up-second-step"])
def test_whoever_finds_a_browser_open_tries_no_more_passwords_than_at_the_door(page, olu):
    client, _ = with_password(olu)
    client.get(reverse(page))
    sent = {"new_password1": NEW, "new_password2": NEW, "digits": "123456"}
    for number in range(8):
        client.post(reverse(page), sent | dict.fromkeys(["old", "password"], f"guess {number}"))
    answer = client.post(reverse(page), sent | dict.fromkeys(["old", "password"], STRONG_PASSWORD))
    assert answer.status_code == 429
    assert "too many wrong passwords for <strong>olu@" in answer.content.decode()
    assert User.objects.get(pk=olu.pk).check_password(STRONG_PASSWORD)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"old": "wrong", "new_password1": NEW, "new_password2": NEW}, "not the password you have now"),
        ({"old": STRONG_PASSWORD, "new_password1": "short", "new_password2": "short"}, "at least 12 characters"),
        ({"old": STRONG_PASSWORD, "new_password1": NEW, "new_password2": NEW + "!"}, "match"),
        *(
            ({"old": STRONG_PASSWORD, "new_password1": easy, "new_password2": easy}, "easy to guess")
            for easy in (
                "password1234",
                "aaaaaaaaaaaa",
                "123456789012",
                "passwordpassword",
                " " * 12,
                "Olu2026Olu2026",
                "Olu-Adeyemi-2026",
            )
        ),
        (dict.fromkeys(["old", "new_password1", "new_password2"], STRONG_PASSWORD), "is the password you have now"),
        ({"new_password1": NEW, "new_password2": NEW}, "Fill in “The password you have now”"),
    ],
)
def test_a_password_that_will_not_do_is_not_taken(sent, said, olu):
    client, _ = with_password(olu)
    assert said in client.post(reverse("change-password"), sent).content.decode()
    assert User.objects.get(pk=olu.pk).check_password(STRONG_PASSWORD)


def test_a_sign_in_sent_twice_ends_on_the_dashboard(olu):
    """By the second time the cookie that the form was made with is gone."""
    client = Client(enforce_csrf_checks=True)
    token = client.get(reverse("sign-in-with-password")).context["csrf_token"]
    sent = {"csrfmiddlewaretoken": str(token), "username": olu.email, "password": STRONG_PASSWORD}
    answers = [client.post(reverse("sign-in-with-password"), sent) for _ in range(2)]
    assert [answer.headers.get("Location") for answer in answers] == [reverse("dashboard")] * 2


def test_signing_out_in_a_second_tab_ends_where_the_first_did(olu):
    client, _ = with_password(olu)
    assert [client.post(reverse("sign-out")).url for _ in range(2)] == [reverse("sign-in")] * 2


def test_the_page_of_the_password_is_titled_like_every_other(client, db):
    assert f"<title>Sign in with a password · {settings.SITE_NAME}</title>" in words_in_head(client)


def words_in_head(client):
    return " ".join(client.get(reverse("sign-in-with-password")).content.decode().split())


@pytest.mark.parametrize("written", ["{0}-{1}-2026", "{1}.{0}.{1}", "{0} {1} 12345"])
def test_ones_own_name_is_no_password(written, olu):
    olu.name = "Olu Adeyemi"
    with pytest.raises(ValidationError, match="or is your name"):
        validate_password(written.format(*olu.name.split()), olu)


def test_who_has_forgotten_the_password_comes_in_by_mail_and_chooses_another(olu):
    client = Client()
    page = client.get(reverse("sign-in-with-password")).content.decode()
    assert f"{reverse('sign-in')}?next={reverse('change-password')}" in page
    assert mailed(client, olu, to=reverse("change-password")).url == reverse("change-password")
    client.post(reverse("change-password"), {"new_password1": NEW, "new_password2": NEW})
    assert with_password(olu, password=NEW)[1].url == reverse("dashboard")


def test_an_hour_after_the_mail_the_old_password_is_asked_for(olu):
    client = Client()
    mailed(client, olu)
    session = client.session
    session["began"] = (timezone.now() - timedelta(hours=1)).isoformat()
    session.save()
    assert "The password you have now" in client.get(reverse("change-password")).content.decode()


def test_a_locked_name_still_comes_in_by_mail(olu):
    for _ in range(9):
        answer = with_password(olu, password="wrong")[1]
    assert answer.status_code == 429
    assert reverse("sign-in") in answer.content.decode()
    client = Client()
    mailed(client, olu)
    assert is_in(client)


def test_a_page_asked_for_comes_after_the_mail_and_one_elsewhere_never(olu):
    client = Client()
    assert mailed(client, olu, to=reverse("organisations")).url == reverse("organisations")
    assert mailed(Client(), olu, to="https://elsewhere.example/").url == reverse("dashboard")


def test_partners_have_no_password_to_change(mina, browser_of):
    mina.set_unusable_password()
    mina.save()
    assert browser_of(mina).get(reverse("change-password")).status_code == 403
    assert "Password" not in browser_of(mina).get(reverse("account")).content.decode()


def test_a_lead_cannot_make_another_address_theirs_by_giving_it_to_their_contact(ravi, olu, client, now):
    """Staff are found by the name they sign in with, which only administrators change."""
    olu.contacts.update(email="attacker@example.org")
    client.post(reverse("sign-in"), {"email": "attacker@example.org"})
    assert not SignIn.objects.filter(contact__isnull=False).exists()


def test_an_administrator_signs_somebody_out_everywhere(ada, olu, browser_of):
    client, _ = with_password(olu)
    sent = {"action": "sign_out_everywhere", "_selected_action": [olu.pk]}
    browser_of(ada).post(reverse("admin:partnerships_user_changelist"), sent)
    assert not is_in(client)


def test_somebody_corrects_how_they_are_greeted_their_job_and_their_phone(mina, browser_of):
    contact = mina.contacts.get()
    url = reverse("change-details", args=[contact.pk])
    assert url in browser_of(mina).get(reverse("account")).content.decode()
    more = {"name": "X", "email": "x@example.org"}
    sent = {"greeting": "Dr Patel", "job_title": "Cook", "phone": "0161 496 0999"}
    assert browser_of(mina).post(url, sent | more).url == reverse("account")
    contact.refresh_from_db()
    assert (contact.greeted_as, contact.job_title, contact.phone) == ("Dr Patel", "Cook", "0161 496 0999")
    assert (contact.name, contact.email) == ("Mina Patel", "mina@example.org")
    assert contact.history.first().history_user == mina


def test_nobody_corrects_the_details_of_somebody_else_or_of_where_they_have_left(mina, olu, browser_of, today):
    url = reverse("change-details", args=[mina.contacts.get().pk])
    assert browser_of(olu).post(url, {"greeting": "Dr"}).status_code == 404
    mina.contacts.update(to_on=today)
    assert browser_of(mina).post(url, {"greeting": "Dr"}).status_code == 404


def test_without_a_word_of_their_own_people_are_greeted_by_their_whole_name(mina):
    assert mina.contacts.get().greeted_as == "Mina Patel"
