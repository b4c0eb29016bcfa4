"""A form counts one person, whatever they do with the page they opened; and nothing they wrote is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from evaluation.models import Invitation, Response
from evaluation.responses import actions as responses
from evaluation.rounds import actions as rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(opened):
    return opened("people")


@pytest.fixture
def page(round):
    """`page(client)` opens the form; what comes back sends it, with answers to the first and the last question."""

    def open_it(client):
        url = reverse("give-feedback", args=[round.code])
        shown = client.get(url, {"another": ""})
        key = str(shown.wsgi_request.once_key)
        assert key in shown.content.decode()
        first, last = round.questions.first(), round.questions.last()

        def send(face, words="", **options):
            sent = {f"question-{first.pk}": face, f"question-{last.pk}": words, "once": key}
            return client.post(url, sent, **options)

        return send

    return open_it


def test_to_reload_the_thanks_counts_nobody(round, page, papers):
    client = Client()
    sent = page(client)("3", follow=True)
    assert [status for _, status in sent.redirect_chain] == [302]
    url = sent.request["PATH_INFO"]
    for _ in range(8):
        assert "Your answers have arrived" in client.get(url).content.decode()
    assert len(papers(round)) == 1


def test_whoever_goes_back_and_sends_other_answers_mends_their_own(round, page, values):
    client = Client()
    send = page(client)
    receipts = []
    for face in ("3", "1", "2"):
        thanks = send(face, follow=True)
        receipts.append(thanks.context["receipt"])
    assert values(round) == [2]
    assert len(set(receipts)) == 1


def test_a_form_that_was_sent_back_goes_on_as_the_same_page(round, page, values):
    client, key = Client(), str(uuid4())
    url, first = reverse("give-feedback", args=[round.code]), round.questions.first()
    back = client.post(url, {"once": key}).content.decode()
    assert "Answer at least one question" in back
    assert f'name="once" value="{key}"' in back
    turned = client.post(f"{url}?easy=1", {"once": key, "turn": "1", f"question-{first.pk}": "3"}).content.decode()
    assert f'name="once" value="{key}"' in turned


def test_a_partner_who_goes_back_mends_their_answer(opened, mina, browser_of, values):
    round, minas = opened("partners"), browser_of(mina)
    url = reverse("answer-round", args=[Invitation.objects.get(contact__user=mina).pk])
    first, key = round.questions.first(), str(uuid4())
    for value in ("5", "2"):
        thanks = minas.post(url, {f"question-{first.pk}": value, "once": key}, follow=True).content.decode()
        assert "Your receipt is" in thanks
    assert values(round) == [2]
    anew = minas.post(url, {f"question-{first.pk}": "1", "once": str(uuid4())}).content.decode()
    assert "You have answered this already" in anew
    assert values(round) == [2]


def test_the_next_person_at_the_same_device_gets_an_empty_form_and_counts(round, page, papers):
    tablet = Client()
    thanks = page(tablet)("3", follow=True).content.decode()
    assert "?another" in thanks
    page(tablet)("1")
    assert len(papers(round)) == 2


def test_no_address_carries_the_receipt(round, page):
    client = Client()
    sent = page(client)("3")
    receipt = client.get(sent.url).context["receipt"]
    assert sent.url == reverse("give-feedback", args=[round.code])
    assert receipt not in sent.url
    cookie = sent.cookies["receipt"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == (sent.url, True, 900)


def test_to_reload_what_says_that_answers_are_gone_takes_nothing_more(round, answer, papers):
    receipt, client = answer(round, [3]), Client()
    sent = client.post(reverse("withdraw-feedback", args=[round.code]), {"receipt": receipt}, follow=True)
    assert [status for _, status in sent.redirect_chain] == [302]
    assert "Your answers are gone" in sent.content.decode()
    assert papers(round) == []


def test_whoever_writes_while_a_round_closes_keeps_their_words_and_is_told_what_to_do(round, page, olu, now):
    client = Client()
    send = page(client)
    rounds.close_round(round=round, by=olu, now=now)
    told = send("3", "The soup was warm").content.decode()
    assert "Your answers could not be taken" in told
    assert "The soup was warm" in told
    assert "<dd>Yes</dd>" in told
    assert "copy it or print" in " ".join(told.split())
    assert not Response.objects.exists()


def test_after_the_last_day_the_form_takes_no_more(opened, papers, today, now, client, browser_of, olu):
    round = opened("people", closes_on=today)
    responses.give(round=round, answers={}, now=now)
    with pytest.raises(responses.Ended):
        responses.give(round=round, answers={}, now=now + timedelta(days=1))
    assert len(papers(round)) == 1
    url, tomorrow = reverse("give-feedback", args=[round.code]), now + timedelta(days=1)
    visitor = browser_of(olu, at=tomorrow)
    assert "takes no more answers" in visitor.get(url).content.decode()
    assert "it takes no more answers" in visitor.get(reverse("round", args=[round.pk])).content.decode()
