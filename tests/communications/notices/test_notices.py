"""What each message says, to whom, and what its links open."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from communications.celebrations import actions as celebrations
from communications.engine.channels.links import Addresses
from communications.engine.relay import relay
from communications.models import Celebration, Contribution, Delivery
from evaluation.models import Invitation, Question, Round
from evaluation.rounds import actions as rounds
from partnerships.agreements.actions import questions, versions
from partnerships.check_ins.actions import updates
from partnerships.conversations.actions import conversations
from partnerships.endings.actions import pauses
from partnerships.links.actions import sign_ins
from partnerships.membership.actions import seats
from partnerships.models import Partnership, SignIn

from ...factories import SeatFactory
from ..engine.machine import Scripted, accepts, ask, member, minas_link, opened, pump_all, remind, said

PLACE = re.compile(r"\[\[(?:link|sign-in|code):\d+\]\]")


@pytest.fixture
def check_in(larder_membership, today):
    return ask(larder_membership, today + timedelta(days=7))


def test_the_reminder_asks_kindly_and_opens_the_one_form(olu, mina, check_in, now):
    remind(check_in, mina.contacts.get(), at=now, stage=-7)
    delivery = said("check-in-reminder", mina, now)
    assert delivery.mail_subject == "Pantry partnership: your check-in is due Tue 8 December"
    assert "Olu Adeyemi would like to hear how Sale Larder is getting on in Pantry partnership." in delivery.mail_text
    assert "You get this because you have a seat for Sale Larder in Pantry partnership." in delivery.mail_text
    assert delivery.reply_to == "Olu Adeyemi <olu@example.org>"
    link = minas_link(mina, "answer")
    assert (link.target_id, opened(delivery)[0]) == (check_in.pk, f"http://127.0.0.1:8000/l/{link.token}/")


@pytest.mark.parametrize(
    ("days", "subject"),
    [(0, "your check-in is due today"), (1, "is there still time for your check-in?")],
)
def test_the_subject_says_where_we_stand(mina, check_in, now, days, subject):
    moment = now + timedelta(days=7 + days)
    remind(check_in, mina.contacts.get(), at=moment)
    assert said("check-in-reminder", mina, moment).mail_subject == f"Pantry partnership: {subject}"


def test_the_reminder_shows_the_last_word(mina, larder_membership, check_in, update, today, now):
    remind(ask(larder_membership, today), mina.contacts.get(), at=now)
    assert "the word was “Stuck”" in said("check-in-reminder", mina, now).mail_text


def untold(notice, user, now):
    """Why this message was not sent after all."""
    relay(now)
    pump_all(now, channel=Scripted())
    delivery = Delivery.objects.get(notice=notice, contact__user=user)
    return delivery.reason if delivery.state == "cancelled" else ""


@pytest.fixture
def question(version, minas, larder_membership, now):
    return questions.ask(
        version=version, membership=larder_membership, contact=minas, section="data_sharing", words="Who keeps it?",
        now=now,
    )  # fmt: skip


def test_a_question_about_the_agreement_reaches_the_leads(question, olu, mina, now):
    delivery = said("question-asked", olu, now)
    assert delivery.mail_subject == "Pantry partnership: Sale Larder is unsure about the agreement"
    assert "Mina Patel of Sale Larder is unsure about Data sharing in version 1." in delivery.mail_text
    assert "Who keeps it?" in delivery.mail_text
    assert reverse("answer-question", args=[question.pk]) in delivery.mail_text
    assert not Delivery.objects.filter(notice="question-asked", contact__user=mina).exists()


def test_a_question_that_was_withdrawn_in_time_disturbs_nobody(question, olu, minas, now):
    questions.withdraw(question=question, contact=minas, now=now)
    assert untold("question-asked", olu, now) == "The question no longer waits for an answer."


def test_the_answer_comes_with_the_link_to_accept(version, question, olu, mina, now):
    questions.answer(question=question, answer="The council does.", by=olu, now=now)
    delivery = said("question-answered", mina, now)
    assert delivery.mail_subject == "Pantry partnership: an answer to your question about the agreement"
    for words in ("Olu Adeyemi has answered", "Who keeps it?", "The council does.", "accept if Sale Larder agrees"):
        assert words in delivery.mail_text, words
    link = minas_link(mina, "accept")
    assert (link.target_id, opened(delivery)[0]) == (version.pk, f"http://127.0.0.1:8000/l/{link.token}/")


def test_an_answer_in_a_version_that_was_replaced_is_not_sent(version, question, olu, mina, now):
    questions.answer(question=question, answer="The council does.", by=olu, now=now)
    versions.amend(agreement=version.agreement, by=olu, now=now)
    assert "its version is no longer there" in untold("question-answered", mina, now)


@pytest.fixture
def talk(larder_membership, olu, mina, now):
    """Mina has been asked for her side."""
    begun = conversations.begin(membership=larder_membership, held_on=None, people_there="", by=olu, now=now)
    conversations.ask(conversation=begun, contacts=[mina.contacts.get()], by=olu, now=now)
    return begun


def write_their_side(talk, mina, at):
    conversations.write(
        conversation=talk, side="theirs", words={"goals": ["Lunch"]}, seen=talk.seen("theirs"),
        by=mina.contacts.get(), now=at,
    )  # fmt: skip


def test_a_partner_is_asked_for_their_side_by_a_link_that_does_not_run_out(talk, mina, now):
    delivery = said("conversation-invited", mina, now)
    assert delivery.mail_subject == "Pantry partnership: what do you hope for?"
    assert "Olu Adeyemi would like to know what Sale Larder hopes for" in delivery.mail_text
    link = minas_link(mina, "converse")
    assert (link.target_id, link.expires_at) == (talk.pk, None)
    assert opened(delivery)[0].endswith(f"/l/{link.token}/")


def test_only_who_is_asked_now_hears_again(talk, olu, mina, larder_membership, now):
    said("conversation-invited", mina, now)
    nora, later = SeatFactory(membership=larder_membership).contact, now + timedelta(hours=1)
    conversations.ask(conversation=talk, contacts=[nora], by=olu, now=later)
    relay(later)
    assert [d.contact for d in Delivery.objects.order_by("pk")] == [mina.contacts.get(), nora]


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda t, m, o, at: write_their_side(t, m, at), "They have written."),
        (lambda t, m, o, at: conversations.close(conversation=t, by=o, now=at), "The conversation is closed."),
        (lambda t, m, o, at: m.contacts.get().seats.update(authority="observes"), "They no longer have this seat."),
    ],
)
def test_who_need_not_write_is_not_asked(happens, reason, talk, mina, olu, now):
    relay(now)
    happens(talk, mina, olu, now + timedelta(minutes=1))
    pump_all(now + timedelta(minutes=2), channel=Scripted())
    delivery = Delivery.objects.get(notice="conversation-invited")
    assert (delivery.state, delivery.reason) == ("cancelled", reason)


def test_the_lead_hears_that_a_partner_has_written(talk, olu, mina, now):
    write_their_side(talk, mina, now)
    delivery = said("conversation-written", olu, now)
    assert delivery.mail_subject == "Pantry partnership: Sale Larder has written their side"
    assert "Write your side too" in delivery.mail_text
    assert reverse("conversation", args=[talk.pk]) in delivery.mail_text


def test_those_whose_yes_is_missing_are_asked_to_accept(version, olu, mina, ravi, now):
    delivery = said("agreement-shared", mina, now)
    assert delivery.mail_subject == "Pantry partnership: please read and accept the agreement"
    assert "If Sale Larder agrees" in delivery.mail_text
    assert minas_link(mina, "accept").target_id == version.pk
    assert {d.contact.name for d in Delivery.objects.all()} == {"Mina Patel"}


def test_who_has_accepted_is_not_asked_again(version, mina, now):
    relay(now)
    accepts(version, mina, now)
    pump_all(now, channel=Scripted())
    delivery = Delivery.objects.get(notice="agreement-shared")
    assert (delivery.state, delivery.reason) == ("cancelled", "The organisation has accepted.")


def test_a_version_that_was_taken_back_is_not_asked_for(version, mina, olu, now):
    relay(now)
    versions.amend(agreement=version.agreement, by=olu, now=now)
    pump_all(now, channel=Scripted())
    assert Delivery.objects.get().reason == "The version no longer waits for acceptance."


def test_everybody_hears_that_the_agreement_is_in_force(version, olu, mina, now):
    accepts(version, olu, now)
    accepts(version, mina, now)
    delivery = said("agreement-in-force", mina, now)
    assert delivery.mail_subject == "Pantry partnership: everyone has accepted the agreement"
    assert Delivery.objects.filter(notice="agreement-in-force", state="sent").count() == 2
    assert reverse("agreement", args=[delivery.partnership_id]) in delivery.mail_text


def test_good_news_thanks_those_who_agreed_to_be_named(pantry, mina, larder_membership, now):
    news = Celebration.objects.create(
        partnership=pantry, title="The larder is open", body="At last!\n\nIt took a year."
    )
    contributors = {"organisation": larder_membership.organisation, "celebration": news}
    Contribution.objects.create(**contributors, contact=mina.contacts.get(), what="found the room")
    Contribution.objects.create(**contributors, what="wants no name here", is_named=False)
    celebrations.publish(celebration=news, by=None, now=now)
    delivery = said("celebration", mina, now)
    assert delivery.mail_subject == "The larder is open"
    assert "- Mina Patel, Sale Larder: found the room" in delivery.mail_text
    assert "wants no name" not in delivery.mail_text + delivery.mail_html


@pytest.mark.parametrize(("stage", "hears"), [("identified", []), ("met", ["partnership-paused"])])
def test_who_does_not_take_part_gets_no_good_news(pantry, mina, larder_membership, olu, today, now, stage, hears):
    larder_membership.stage = stage
    larder_membership.save()
    news = Celebration.objects.create(partnership=pantry, title="The larder is open", body="At last!")
    celebrations.publish(celebration=news, by=None, now=now)
    pauses.pause(partnership=pantry, reason="Snow", back_on=today + timedelta(days=9), by=olu, now=now)
    relay(now)
    assert [d.notice for d in Delivery.objects.filter(contact__user=mina)] == hears
    assert Delivery.objects.filter(notice="celebration", contact__user=olu).exists()


@pytest.mark.parametrize(("mode", "promise"), [("anonymous", "are anonymous"), ("named", "with Sale Larder’s name")])
def test_partners_are_invited_to_feedback(pantry, olu, mina, today, now, mode, promise):
    question = Question.objects.create(
        code="q", audience="partners", kind="agree", dimension="trust", wording="We trust one another"
    )
    round = rounds.begin(
        partnership=pantry, title="Winter", audience="partners", mode=mode, closes_on=today + timedelta(days=14),
        questions=[question], by=olu, now=now,
    )  # fmt: skip
    rounds.open_round(round=round, by=olu, now=now)
    delivery = said("feedback-invitation", mina, now)
    invitation = Invitation.objects.get(contact__user=mina)
    assert promise in delivery.mail_text
    assert minas_link(mina, "respond").target_id == invitation.pk
    assert delivery.expires_at == minas_link(mina, "respond").expires_at


def test_a_closed_round_invites_nobody(pantry, olu, mina, today, now):
    round = Round.objects.create(
        partnership=pantry, title="W", audience="partners", closes_on=today, state="closed", closed_at=now
    )
    invitation = Invitation.objects.create(
        round=round, contact=mina.contacts.get(), membership=mina.contacts.get().seats.get().membership
    )
    Delivery.objects.create(
        notice="feedback-invitation", dedupe_key="x", contact=invitation.contact, partnership=pantry,
        subject_id=invitation.pk, not_before=now, created_at=now,
    )  # fmt: skip
    pump_all(now, channel=Scripted())
    assert Delivery.objects.get().reason == "The round is closed."


def test_the_lead_reads_the_update_and_replies_to_who_wrote_it(update, olu, mina, now):
    delivery = said("update-submitted", olu, now)
    assert delivery.mail_subject == "Sale Larder: stuck, and asks for help (Pantry partnership)"
    for words in ("A second freezer", "The freezer broke", "We moved to the church hall", "Forty families came"):
        assert words in delivery.mail_text
        assert words in delivery.mail_html
    assert delivery.reply_to == "Mina Patel <mina@example.org>"
    assert "Reply to this message and Mina Patel reads it." in delivery.mail_text


def test_who_asked_for_help_gets_the_reply(update, olu, mina, now):
    updates.reply_to_ask(update=update, reply="It comes on Friday", by=olu, now=now)
    delivery = said("ask-answered", mina, now)
    assert "A second freezer" in delivery.mail_text
    assert "It comes on Friday" in delivery.mail_text
    assert delivery.check_in == update.check_in


def test_a_new_person_learns_who_invited_them_and_what_for(olu, larder_membership, pantry, now):
    Partnership.objects.filter(pk=pantry.pk).update(need="Nobody in Sale should eat alone")
    contact, _ = member(Partnership.objects.create(name="x", need="y", host=larder_membership.organisation), name="New")
    seats.take(
        membership=larder_membership, contact=contact, is_lead=False, authority="consults", capacity="institution",
        by=olu, now=now,
    )  # fmt: skip
    relay(now)
    pump_all(now, channel=Scripted())
    text = Delivery.objects.get(notice="seat-taken").mail_text
    assert "Olu Adeyemi has given you a seat in Pantry partnership, for Sale Larder." in text
    assert "Nobody in Sale should eat alone" in text
    assert "http://127.0.0.1:8000/sign-in/" in text


def test_a_sign_in_mail_holds_the_link_and_the_code_at_any_hour(mina, now):
    night = now.replace(hour=3)
    sign_ins.ask(email="mina@example.org", browser="secret", now=night)
    delivery = said("sign-in", mina, night)
    sign_in = SignIn.objects.get()
    assert opened(delivery) == [f"http://127.0.0.1:8000/s/{sign_in.token}/"]
    assert sign_in.code in Addresses([delivery]).fill(delivery.mail_text, delivery)
    assert delivery.unsubscribe_link is None
    assert "Stop mail" not in delivery.mail_text + delivery.mail_html


def test_a_sign_in_mail_that_comes_too_late_is_not_sent(mina, now):
    sign_ins.ask(email="mina@example.org", browser="secret", now=now)
    relay(now)
    pump_all(now + timedelta(minutes=10), channel=Scripted())
    assert Delivery.objects.get().state == "expired"
