"""What a page says of the mail before its button is pressed, and what is wished there."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communications.engine.relay import relay
from communications.models import Delivery, Silence
from communications.notices.catalogue import TOLD_BY
from communications.notices.presses import PRESSES
from evaluation.models import Question
from evaluation.rounds import actions as rounds
from partnerships.agreements.actions import versions
from partnerships.events import Kind
from partnerships.models import Event, Membership, Seat

from ...factories import ContactFactory
from .machine import Scripted, member, pump_all

LINE = "See you at <b>lunch</b> & tea"
ROLE = {"authority": "observes", "capacity": "institution"}


# Told without a wish, and where that is said before.
SAID_ELSEWHERE = {
    Kind.CONVERSATION_WRITTEN: "under the page: when they send it, those who lead get a mail",
    Kind.QUESTION_ASKED: "below the button: the leads get the question by mail",
    Kind.UPDATE_SUBMITTED: "under the page: those who lead get a mail",
    Kind.UPDATE_CORRECTED: "above the form: those who lead get a mail",
    Kind.AGREEMENT_IN_FORCE: "above the last yes",
    Kind.INVITATION_PASSED_ON: "shown with the mail of the handover that it follows from",
    Kind.SEAT_THANKED: "on the page of the handover",
    Kind.CONTACT_MOVED: "for the safety of an account: on the page of the contact",
    Kind.PROPOSAL_MADE: "on the page of the one it is about",
    **{kind: "their own account" for kind in Kind if kind.startswith(("sign_in.", "password.", "second_step."))},
}


def test_every_fact_that_is_told_by_mail_is_foretold():
    assert {press.kind for press in PRESSES.values()} | SAID_ELSEWHERE.keys() == TOLD_BY.keys()


@pytest.fixture
def pause(browser_of, olu, pantry):
    """`pause(personal_line=…)` as Olu presses it, and its page without words."""
    client, address = browser_of(olu), reverse("pause-partnership", args=[pantry.pk])

    def press(**wish):
        return client.post(address, {"reason": "Winter", **wish})

    press.page = lambda: html.unescape(client.get(address).content.decode())
    return press


@pytest.fixture
def version_to_share(pantry, olu, now):
    draft = versions.begin(partnership=pantry, by=olu, now=now)
    return versions.write(version=draft, values={"vision": "Nobody eats alone"}, by=olu, now=now)


def chosen_on(page):
    """Of the choice whether mail goes, what is chosen as the page opens."""
    choices = re.findall(r'<input[^>]*name="mail"[^>]*>', page.content.decode())
    return [re.search(r'value="(\w+)"', choice)[1] for choice in choices if "checked" in choice]


def mail_of(notice, now):
    relay(now)
    pump_all(now, channel=Scripted())
    return Delivery.objects.filter(notice=notice)


def test_a_personal_line_stands_in_the_mail_under_the_name_and_is_no_mark_up(pause, mina, now):
    pause(personal_line=LINE)
    mail = mail_of("partnership-paused", now).get()
    assert mail.state == "sent"
    assert f"Olu Adeyemi adds:\n{LINE}" in mail.mail_text
    assert "Olu Adeyemi adds" in mail.mail_html
    assert "See you at &lt;b&gt;lunch&lt;/b&gt; &amp; tea" in mail.mail_html
    assert "<b>lunch" not in mail.mail_html


def test_mail_without_a_personal_line_says_nothing_of_one(pause, mina, now):
    pause()
    assert "adds" not in mail_of("partnership-paused", now).get().mail_text


def test_a_line_that_is_too_long_changes_nothing_and_keeps_all_that_was_typed(pause, pantry, mina):
    answer = pause(personal_line="x" * 501, mail="none")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'name="reason" value="Winter"' in page
    assert "x" * 501 in page
    pantry.refresh_from_db()
    assert pantry.is_active


def test_who_hears_nothing_is_named_with_the_reason(pause, pantry, mina):
    member(pantry, name="Shed", email="")
    quiet, _ = member(pantry, name="Choir", email="quiet@example.org")
    Silence.objects.create(contact=quiet, topic="news")
    page = pause.page()
    assert "1 person:</strong> Mina Patel." in page
    assert "No e-mail address, so phone them: " in page
    assert f"They asked for no mail of this kind: {quiet}." in page


def test_what_goes_at_night_is_said_to_go_in_the_morning(browser_of, olu, pantry, mina, now):
    night = now.replace(hour=23)
    page = browser_of(olu, at=night).get(reverse("pause-partnership", args=[pantry.pk])).content.decode()
    assert "Where it is night or weekend now, it goes when that is over" in page


def test_somebody_seated_for_an_organisation_that_has_not_joined_gets_mail_only_when_that_is_chosen(
    browser_of, olu, pantry, larder_membership, now
):
    Membership.objects.filter(pk=larder_membership.pk).update(stage="identified")
    client, address = browser_of(olu), reverse("add-seat", args=[larder_membership.pk])
    page = client.get(address)
    assert chosen_on(page) == ["none"]
    assert "has not joined, so nothing is sent unless you choose it" in page.content.decode()
    client.post(address, {"name": "Nia Rees", "email": "nia@example.org", **ROLE})
    assert list(mail_of("seat-taken", now)) == []
    client.post(address, {"name": "Ada Moss", "email": "moss@example.org", "mail": "send", **ROLE})
    assert [str(mail.contact) for mail in mail_of("seat-taken", now)] == ["Ada Moss"]


def test_somebody_seated_for_a_member_is_welcomed_unless_it_is_wished_otherwise(
    browser_of, olu, larder_membership, now
):
    client, address = browser_of(olu), reverse("add-seat", args=[larder_membership.pk])
    assert chosen_on(client.get(address)) == ["send"]
    client.post(address, {"name": "Nia Rees", "email": "nia@example.org", **ROLE})
    assert [str(mail.contact) for mail in mail_of("seat-taken", now)] == ["Nia Rees"]


def test_only_a_page_that_offers_it_takes_a_wish(browser_of, olu, larder_membership, pantry):
    address = reverse("invite-organisation", args=[pantry.pk], query={"organisation": ContactFactory().organisation_id})
    browser_of(olu).post(address, {"stage": "identified", "mail": "none", "personal_line": LINE})
    assert not {"mail", "personal_line"} & Event.objects.get(kind="membership.invited").data.keys()


def test_a_stranger_learns_nothing_by_asking_to_see_the_mail(browser_of, ravi, mina, pantry):
    address = reverse("pause-partnership", args=[pantry.pk])
    assert browser_of(ravi).post(address, {"reason": "Winter", "rehearse": "1"}).status_code in (403, 404)
    assert browser_of(mina).post(address, {"reason": "Winter", "rehearse": "1"}).status_code == 403


def test_a_form_with_a_mistake_is_shown_with_it_instead_of_the_mail(pause, mina):
    page = pause(reason="", rehearse="1").content.decode()
    assert "There is a problem" in page
    assert "Nothing was sent" not in page


def test_the_mail_that_is_shown_opens_no_link_and_leaves_no_trace(browser_of, olu, mina, version_to_share, now):
    client = browser_of(olu)
    shown = client.post(reverse("share-agreement", args=[version_to_share.pk]), {"rehearse": "1"}).content.decode()
    assert "Read the agreement: (hidden)" in shown
    assert "/l/" not in shown
    version_to_share.refresh_from_db()
    assert version_to_share.state == "draft"
    assert not Delivery.objects.exists()


def test_what_follows_from_a_handover_is_shown_too_and_has_not_its_line(browser_of, olu, mina, pantry, today, now):
    question = Question.objects.create(code="q", audience="partners", kind="words", dimension="open", wording="And?")
    round = rounds.begin(
        partnership=pantry, title="Winter", audience="partners", mode="named", closes_on=today + timedelta(days=9),
        questions=[question], by=olu, now=now,
    )  # fmt: skip
    rounds.open_round(round=round, by=olu, now=now)
    relay(now)
    seat = Seat.objects.get(contact__user=mina)
    typed = {"name": "Nia Rees", "email": "nia@example.org", "personal_line": LINE, "rehearse": "1"}
    shown = browser_of(olu).post(reverse("end-seat", args=[seat.pk]), typed).content.decode()
    letters = shown.split('id="letter-')[1:]
    assert len(letters) == 3
    assert sum("adds:" in letter for letter in letters) == 2


def test_more_people_need_no_more_queries(pause, pantry, mina):
    counts = []
    for name in ("Shed", "Choir", "Church"):
        pause.page()
        with CaptureQueriesContext(connection) as asked:
            pause.page()
        counts.append(len(asked))
        for _ in range(3):
            member(pantry, name=name)
    assert len(set(counts)) == 1
