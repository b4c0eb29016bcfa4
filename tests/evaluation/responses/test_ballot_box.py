"""What lies in a box comes out whole: when a round closes, when organisations become one, from older databases."""

from importlib import import_module

import pytest
from django.apps import apps

from evaluation.models import Answer, BallotBox, Invitation, Response
from evaluation.responses import ballot_box
from evaluation.rounds import actions as rounds
from partnerships.models import Event, Organisation

from ...factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_everything_in_the_box_comes_out_when_the_round_closes(opened, answer, olu, now):
    round = opened("people")
    for said in ([3, 2], [1], [*[None] * 7, "Warm soup"]):
        answer(round, said)
    rounds.close_round(round=round, by=olu, now=now)
    assert not BallotBox.objects.exists()
    told = {
        tuple(r.answers.order_by("question__position").values_list("value", "words")) for r in Response.objects.all()
    }
    assert told == {((3, ""), (2, "")), ((1, ""),), ((None, "Warm soup"),)}


def test_not_knowing_comes_out_as_not_knowing(opened, olu, now):
    round = opened("people")
    box = ballot_box.held(round)
    ballot_box.put_in(box, receipt="one", said={round.questions.first().pk: None})
    rounds.close_round(round=round, by=olu, now=now)
    assert list(Answer.objects.values_list("value", "words")) == [(None, "")]


def test_what_was_said_follows_an_organisation_that_became_another(opened, mina, answer, olu, now):
    round, merged, gone = opened("partners", mode="named"), OrganisationFactory(), OrganisationFactory()
    answer(round, [5], invitation=Invitation.objects.get(contact__user=mina))
    larder = mina.contacts.get().organisation
    ballot_box.follow(Organisation, larder.pk, merged.pk)
    ballot_box.put_in(ballot_box.held(round), receipt="another", said={}, organisation=gone.pk)
    gone.delete()
    rounds.close_round(round=round, by=olu, now=now)
    assert set(Response.objects.values_list("organisation", flat=True)) == {merged.pk, None}


@pytest.mark.parametrize("state", ["open", "closed"])
def test_answers_of_an_older_database_are_carried_over(state, opened, closed, papers):
    round = opened("people") if state == "open" else closed("people", [])
    first, *_, last = round.questions.all()
    for number in range(6):
        response = Response.objects.create(round=round, receipt_hash=f"hash {number}")
        Answer.objects.create(response=response, question=first, value=3)
        Answer.objects.create(response=response, question=last, words=f"Word {number}", check_state="shown")
    before = set(Response.objects.values_list("pk", flat=True))
    import_module("evaluation.migrations.0007_answers_are_mixed").mix(apps, None)
    words = {f"Word {number}" for number in range(6)}
    if state == "open":
        assert {paper[last.pk] for paper in papers(round)} == words
        assert [paper[first.pk] for paper in papers(round)] == [3] * 6
        assert not Response.objects.exists()
        return
    assert set(Answer.objects.exclude(words="").values_list("words", "check_state")) == {(w, "shown") for w in words}
    assert {response.answers.count() for response in Response.objects.all()} == {2}
    assert not before & set(Response.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(("count", "told"), [(0, "fewer than 5"), (4, "fewer than 5"), (5, "5")])
def test_an_older_story_forgets_a_small_number(count, told, closed):
    closed("people", [])
    Event.objects.filter(kind="round.closed").update(data={"title": "Winter", "responses": count})
    import_module("evaluation.migrations.0008_small_numbers_leave_the_story").forget(apps, None)
    assert Event.objects.get(kind="round.closed").data == {"title": "Winter", "responses": told}
