"""Staff show twice who they are: a password or a mail, and a device."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from communications.engine.relay import relay
from communications.models import Delivery
from partnerships.accounts import arrival, second_steps
from partnerships.accounts.actions import passwords, second_step
from partnerships.models import Event, SignIn

from ...factories import STRONG_PASSWORD
from ...parts import needs_connections
from .conftest import KEY, digits, is_in, with_password

pytestmark = pytest.mark.django_db


def take(client, code):
    return client.post(reverse("second-step"), {"code": code})


def by_mail(user):
    """A client that has used the code from a mail."""
    client = Client()
    client.post(reverse("sign-in"), {"email": user.email})
    sign_in = SignIn.objects.latest("pk")
    return client, client.post(reverse("type-code"), {"code": sign_in.code})


def test_a_password_alone_is_half_of_the_way(olu, codes):
    client, answer = with_password(olu, to=reverse("partnerships"))
    assert answer.url == reverse("second-step")
    assert not is_in(client)
    assert take(client, digits()).url == reverse("partnerships")
    assert is_in(client)


def test_a_mail_alone_is_half_of_the_way_too(olu, codes):
    client, answer = by_mail(olu)
    assert answer.url == reverse("second-step")
    assert not is_in(client)
    take(client, digits())
    assert is_in(client)


def test_digits_count_once(olu, codes):
    take(with_password(olu)[0], digits())
    second, _ = with_password(olu)
    take(second, digits())
    assert not is_in(second)


def test_a_code_from_paper_counts_once(olu, codes):
    first, _ = with_password(olu)
    take(first, codes[0].upper())
    assert is_in(first)
    second, _ = with_password(olu)
    take(second, codes[0])
    assert not is_in(second)
    assert second_steps.codes_left(olu) == 9


def test_after_wrong_digits_the_right_ones_wait(olu, codes):
    client, _ = with_password(olu)
    wrong = "000000" if digits() != "000000" else "111111"
    assert "not the digits of this moment" in take(client, wrong).content.decode()
    # Said to wait, and not that they are wrong: nobody crosses out a good code.
    assert "Wait 1 more second" in take(client, digits()).content.decode()
    assert not is_in(client)


def test_a_wrong_try_is_counted_although_its_page_may_be_sent_again(olu, codes):
    client, _ = with_password(olu)
    for _ in range(3):
        client.post(reverse("second-step"), {"code": "000000", "once": str(uuid4())})
    assert olu.totpdevice_set.get().throttling_failure_count == 1


def test_a_code_from_paper_is_told_to_whose_it_is_and_not_used_up_in_a_pause(olu, codes, now):
    client, _ = with_password(olu)
    take(client, "no-such-code")
    assert "Wait 1 more second" in take(client, codes[0]).content.decode()
    assert second_steps.codes_left(olu) == 10
    olu.staticdevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    take(client, codes[0])
    assert is_in(client)
    relay(now)
    assert Delivery.objects.get(notice="second-step-code-used").contact == olu.contacts.get()


def test_who_has_no_second_step_is_led_to_where_one_is_set_up(olu):
    client, _ = with_password(olu)
    for page in ("take-second-step-away", "renew-second-step-codes"):
        assert client.get(reverse(page)).url == reverse("account")


def test_half_a_sign_in_ends_after_ten_minutes(olu, codes):
    client, _ = with_password(olu)
    session = client.session
    session[arrival.HALF] |= {"until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert take(client, digits()).url == reverse("sign-in")
    assert not is_in(client)


def test_half_a_sign_in_ends_with_another_password(olu, codes, now):
    client, _ = with_password(olu)
    passwords.change(user=olu, password="three blue narrowboats", by=olu, now=now)
    assert take(client, digits()).url == reverse("sign-in")


def test_nobody_takes_the_second_step_of_somebody_else(olu, ravi, codes):
    client, _ = with_password(ravi)
    assert is_in(client)
    assert take(client, digits()).url == reverse("sign-in")
    assert client.get(reverse("account")).wsgi_request.user == ravi


def test_olu_sets_it_up_from_her_account(olu, half_minute):
    client, _ = with_password(olu)
    page = client.get(reverse("set-up-second-step"))
    key = client.session["second_step_secret"]
    assert b"data:image/svg+xml" in page.content
    wrong = client.post(reverse("set-up-second-step"), {"digits": digits(key), "password": "wrong"})
    assert "not the password you have now" in wrong.content.decode()
    answer = client.post(
        reverse("set-up-second-step"), {"digits": digits(key), "password": STRONG_PASSWORD}, follow=True
    )
    assert answer.redirect_chain[0][0] == reverse("second-step-codes")
    assert len(answer.context["codes"]) == 10
    assert client.post(reverse("second-step-codes")).url == reverse("account")
    assert second_steps.has(olu)


def test_with_a_second_step_sessions_from_before_end(olu, half_minute):
    here, there = with_password(olu)[0], with_password(olu)[0]
    here.get(reverse("set-up-second-step"))
    shown = f"{digits(here.session['second_step_secret'])[:3]}-{digits(here.session['second_step_secret'])[3:]}"
    here.post(reverse("set-up-second-step"), {"digits": shown, "password": STRONG_PASSWORD})
    assert second_steps.has(olu)
    assert [is_in(client) for client in (here, there)] == [True, False]


def test_wrong_first_digits_keep_nothing(olu, half_minute):
    client, _ = with_password(olu)
    client.get(reverse("set-up-second-step"))
    key = client.session["second_step_secret"]
    other = digits(key, half_minutes=40)
    client.post(reverse("set-up-second-step"), {"digits": other, "password": STRONG_PASSWORD})
    assert not TOTPDevice.objects.exists()
    assert client.session["second_step_secret"] == key


def test_where_it_is_required_staff_set_it_up_before_they_see_anything(olu, settings, half_minute):
    settings.SECOND_STEP = "required"
    client, answer = with_password(olu)
    assert answer.url == reverse("set-up-second-step")
    assert not is_in(client)
    client.get(answer.url)
    client.post(answer.url, {"digits": digits(client.session["second_step_secret"])})
    assert not is_in(client)
    assert client.post(reverse("second-step-codes")).url == reverse("dashboard")
    assert is_in(client)
    assert client.get(reverse("take-second-step-away")).status_code == 403


def test_where_it_is_required_partners_come_in_as_before(mina, settings):
    settings.SECOND_STEP = "required"
    assert is_in(by_mail(mina)[0])


def test_new_codes_and_taking_it_away_ask_for_the_device_again(olu, codes):
    client, _ = with_password(olu)
    take(client, digits())
    answer = client.post(reverse("renew-second-step-codes"), {"code": codes[1]}, follow=True)
    assert not set(answer.context["codes"]) & set(codes)
    paper = answer.context["codes"][0]
    client.post(reverse("take-second-step-away"), {"code": codes[2]})
    assert second_steps.has(olu)
    olu.staticdevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    client.post(reverse("take-second-step-away"), {"code": paper})
    assert not second_steps.has(olu)
    assert is_in(client)


def test_an_administrator_takes_it_away_and_its_owner_is_told(olu, ada, codes, browser_of, now):
    relay(now)
    client, _ = with_password(olu)
    take(client, digits())
    url = reverse("admin:user-second-step", args=[olu.pk])
    adas = browser_of(ada)
    assert url in adas.get(reverse("admin:partnerships_user_change", args=[olu.pk])).content.decode()
    assert b"call them" in adas.get(url).content
    adas.post(url)
    assert not second_steps.has(olu)
    assert not is_in(client)
    relay(now)
    assert Delivery.objects.get(notice="second-step-removed").contact == olu.contacts.get()
    assert Event.objects.get(kind="second_step.removed").by_user == ada


def test_who_has_no_contact_is_told_too(ada, now, half_minute):
    second_step.set_up(user=ada, key=KEY, digits=digits(), by=ada, now=now)
    relay(now)
    assert Delivery.objects.get(notice="second-step-added").contact.email == ada.email


@pytest.mark.django_db(transaction=True)
@needs_connections
def test_the_same_digits_sent_ten_times_at_once_count_once(olu, codes):
    def ask(_):
        try:
            return second_step.show(typed=digits(), by=olu, now=timezone.now())
        except second_step.Wait:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(ask, range(10))) == 1


def set_up_anew(client, **more):
    """What somebody does who wants another device than the one that counts."""
    client.get(reverse("set-up-second-step"))
    key = client.session.get("second_step_secret", KEY)
    return client.post(reverse("set-up-second-step"), {"digits": digits(key), **more})


def test_half_way_in_nobody_replaces_the_device_that_is_asked_for(olu, codes):
    """With the password alone, or the mail alone."""
    for client in (with_password(olu)[0], by_mail(olu)[0]):
        assert client.get(reverse("set-up-second-step")).url == reverse("second-step")
        assert set_up_anew(client).url == reverse("second-step")
        client.post(reverse("second-step-codes"))
        assert not is_in(client)
    assert TOTPDevice.objects.get().key == KEY


def test_another_device_asks_for_the_one_there_is_also_after_a_mail(olu, codes):
    client, _ = by_mail(olu)
    take(client, codes[0])
    set_up_anew(client)
    assert TOTPDevice.objects.get().key == KEY
    set_up_anew(client, current="wrong-code")
    assert TOTPDevice.objects.get().key == KEY
    olu.staticdevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert set_up_anew(client, current=codes[1]).url == reverse("second-step-codes")
    assert TOTPDevice.objects.get().key != KEY


def test_codes_that_one_account_has_not_kept_let_nobody_into_another(olu, ravi, codes, settings):
    settings.SECOND_STEP = "required"
    client, _ = with_password(ravi)
    assert set_up_anew(client).url == reverse("second-step-codes")
    with_password(olu, client)
    assert client.post(reverse("second-step-codes")).url == reverse("sign-in")
    assert not is_in(client)


def test_codes_of_a_step_that_was_taken_away_are_shown_no_more(olu, codes):
    client, _ = with_password(olu)
    take(client, digits())
    page = client.post(reverse("renew-second-step-codes"), {"code": codes[1]}, follow=True)
    client.post(reverse("take-second-step-away"), {"code": page.context["codes"][0]})
    assert client.get(reverse("second-step-codes")).url == reverse("account")
