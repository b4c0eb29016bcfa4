"""Answering takes a minute, keeps no name, and can be taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from evaluation.models import Invitation, Response
from evaluation.responses import actions as responses
from evaluation.rounds import actions as rounds
from partnerships.links import links
from partnerships.models import ActionLink

pytestmark = pytest.mark.django_db


def fields(round, said):
    return {f"question-{q.pk}": s for q, s in zip(round.questions.all(), said, strict=False)}


def test_a_visitor_answers_by_the_open_link_and_gets_a_receipt(client, opened, papers):
    round = opened("people")
    url = reverse("give-feedback", args=[round.code])
    assert "It was easy to get help." in client.get(url).content.decode()
    page = client.post(url, fields(round, ["3", "2", "", "", "", "", "", "Warm soup"]), follow=True).content.decode()
    assert "Your receipt is" in page
    first, second, *_, last = round.questions.values_list("pk", flat=True)
    assert papers(round) == [{first: 3, second: 2, last: "Warm soup"}]


def test_nothing_is_chosen_before_somebody_chooses(client, opened):
    page = client.get(reverse("give-feedback", args=[opened("people").code])).content.decode()
    assert "checked" not in page


def test_not_knowing_is_an_answer_that_counts_for_nothing(client, opened, values):
    round = opened("people")
    client.post(reverse("give-feedback", args=[round.code]), fields(round, ["skip", "3"]))
    assert values(round) == [3]


def test_easy_words_are_one_click_away(client, opened):
    page = client.get(reverse("give-feedback", args=[opened("people").code]) + "?easy=1").content.decode()
    assert "I told my story only one time." in page


def test_who_turns_to_easy_words_keeps_what_they_said(client, opened, papers):
    round = opened("people")
    url, words = reverse("give-feedback", args=[round.code]), round.questions.last()
    said = fields(round, ["3"]) | {f"question-{words.pk}": "Warm soup", "turn": "1"}
    page = client.post(f"{url}?easy=1", said).content.decode()
    assert "I told my story only one time." in page
    assert "Warm soup" in page
    assert page.count(" checked") == 1
    assert "Error" not in page
    assert papers(round) == []


def test_the_form_says_who_asks(client, opened):
    round = opened("people")
    page = client.get(reverse("give-feedback", args=[round.code])).content.decode()
    assert f"{round.partnership.host}, for {round.partnership}, asks how it was for you" in page
    assert f"Asked by {round.partnership.host}, for {round.partnership}" in page


def test_the_address_may_be_typed_in_capitals(client, opened):
    round = opened("people")
    assert client.get(reverse("give-feedback", args=[round.code.upper()])).status_code == 200


def test_an_empty_form_is_sent_back(client, opened, papers):
    round = opened("people")
    page = client.post(reverse("give-feedback", args=[round.code]), {}).content.decode()
    assert "Answer at least one question" in page
    assert papers(round) == []


def test_a_partner_answers_once_from_the_link_in_the_mail(opened, mina, values):
    round = opened("partners")
    invitation = Invitation.objects.get(contact__user=mina)
    link = links.make(ActionLink.Purpose.RESPOND, contact=invitation.contact, target_id=invitation.pk)
    phone = Client()
    url = reverse("answer-round", args=[invitation.pk])
    assert phone.get(url).status_code == 404
    phone.cookies = links.redirect_with_cookie(phone.get(url).wsgi_request, link).cookies
    assert phone.get(url).status_code == 200
    phone.post(url, fields(round, ["5"]))
    assert "You have answered" in phone.post(url, fields(round, ["1"])).content.decode()
    assert values(round) == [5]


def test_a_colleague_cannot_use_somebody_elses_invitation(opened, mina, olu, browser_of):
    opened("partners")
    theirs = Invitation.objects.get(contact__user=mina)
    assert browser_of(olu).get(reverse("answer-round", args=[theirs.pk])).status_code == 404


def test_somebody_who_gave_up_the_seat_can_no_longer_answer(opened, mina, browser_of, today):
    opened("partners")
    url = reverse("answer-round", args=[Invitation.objects.get(contact__user=mina).pk])
    assert browser_of(mina).get(url).status_code == 200
    mina.contacts.get().seats.update(to_on=today)
    assert browser_of(mina).get(url).status_code == 404


def test_nothing_in_a_response_leads_back_to_the_invitation(opened, answer, mina, olu, now):
    round = opened("partners")
    answer(round, [5], invitation=Invitation.objects.get(contact__user=mina))
    rounds.close_round(round=round, by=olu, now=now)
    response = Response.objects.get()
    assert sorted(field.name for field in Response._meta.fields) == [
        "id", "organisation", "receipt_hash", "round",
    ]  # fmt: skip
    assert response.organisation is None
    assert sorted(field.name for field in Invitation._meta.fields) == [
        "answered", "contact", "id", "membership", "round",
    ]  # fmt: skip
    assert not hasattr(Invitation, "history")
    assert not hasattr(Response, "history")


def test_a_round_by_organisation_keeps_the_organisation_only(begin, mina, olu, answer, now):
    round = begin("partners", mode="named")
    rounds.open_round(round=round, by=olu, now=now)
    round.refresh_from_db()
    answer(round, [5], invitation=Invitation.objects.get(contact__user=mina))
    rounds.close_round(round=round, by=olu, now=now)
    assert Response.objects.get().organisation.name == "Sale Larder"


def test_a_closed_round_takes_no_answer_and_says_so_kindly(client, closed):
    round = closed("people", [])
    page = client.get(reverse("give-feedback", args=[round.code])).content.decode()
    assert "takes no more answers" in page
    client.post(reverse("give-feedback", args=[round.code]), fields(round, ["3"]))
    assert not Response.objects.exists()


def test_an_answer_that_arrives_while_the_round_closes_is_refused_whole(opened, olu, now):
    round = opened("people")
    rounds.close_round(round=round, by=olu, now=now)
    with pytest.raises(responses.NotTaken, match="no more"):
        responses.give(round=round, answers={}, now=now)


def test_a_draft_has_no_public_page(client, begin):
    assert client.get(reverse("give-feedback", args=[begin("people").code])).status_code == 404


def test_a_round_for_partners_has_no_open_link(client, opened):
    assert client.get(reverse("give-feedback", args=[opened("partners").code])).status_code == 404


def test_the_receipt_takes_the_answers_back(client, opened, answer, values):
    round = opened("people")
    answer(round, [1])
    receipt = answer(round, [3])
    url = reverse("withdraw-feedback", args=[round.code])
    assert "No answer has this receipt" in client.post(url, {"receipt": "aaaa-bbbb-cccc"}).content.decode()
    assert "Your answers are gone" in client.post(url, {"receipt": receipt.upper()}, follow=True).content.decode()
    assert values(round) == [1]


def test_nothing_can_be_taken_back_once_results_are_out(client, opened, answer, olu, now):
    round = opened("people")
    receipt = answer(round, [3])
    rounds.close_round(round=round, by=olu, now=now)
    page = client.post(reverse("withdraw-feedback", args=[round.code]), {"receipt": receipt}).content.decode()
    assert "can no longer be taken back" in page
    assert Response.objects.count() == 1


@pytest.mark.parametrize("copied", ["{}", " {} ", "{}.", "“{}”", "Your receipt is {}."])
@pytest.mark.parametrize("dash", ["-", "", " ", "–", "—"])
def test_a_receipt_is_known_however_it_was_copied(copied, dash, client, opened, answer, papers):
    round = opened("people")
    receipt = answer(round, [3])
    typed = copied.format(receipt.replace("-", dash)).upper()
    page = client.post(
        reverse("withdraw-feedback", args=[round.code]), {"receipt": typed}, follow=True
    ).content.decode()
    assert "They have been deleted" in page
    assert papers(round) == []


def test_a_receipt_used_twice_does_not_sound_like_a_typing_error(client, opened, answer):
    round = opened("people")
    sent = {"receipt": answer(round, [3])}
    for _ in range(2):
        page = client.post(reverse("withdraw-feedback", args=[round.code]), sent).content.decode()
    assert "If you have taken it back before, it is gone." in page
