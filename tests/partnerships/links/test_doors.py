"""Every door has a limit, and no limit is a weapon."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.accounts import known_browsers
from partnerships.events.models import Event
from partnerships.links.actions import sign_ins
from partnerships.models import SignIn
from partnerships.pages.proxies import client_address

from ...factories import STRONG_PASSWORD
from ...parts import needs_connections

pytestmark = pytest.mark.django_db
PASSWORD = "sign-in-with-password"
CHANGING = re.compile(r'name="(csrfmiddlewaretoken|once)" value="[^"]*"')


def guess(client, name, password="wrong", **headers):
    return client.post(reverse(PASSWORD), {"username": name, "password": password}, **headers)


def capitals(name):
    """210 ways to write it."""
    for number in range(210):
        yield "".join(c.upper() if number >> place & 1 else c for place, c in enumerate(name)) + " " * (number % 3)


def test_210_guesses_by_varied_capitals_are_eight(olu):
    for number, name in enumerate(capitals(olu.email)):
        guess(Client(REMOTE_ADDR=f"10.0.{number // 200}.{number % 200}"), name)
    assert guess(Client(REMOTE_ADDR="10.9.9.9"), olu.email, STRONG_PASSWORD).status_code == 429


def test_an_address_that_fails_for_many_names_is_closed(olu):
    stranger = Client(REMOTE_ADDR="10.1.1.1")
    for number in range(30):
        guess(stranger, f"somebody{number}@example.org")
    refused = guess(stranger, olu.email, STRONG_PASSWORD)
    assert refused.status_code == 429
    assert "came from where you are" in refused.content.decode()
    assert guess(Client(REMOTE_ADDR="10.2.2.2"), olu.email, STRONG_PASSWORD).status_code == 302


def test_an_office_behind_one_router_is_not_closed_by_its_typing_errors(olu):
    office = Client(REMOTE_ADDR="10.1.1.1")
    for number in range(29):
        guess(office, f"somebody{number}@example.org")
    assert guess(office, olu.email, STRONG_PASSWORD).status_code == 302


def test_a_closed_name_is_told_what_is_closed_and_what_is_open(olu):
    client = Client()
    for _ in range(8):
        page = guess(client, olu.email)
    text = page.content.decode()
    assert "too many wrong passwords for <strong>olu@example.org</strong>" in text
    assert "You need not wait" in text
    for _ in range(5):
        client.post(reverse("sign-in"), {"email": olu.email})
    text = " ".join(guess(client, olu.email).content.decode().split())
    assert "You need not wait" not in text
    assert "you can ask for another on 1 December 2026 at 10:00am" in text


def test_who_asks_too_often_is_told_that_no_mail_was_sent_known_or_not(mina, client):
    told = {}
    for email in ("mina@example.org", "nobody@example.org"):
        for _ in range(6):
            page = client.post(reverse("sign-in"), {"email": email})
        told[email] = CHANGING.sub("", page.content.decode().replace(email, ""))
        assert page.status_code == 200
    assert "none was sent now" in told["mina@example.org"]
    assert "ask again on 1 December 2026 at 10:00am" in told["mina@example.org"]
    assert len(set(told.values())) == 1


def test_a_form_to_ask_sent_twice_is_one_mail_and_the_browser_keeps_its_way_in(mina):
    first, second = Client(), Client()
    sent = {"email": "mina@example.org", "once": "11111111-1111-4111-8111-111111111111"}
    for browser in (first, second):  # the second stands for the browser that dropped the first answer
        assert browser.post(reverse("sign-in"), sent).url == reverse("type-code")
    code = SignIn.objects.get().code
    assert second.post(reverse("type-code"), {"code": code}).url == reverse("dashboard")


def test_the_page_for_the_code_leads_to_asking_when_nothing_was_asked(client, db):
    assert client.get(reverse("type-code")).url == reverse("sign-in")


def test_a_success_with_one_name_does_not_open_the_door_to_another(olu, ravi):
    stranger = Client(REMOTE_ADDR="10.1.1.1")
    for _ in range(7):
        guess(stranger, olu.email)
    assert guess(stranger, ravi.email, STRONG_PASSWORD).status_code == 302
    stranger.post(reverse("sign-out"))
    guess(stranger, olu.email)
    assert guess(stranger, olu.email, STRONG_PASSWORD).status_code == 429


def test_strangers_who_fail_for_olu_do_not_keep_her_out_of_her_own_browser(olu):
    own = Client(REMOTE_ADDR="10.3.3.3")
    guess(own, olu.email, STRONG_PASSWORD)
    own.post(reverse("sign-out"))
    for number in range(30):
        guess(Client(REMOTE_ADDR=f"10.4.4.{number}"), olu.email)
    assert guess(own, olu.email, STRONG_PASSWORD).status_code == 302


def test_a_colleague_at_the_same_router_keeps_nobody_out_of_a_browser_they_know(olu):
    own, colleague = Client(REMOTE_ADDR="10.3.3.3"), Client(REMOTE_ADDR="10.3.3.3")
    guess(own, olu.email, STRONG_PASSWORD)
    own.post(reverse("sign-out"))
    for _ in range(9):
        last = guess(colleague, olu.email)
    assert last.status_code == 429
    assert guess(own, olu.email, STRONG_PASSWORD).status_code == 302


def test_a_known_browser_has_a_limit_of_its_own(olu):
    own = Client(REMOTE_ADDR="10.3.3.3")
    guess(own, olu.email, STRONG_PASSWORD)
    own.post(reverse("sign-out"))
    for _ in range(8):
        guess(own, olu.email)
    assert guess(own, olu.email, STRONG_PASSWORD).status_code == 429


def test_a_browser_known_for_one_name_is_not_known_for_another(olu, ravi, rf):
    own = Client()
    guess(own, olu.email, STRONG_PASSWORD)
    request = rf.post("/")
    request.COOKIES = {name: cookie.value for name, cookie in own.cookies.items()}
    assert [known_browsers.is_known(request, name) for name in ("OLU@example.org ", ravi.email)] == [True, False]


@pytest.mark.parametrize("method", ["get", "post"])
def test_admin_has_no_door_of_its_own(method, client):
    answer = getattr(client, method)("/admin/login/?next=/admin/")
    assert answer.url == f"{reverse(PASSWORD)}?next=%2Fadmin%2F"


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "found"),
    [
        ("203.0.113.7", "198.51.100.1", [], "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", ["127.0.0.1"], "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.1", ["127.0.0.1"], "198.51.100.1"),
        ("10.0.0.2", "1.2.3.4, 198.51.100.1, 10.0.0.9", ["10.0.0.0/8"], "198.51.100.1"),
        ("127.0.0.1", "nonsense", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", "", ["127.0.0.1"], "127.0.0.1"),
        ("", "", ["127.0.0.1"], ""),
    ],
)
def test_only_a_trusted_proxy_says_where_somebody_comes_from(remote, forwarded, trusted, found, settings):
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == found


# --- Codes by mail ----------------------------------------------------------------------------------------------------


def asking_for(email):
    """(what was asked of the database, rows written, what six wrong codes say) in a browser of its own."""
    client = Client()
    rows = SignIn.objects.count(), Event.objects.count()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(reverse("sign-in"), {"email": email})
    said = [client.post(reverse("type-code"), {"code": "123456"}).context["form"].errors for _ in range(6)]
    kinds = [query["sql"].split()[0] for query in asked]
    written = SignIn.objects.count() - rows[0], Event.objects.count() - rows[1]
    return kinds, written, said, answer.status_code, list(answer.cookies)


def test_a_known_address_cannot_be_told_from_an_unknown_one(mina):
    known, unknown = asking_for("mina@example.org"), asking_for("nobody@example.org")
    assert known == unknown
    assert known[1] == (1, 1)
    assert known[2][5] == {"code": ["That was five wrong codes. Ask for a new one."]}


def test_the_right_digits_of_an_unknown_address_are_wrong(client, db, now):
    sign_ins.ask(email="nobody@example.org", browser="b", now=now)
    with pytest.raises(sign_ins.SignInRefused, match=sign_ins.WRONG):
        sign_ins.with_code(browser="b", code=SignIn.objects.get().code, now=now)


def test_a_stranger_who_asks_all_day_keeps_nobody_out(mina, now):
    for number in range(40):
        with suppress(sign_ins.AskedTooOften):
            moment = now + timedelta(minutes=number)
            sign_ins.ask(email="mina@example.org", browser=f"s{number}", address="10.1.1.1", now=moment)
    asked = SignIn.objects.count()
    sign_ins.ask(email="mina@example.org", browser="m", address="10.2.2.2", now=now + timedelta(minutes=41))
    assert (asked, SignIn.objects.count()) == (5, 6)


def test_many_strangers_flood_no_mailbox_and_a_known_browser_still_comes_in(mina, now):
    for number in range(60):
        with suppress(sign_ins.AskedTooOften):
            sign_ins.ask(email="mina@example.org", browser=f"s{number}", address=f"10.1.1.{number}", now=now)
    assert SignIn.objects.count() == 30
    sign_ins.ask(email="mina@example.org", browser="m", address="10.2.2.2", now=now, is_known=True)
    assert SignIn.objects.count() == 31


def test_wrong_codes_close_the_way_for_who_guesses_and_for_nobody_else(mina, now):
    for number in range(7):
        browser = f"s{number}"
        sign_ins.ask(email=f"x{number}@example.org", browser=browser, address="10.1.1.1", now=now)
        for _ in range(5):
            with pytest.raises(sign_ins.SignInRefused):
                sign_ins.with_code(browser=browser, code="000000", now=now)
    sign_ins.ask(email="mina@example.org", browser="there", address="10.1.1.1", now=now)
    there = SignIn.objects.latest("pk")
    sign_ins.ask(email="mina@example.org", browser="here", address="10.2.2.2", now=now)
    here = SignIn.objects.latest("pk")
    with pytest.raises(sign_ins.SignInRefused):
        sign_ins.with_code(browser="there", code=there.code, now=now)
    assert sign_ins.with_code(browser="here", code=here.code, now=now) == here


# --- At once ----------------------------------------------------------------------------------------------------------


def at_once(act, count=20):
    """What `count` threads get that do it at the same moment."""

    def one(number):
        try:
            return act(number)
        except sign_ins.SignInRefused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
@needs_connections
def test_twenty_guesses_at_once_are_five(mina, now):
    sign_ins.ask(email=mina.email, browser="b", now=now)
    wrong = "000000" if SignIn.objects.get().code != "000000" else "111111"
    at_once(lambda _: sign_ins.with_code(browser="b", code=wrong, now=now))
    assert SignIn.objects.get().tries_left == 0
    with pytest.raises(sign_ins.SignInRefused, match="five wrong codes"):
        sign_ins.with_code(browser="b", code=SignIn.objects.get().code, now=now)


@pytest.mark.django_db(transaction=True)
@needs_connections
def test_a_link_used_twenty_times_at_once_signs_in_once(mina, now):
    sign_ins.ask(email=mina.email, browser="b", now=now)
    got = at_once(lambda _: sign_ins.use(sign_in=SignIn.objects.get(), now=now))
    assert got.count(mina) == 1
