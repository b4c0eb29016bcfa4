"""Stopping one kind of mail, by hand and by the mail program; and the outbox page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communications.models import Delivery, Silence
from communications.preferences import actions as silences
from partnerships import signs
from partnerships.links import links
from partnerships.models import ActionLink, SignIn

from ...factories import SeatFactory
from ..engine.machine import Scripted, ask, pump_all, remind


@pytest.fixture
def minas(mina):
    return mina.contacts.get()


@pytest.fixture
def link(minas):
    return links.make(
        ActionLink.Purpose.UNSUBSCRIBE,
        contact=minas,
        topic="check-ins",
        expires_at=timezone.now() + timedelta(days=365),
    )


@pytest.fixture
def address(link):
    return f"/unsubscribe/{link.token}/"


@pytest.fixture
def strict():
    """A browser or mail program that is asked for its CSRF token."""
    return Client(enforce_csrf_checks=True)


def silenced():
    return list(Silence.objects.values_list("contact__name", "topic"))


def test_looking_changes_nothing(client, address):
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert silenced() == []


def test_a_mail_program_unsubscribes_without_a_cookie(strict, address):
    response = strict.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert silenced() == [("Mina Patel", "check-ins")]


def test_a_person_unsubscribes_with_the_token_of_the_page(strict, address):
    token = strict.get(address).context["csrf_token"]
    response = strict.post(address, {"csrfmiddlewaretoken": token}, follow=True)
    assert "no more mail about check-in reminders" in response.content.decode()
    assert silenced() == [("Mina Patel", "check-ins")]


def test_another_site_cannot_press_the_button_for_them(strict, address):
    assert strict.post(address).status_code == 403
    assert silenced() == []


def test_it_can_be_started_again(client, address):
    client.post(address)
    client.post(address, {"again": "1"})
    assert silenced() == []


def test_twice_is_once(client, address):
    client.post(address)
    client.post(address)
    assert len(silenced()) == 1


def test_only_that_kind_of_mail_stops(client, address):
    client.post(address)
    assert silenced() == [("Mina Patel", "check-ins")]


def test_a_link_that_was_made_up_or_has_ended_is_not_there(client, link, address):
    assert client.get("/unsubscribe/not-a-token/").status_code == 404
    ActionLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 404
    ActionLink.objects.update(expires_at=None, revoked_at=timezone.now())
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert silenced() == []


def test_a_link_for_something_else_unsubscribes_from_nothing(client, minas):
    other = links.make(ActionLink.Purpose.ANSWER, contact=minas, target_id=1)
    assert client.post(f"/unsubscribe/{other.token}/").status_code == 404


def test_the_token_is_not_passed_on(client, address):
    assert client.get(address)["Referrer-Policy"] == "no-referrer"


# ---- The outbox page ----


@pytest.fixture
def sent(minas, larder_membership, today, now):
    delivery = remind(ask(larder_membership, today), minas, at=now)
    pump_all(now, channel=Scripted())
    delivery.refresh_from_db()
    return delivery


@pytest.fixture
def pages(sent):
    return ["/outbox/", f"/outbox/{sent.pk}/", f"/outbox/{sent.pk}/html/"]


def test_in_the_demo_everybody_reads_the_outbox(client, pages, settings):
    settings.DEMO = True
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]


def test_elsewhere_only_administrators_do(client, browser_of, olu, ada, pages):
    assert [client.get(page).status_code for page in pages] == [302, 302, 302]
    assert [browser_of(olu).get(page).status_code for page in pages] == [403, 403, 403]
    assert [browser_of(ada).get(page).status_code for page in pages] == [200, 200, 200]


def test_the_links_in_the_demo_s_messages_work(client, sent, settings):
    settings.DEMO = True
    answer = ActionLink.objects.get(purpose="answer")
    html = client.get(f"/outbox/{sent.pk}/html/").content.decode()
    text = client.get(f"/outbox/{sent.pk}/").content.decode()
    assert f'href="http://127.0.0.1:8000/l/{answer.token}/"' in html
    assert f"http://127.0.0.1:8000/l/{answer.token}/" in text
    assert '<base target="_top">' in html


def test_where_mail_leaves_the_house_nobody_reads_another_person_s_links(browser_of, ada, sent, settings):
    settings.EMAIL_URL = "smtp://mail.example.org"
    pages = [browser_of(ada).get(f"/outbox/{sent.pk}/{part}").content.decode() for part in ("", "html/")]
    for page in pages:
        assert "(hidden)" in page
        assert not any(link.token in page for link in ActionLink.objects.all())


def test_the_frame_may_hold_styles_and_nothing_else(client, sent, settings):
    settings.DEMO = True
    response = client.get(f"/outbox/{sent.pk}/html/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'unsafe-inline'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "script-src" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in client.get(f"/outbox/{sent.pk}/")["Content-Security-Policy"]


def test_a_message_that_waits_has_no_words_yet(client, minas, larder_membership, today, now, settings):
    settings.DEMO = True
    delivery = remind(ask(larder_membership, today), minas, at=now)
    assert "Not written yet" in client.get(f"/outbox/{delivery.pk}/").content.decode()
    assert client.get(f"/outbox/{delivery.pk}/html/").status_code == 404


def test_the_list_turns_its_pages(client, minas, larder_membership, today, now, settings):
    settings.DEMO = True
    rows = [
        remind(ask(larder_membership, today - timedelta(days=n)), minas, at=now, state="cancelled", ended_at=now)
        for n in range(60)
    ]
    first = client.get("/outbox/")
    assert [d.pk for d in first.context["page"]] == [d.pk for d in reversed(rows)][:50]
    second = client.get("/outbox/", {"after": first.context["page"].after})
    assert [d.pk for d in second.context["page"]] == [d.pk for d in reversed(rows)][50:]


def test_the_list_costs_the_same_for_three_and_sixty_rows(
    client, minas, larder_membership, today, now, settings, django_assert_num_queries
):
    settings.DEMO = True
    for n in range(3):
        remind(ask(larder_membership, today - timedelta(days=n)), minas, at=now)
    with django_assert_num_queries(1):
        client.get("/outbox/")
    for n in range(3, 60):
        remind(ask(larder_membership, today - timedelta(days=n)), minas, at=now)
    with django_assert_num_queries(1):
        client.get("/outbox/")


def test_an_empty_outbox_says_what_will_come(client, db, settings):
    settings.DEMO = True
    assert "No messages yet" in client.get("/outbox/").content.decode()


def test_the_sign_in_mail_of_the_demo_can_be_used(client, minas, settings, now):
    settings.DEMO = True
    sign_in = SignIn.objects.create(contact=minas, browser_hash="x", expires_at=now + timedelta(minutes=10))
    delivery = Delivery.objects.create(
        notice="sign-in", dedupe_key="s", contact=minas, subject_id=sign_in.pk, not_before=now, created_at=now,
    )  # fmt: skip
    pump_all(now, channel=Scripted())
    page = client.get(f"/outbox/{delivery.pk}/").content.decode()
    assert f"/s/{sign_in.token}/" in page
    assert sign_in.code in page


def test_no_more_mail_holds_for_every_entry_with_the_address(client, address, minas, larder_membership, now):
    double = SeatFactory(membership=larder_membership, contact__email="Mina@example.org", contact__name="M Patel")
    client.post(address)
    remind(ask(larder_membership, now.date()), double.contact, at=now)
    pump_all(now, channel=Scripted())
    delivery = Delivery.objects.get(contact=double.contact)
    assert (delivery.state, "no more mail" in delivery.reason) == ("cancelled", True), delivery.reason
    client.post(address, {"again": "1"})
    assert silenced() == []


def silences_of(user, at):
    return [(one.sentence, one.url) for one in signs.seen_by(user, now=at, limit=30) if one.group == "silence"]


def test_who_leads_sees_for_two_weeks_that_somebody_stopped_what_asks_them(olu, mina, minas, pantry, ravi, now):
    silences.keep(contact=minas, topic="check-ins", now=now)
    told = [("Mina Patel gets no more mail about check-in reminders", reverse("people", args=[pantry.pk]))]
    assert silences_of(olu, now) == told
    assert silences_of(olu, now + timedelta(days=13)) == told
    assert silences_of(olu, now + timedelta(days=16)) == []
    assert silences_of(ravi, now) == silences_of(mina, now) == []


def test_who_stops_good_news_or_starts_again_is_nobodys_matter(olu, minas, now):
    silences.keep(contact=minas, topic="celebrations", now=now)
    silences.keep(contact=minas, topic="check-ins", now=now)
    silences.end(contact=minas, topic="check-ins", now=now)
    assert silences_of(olu, now) == []


def test_the_page_says_who_sees_it_before_it_is_pressed(client, address):
    assert "Whoever leads your partnership sees it" in client.get(address).content.decode()
