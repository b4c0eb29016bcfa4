"""What is true of every message: a reason, a way out, text and HTML alike, and no token in the database."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.oath import totp

from communications.celebrations import actions as celebrations
from communications.engine.channels.links import Addresses
from communications.engine.relay import relay
from communications.models import Celebration, Delivery
from communications.notices.catalogue import NOTICES
from communications.reminders import planner
from evaluation.models import Question
from evaluation.rounds import actions as rounds
from partnerships.accounts import second_steps
from partnerships.accounts.actions import passwords, second_step
from partnerships.agreements.actions import questions, reviews
from partnerships.check_ins.actions import updates
from partnerships.conversations.actions import conversations
from partnerships.endings.actions import endings, handovers, pauses
from partnerships.links.actions import sign_ins
from partnerships.membership.actions import contacts, seats
from partnerships.models import AgreementVersion, DueDiligence, Partnership, SignIn
from partnerships.proposals import actions as proposals

from ...factories import ContactFactory, SeatFactory, UserFactory
from .machine import Scripted, accepts, ask, member, minas_link, pump_all, remind, said

PLACE = re.compile(r"\[\[(?:link|sign-in|code):\d+\]\]")


@pytest.fixture
def check_in(larder_membership, today):
    return ask(larder_membership, today + timedelta(days=7))


def rest(partnership, by, now):
    pauses.pause(partnership=partnership, reason="Winter", back_on=now.date() + timedelta(days=60), by=by, now=now)


def finish(partnership, by, now):
    ending = endings.begin(partnership=partnership, reason="All is done", ends_on=None, by=by, now=now)
    endings.tick(step=ending.steps.get(kind="lessons"), note="Begin with lunch", by=by, now=now)
    endings.end(partnership=partnership, by=by, now=now)


@pytest.fixture
def everything(version, update, check_in, olu, mina, pantry, larder_membership, today, now):
    """One message of every notice to somebody."""
    remind(ask(larder_membership, today), mina.contacts.get(), at=now)
    talk(larder_membership, olu, mina, now)
    updates.reply_to_ask(update=update, reply="Soon", by=olu, now=now)
    question = Question.objects.create(code="q", audience="partners", kind="words", dimension="open", wording="And?")
    round = rounds.begin(
        partnership=pantry, title="Winter", audience="partners", mode="named", closes_on=today + timedelta(days=9),
        questions=[question], by=olu, now=now,
    )  # fmt: skip
    rounds.open_round(round=round, by=olu, now=now)
    news = Celebration.objects.create(partnership=pantry, title="Open!", body="At last")
    celebrations.publish(celebration=news, by=None, now=now)
    newcomer, _ = member(Partnership.objects.create(name="x", need="y", host=larder_membership.organisation), name="N")
    seats.take(
        membership=larder_membership, contact=newcomer, is_lead=False, authority="observes", capacity="institution",
        by=olu, now=now,
    )  # fmt: skip
    sign_ins.connect(email=newcomer.email, by=UserFactory(email=newcomer.email), now=now)
    newcomer.refresh_from_db()
    newcomer.email = "n@larder.example"
    contacts.change(contact=newcomer, by=olu, now=now)
    gone = seats.take(
        membership=larder_membership, contact=ContactFactory(), is_lead=False, authority="observes",
        capacity="institution", by=olu, now=now,
    )  # fmt: skip
    handovers.hand_over(seat=gone, successor=ContactFactory(), thanks="You opened doors", by=olu, now=now)
    proposing = {"subject": larder_membership.organisation, "changes": {}, "why": "It moved", "now": now}
    proposals.propose(by=mina, **proposing)
    proposals.decline(proposal=proposals.propose(by=olu, **proposing), answer="It did not", by=mina, now=now)
    for verb in (rest, finish):
        other = Partnership.objects.create(name="Tea", need="y", host=larder_membership.organisation)
        member(other, name=f"The {verb.__name__} club")
        verb(other, olu, now)
    sign_ins.ask(email="mina@example.org", browser="secret", now=now)
    passwords.change(user=olu, password="three blue narrowboats", by=olu, now=now)
    app = second_steps.unsaved_device(olu, "31" * 20)
    codes = second_step.set_up(user=olu, key=app.key, digits=f"{totp(app.bin_key):06d}", by=olu, now=now)
    second_step.show(typed=codes[0], by=olu, now=now)
    second_step.renew_codes(user=olu, by=olu, now=now)
    second_step.take_away(user=olu, by=olu, now=now)
    unsure = questions.ask(
        version=version, membership=larder_membership, contact=mina.contacts.get(), section="", words="Who pays?",
        now=now,
    )  # fmt: skip
    relay(now)
    pump_all(now, channel=Scripted())
    questions.answer(question=unsure, answer="We do", by=olu, now=now)
    accepts(version, olu, now)
    accepts(version, mina, now)
    relay(now)
    pump_all(now, channel=Scripted())
    what_comes_before_a_date(version, larder_membership.organisation, olu, now)
    return Delivery.objects.filter(state="sent")


def what_comes_before_a_date(version, organisation, olu, now):
    """On two mornings, for a person gets one reminder a day; and the agreement's end, without waiting for it."""
    month_later = timezone.localdate(now) + timedelta(days=30)
    AgreementVersion.objects.filter(pk=version.pk).update(review_on=month_later)
    DueDiligence.objects.create(
        organisation=organisation, kind="insurance", checked_on=timezone.localdate(now), expires_on=month_later
    )
    for moment in (now, now + timedelta(days=1)):
        planner.plan(moment)
        pump_all(moment, channel=Scripted())
    reviews.end(version=version, ended_on=timezone.localdate(now), reason="All is done", by=olu, now=moment)
    relay(moment)
    pump_all(moment, channel=Scripted())


def talk(membership, olu, mina, now):
    """Nora is asked for their side, and Mina writes it: Nora hears of the one, the lead of the other."""
    begun = conversations.begin(membership=membership, held_on=None, people_there="", by=olu, now=now)
    nora = SeatFactory(membership=membership).contact
    conversations.ask(conversation=begun, contacts=[nora], by=olu, now=now)
    conversations.write(
        conversation=begun, side="theirs", words={"goals": ["Lunch"]}, seen=begun.seen("theirs"),
        by=mina.contacts.get(), now=now,
    )  # fmt: skip


def test_every_notice_is_written_with_its_reason_and_a_way_out(everything):
    assert set(everything.values_list("notice", flat=True)) == set(NOTICES)
    for delivery in everything:
        assert "You get this because" in delivery.mail_text
        assert "You get this because" in delivery.mail_html
        assert bool(delivery.unsubscribe_link) is (NOTICES[delivery.notice].topic is not None)


def test_text_and_html_say_the_same(everything):
    """Every line of the text stands in the HTML, tags and links aside."""
    for delivery in everything:
        html = " ".join(re.sub(r"<[^>]+>", " ", delivery.mail_html.partition("<body")[2]).split())
        for line in delivery.mail_text.splitlines():
            words = line.removeprefix("- ").partition(": http")[0].partition(": [[")[0].strip()
            for sentence in re.split(r"(?<=[.?!])\s", words):
                assert without_marks(sentence) in without_marks(html), delivery.notice


def without_marks(text):
    return re.sub(r"[^\w]+", "", text)


def test_every_message_has_one_heading_and_a_name(everything):
    for delivery in everything:
        assert len(re.findall("<h1", delivery.mail_html)) == 1
        assert f"<title>{delivery.mail_subject.split(':')[0][:9]}" in delivery.mail_html
        assert "<img" not in delivery.mail_html
        assert 'lang="en-GB"' in delivery.mail_html


def test_no_token_lies_in_the_database(everything):
    for delivery in everything:
        tokens = [link.token for link in delivery.contact.links.all()]
        tokens += [sign_in.token for sign_in in SignIn.objects.all()]
        assert tokens
        assert not any(token in delivery.mail_text + delivery.mail_html for token in tokens)


def test_every_placeholder_of_a_written_message_is_filled(everything):
    for delivery in everything:
        addresses = Addresses([delivery])
        for words in (delivery.mail_text, delivery.mail_html):
            assert not PLACE.search(addresses.fill(words, delivery)), delivery.notice


def test_a_placeholder_that_somebody_typed_opens_nothing_of_anybody_else(check_in, minas, olu, mina, now):
    """Mina tries to read a lead's sign-in link out of the mail about her own update, and the other way round."""
    remind(check_in, minas, at=now)
    said("check-in-reminder", mina, now)
    link = minas_link(mina, "answer")
    stolen = SignIn.objects.create(contact=minas, browser_hash="x", expires_at=now + timedelta(minutes=5))
    words = f"[[link:{link.pk}]] [[sign-in:{stolen.pk}]] [[code:{stolen.pk}]]"
    updates.submit(check_in=check_in, answers={"status": "stuck", "ask": words}, by=minas, now=now)
    delivery = said("update-submitted", olu, now)
    assert words in Addresses([delivery]).fill(delivery.mail_text, delivery)


def test_what_people_typed_is_text_in_the_html_part(check_in, minas, olu, now):
    updates.submit(check_in=check_in, answers={"status": "stuck", "ask": "<b onclick=x>&amp;"}, by=minas, now=now)
    delivery = said("update-submitted", olu, now)
    assert "&lt;b onclick=x&gt;&amp;amp;" in delivery.mail_html
    assert "<b onclick=x>&amp;" in delivery.mail_text


def test_a_line_break_in_a_name_makes_no_header(pantry, mina, minas, now):
    news = Celebration.objects.create(partnership=pantry, title="Good\r\nBcc: all@example.org", body="x")
    celebrations.publish(celebration=news, by=None, now=now)
    delivery = said("celebration", mina, now)
    assert delivery.mail_subject == "Good Bcc: all@example.org"


def test_writing_a_batch_costs_the_same_few_statements_for_three_and_for_thirty(pantry, olu, now, today):
    def cost(count):
        for number in range(count):
            person, membership = member(pantry, name=f"{count}-{number}")
            remind(ask(membership, today), person, at=now)
        with CaptureQueriesContext(connection) as said_to_database:
            pump_all(now, channel=Scripted())
        told = [query["sql"] for query in said_to_database]
        # Each message's own two: the mark before the hand-over and the record after it.
        return len(told) - 2 * count - sum(sql.startswith("INSERT") for sql in told)

    assert cost(3) == cost(30)


def test_the_version_in_the_agreement_mail_is_the_one_that_was_shared(version, mina, now):
    assert f"version {AgreementVersion.objects.get().number} " in said("agreement-shared", mina, now).mail_text
