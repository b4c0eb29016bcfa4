"""Nothing typed is lost: a page that refuses a form shows what was typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.check_ins.actions import updates
from partnerships.models import CheckIn

pytestmark = pytest.mark.django_db
WORDS = "Nobody <b>told</b> us that the hall is shut"
SHOWN = "Nobody &lt;b&gt;told&lt;/b&gt; us that the hall is shut"


def page(response):
    return response.content.decode()


def test_a_form_of_a_link_whose_cookie_has_ended_gives_its_words_back(client, larder_membership, pantry, today):
    check_in = CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="2026-12", due_on=today)
    response = client.post(reverse("answer-check-in", args=[check_in.pk]), {"status": "stuck", "changed": WORDS})
    assert response.status_code == 404
    assert SHOWN in page(response)
    assert "Press it once more: while it has not ended" in page(response)


@pytest.fixture
def signed_out(client, olu, pantry):
    """Olu's form comes when his session has ended. `signed_out(text=…)` returns the answer."""
    client.force_login(olu)
    page = client.get(reverse("add-need-note", args=[pantry.pk])).content.decode()
    shown_to = re.search(r'name="shown_to" value="([^"]+)"', page)[1]
    client.logout()

    def send(**typed):
        return client.post(reverse("add-need-note", args=[pantry.pk]), {"shown_to": shown_to, **typed})

    return send


WAITS = "Once you are signed in, you see it and can copy it."


def test_who_was_signed_out_meanwhile_finds_the_words_once_inside(client, olu, pantry, signed_out):
    url = reverse("add-need-note", args=[pantry.pk])
    response = signed_out(text=WORDS, password="a secret of twelve letters", once="x y z x y z x y z")
    assert response.url == f"{reverse('sign-in')}?next={url}"
    for door in (response.url, reverse("sign-in-with-password")):
        assert WAITS in page(client.get(door))
        assert SHOWN not in page(client.get(door))
    client.force_login(olu)
    inside = page(client.get(url))
    assert SHOWN in inside
    assert "a secret of twelve" not in inside
    assert "x y z" not in inside
    assert SHOWN not in page(client.get(url))


def test_who_signs_in_next_in_that_browser_reads_nothing_of_the_one_before(client, olu, ada, pantry, signed_out):
    signed_out(text=WORDS)
    url = reverse("add-need-note", args=[pantry.pk])
    client.force_login(ada)
    assert SHOWN not in page(client.get(url))
    client.force_login(olu)
    assert SHOWN in page(client.get(url))


@pytest.mark.parametrize("shown_to", ["", "1", "1:forged"])
def test_a_form_that_was_shown_to_nobody_is_kept_for_nobody(client, olu, pantry, shown_to):
    response = client.post(reverse("add-need-note", args=[pantry.pk]), {"text": WORDS, "shown_to": shown_to})
    assert "typed" not in response.cookies


@pytest.mark.parametrize(
    ("headers", "is_shown"),
    [
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
    ],
)
def test_no_other_site_has_words_shown_here(olu, headers, is_shown):
    strict = Client(enforce_csrf_checks=True, headers=headers)
    for address in ("/nothing/here/", reverse("partnerships")):
        assert (SHOWN in page(strict.post(address, {"text": WORDS}))) is is_shown, address


def test_words_that_somebody_else_put_into_the_cookie_are_not_shown(client):
    client.cookies["typed"] = "Nobody told us that the hall is shut"
    assert "that the hall is shut" not in page(client.get(reverse("sign-in")))


def test_a_button_without_words_leaves_nothing(client, pantry):
    response = client.post(reverse("pause-partnership", args=[pantry.pk]), {"status": "stuck", "day": "1/12/2026"})
    assert "typed" not in response.cookies


def test_very_many_words_fit_into_what_a_browser_takes(client, olu, signed_out):
    rare = " ".join(f"{number * 7919 % 100003}a" for number in range(4000))
    response = signed_out(text=rare, more=rare)
    assert 1000 < len(response.cookies["typed"].value) < 4000
    client.force_login(olu)
    assert "7919a" in page(client.get(reverse("dashboard")))


def test_a_form_without_its_cookie_gives_its_words_back(olu, pantry):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(olu)
    response = strict.post(reverse("add-need-note", args=[pantry.pk]), {"text": WORDS})
    assert (response.status_code, SHOWN in page(response)) == (403, True)


def test_who_may_not_reads_what_they_typed(mina, pantry, browser_of):
    response = browser_of(mina).post(reverse("add-milestone", args=[pantry.pk]), {"title": WORDS})
    assert (response.status_code, SHOWN in page(response)) == (403, True)


def test_of_two_leads_who_reply_the_second_reads_the_first_and_keeps_their_words(
    olu, mina, pantry, larder_membership, today, browser_of, now
):
    check_in = CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="2026-12", due_on=today)
    update = updates.submit(
        check_in=check_in, answers={"status": "stuck", "ask": "A second freezer"}, by=mina.contacts.get(), now=now
    )
    updates.reply_to_ask(update=update, reply="You can have ours", by=olu, now=now)
    response = browser_of(olu).post(reverse("reply-to-ask", args=[update.pk]), {"reply": WORDS})
    assert response.status_code == 409
    for said in (SHOWN, "You can have ours", "Yours was not sent."):
        assert said in page(response), said
