"""An open form takes what a lunch club sends, and not what a script sends."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from evaluation.models import BallotBox, Burst, Question, Salt, Tally
from evaluation.responses import actions as responses
from evaluation.responses import limits
from evaluation.rounds import actions as rounds
from partnerships import signs

from ...parts import needs_connections

pytestmark = pytest.mark.django_db
TABLET = {"User-Agent": "a tablet"}


@pytest.fixture
def round(opened):
    return opened("people")


def send(round, client=None, **headers):
    client = client or Client(headers=TABLET)
    question = round.questions.first()
    said = {f"question-{question.pk}": "3"}
    return client.post(reverse("give-feedback", args=[round.code]), said, follow=True, **headers)


def sender(number):
    return limits.Sender(f"network {number}", f"browser {number}")


def test_a_tablet_that_goes_round_sends_as_many_as_two_would_and_nothing_typed_is_lost(round, papers, now):
    tablet = limits.Sender.of(address="127.0.0.1", agent=TABLET["User-Agent"], now=now)
    for _ in range(119):
        responses.give(round=round, answers={}, sender=tablet, now=now)
    assert "Your receipt is" in send(round).content.decode()
    page = send(round).content.decode()
    assert "Many answers came within this hour" in page
    assert 'value="3" checked' in " ".join(page.split()) or "checked" in page
    assert len(papers(round)) == 120


def test_another_device_and_the_next_hour_are_free(round, now):
    one, another = (limits.Sender.of(address="10.0.0.1", agent=agent, now=now) for agent in ("a", "b"))
    Tally.objects.create(round=round, hour=now, by=one.browser, count=119)
    assert limits.count(round, one, now=now)
    assert not limits.count(round, one, now=now)
    assert limits.count(round, another, now=now)
    assert limits.count(round, one, now=now + timedelta(hours=1))


@pytest.mark.parametrize("homes", [["203.0.113.9"] * 2, ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"]])
def test_a_script_that_changes_its_name_and_its_address_at_home_shuts_nobody_else_out(homes, round, now):
    sent = 0
    for number in range(700):
        sent += limits.count(round, limits.Sender.of(address=homes[number % 2], agent=f"{number}", now=now), now=now)
    assert sent == 240
    assert limits.count(round, limits.Sender.of(address="198.51.100.7", agent="a phone", now=now), now=now)
    assert limits.count(round, limits.Sender.of(address="2001:db8:1:3::1", agent="a phone", now=now), now=now)


def test_a_full_round_counts_nothing_more(round, now):
    Tally.objects.create(round=round, hour=now, count=600)
    with pytest.raises(responses.NotTaken):
        responses.give(round=round, answers={}, sender=limits.Sender("a network", "another"), now=now)
    assert Tally.objects.count() == 1


def test_nobody_can_tell_tomorrow_which_browser_it_was(round, now):
    asked = {"address": "10.0.0.1", "agent": "a tablet"}
    today = limits.Sender.of(**asked, now=now)
    assert today == limits.Sender.of(**asked, now=now)
    limits.count(round, today, now=now)
    tomorrow = now + timedelta(days=1, hours=1)
    assert not set(limits.Sender.of(**asked, now=tomorrow)) & set(today)
    limits.forget(tomorrow)
    assert not Tally.objects.exists()
    assert Salt.objects.get().on == tomorrow.date()


def test_what_is_counted_holds_no_address(round):
    send(round, REMOTE_ADDR="203.0.113.9")
    rows = f"{list(Tally.objects.values())} {list(Salt.objects.values())} {list(BallotBox.objects.values())}"
    assert "203.0.113.9" not in rows
    assert "tablet" not in rows


def test_the_lead_hears_of_thirty_within_an_hour(round, olu, ravi, mina, now, browser_of):
    for number in range(31):
        assert limits.count(round, sender(number), now=now)
    seen = {user: [s.sentence for s in signs.seen_by(user, now=now) if s.group == "burst"] for user in (olu, ravi)}
    assert seen == {olu: [f"30 answers or more to “{round.title}” came within one hour"], ravi: []}
    assert (
        "Thirty answers or more came within one hour"
        in browser_of(olu).get(reverse("round", args=[round.pk])).content.decode()
    )


def test_a_burst_does_not_say_that_somebody_took_an_answer_back(round, now):
    receipts = [responses.give(round=round, answers={}, sender=sender(n), now=now) for n in range(30)]
    assert Burst.objects.count() == 1
    responses.take_back(round=round, receipt=receipts[0])
    assert not Burst.objects.exists()


def test_twenty_nine_are_no_news(round, now):
    for number in range(29):
        limits.count(round, sender(number), now=now)
    assert not Burst.objects.exists()


def test_a_lead_sees_the_form_and_cannot_send_it(round, papers, olu, ada, browser_of):
    for user in (olu, ada):
        browser = browser_of(user)
        page = browser.get(reverse("give-feedback", args=[round.code])).content.decode()
        assert "leave the answers to others" in page
        assert "Send my answers" not in page
        refused = send(round, browser)
        assert refused.status_code == 403
        assert "leave the answers to others" in refused.content.decode()
    assert papers(round) == []


def test_somebody_else_who_is_signed_in_answers_as_anybody_does(round, mina, browser_of):
    assert "Your receipt is" in send(round, browser_of(mina)).content.decode()


@pytest.mark.django_db(transaction=True)
@needs_connections
def test_twenty_at_once_do_not_pass_the_limit(begin, papers, olu, now):
    # Tests with transactions empty every table, the question bank's too.
    Question.objects.create(code="q", audience="people", kind="words", dimension="open", wording="And?")
    round = begin("people")
    rounds.open_round(round=round, by=olu, now=now)
    Tally.objects.create(round=round, hour=now, by="one", count=115)

    def one(_):
        try:
            responses.give(round=round, answers={}, sender=limits.Sender("a network", "one"), now=now)
        except responses.NotTaken:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(one, range(20)))
    assert len(papers(round)) == 5


def test_a_form_sent_twice_counts_once_and_has_one_receipt(round, papers):
    client, question = Client(), round.questions.first()
    url, sent = reverse("give-feedback", args=[round.code]), {f"question-{question.pk}": "3", "once": str(uuid4())}
    pages = [client.post(url, sent, follow=True).content.decode() for _ in range(2)]
    receipts = [re.search(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b", page)[0] for page in pages]
    assert receipts[0] == receipts[1]
    assert len(papers(round)) == 1
    responses.take_back(round=round, receipt=receipts[0])
    assert papers(round) == []
