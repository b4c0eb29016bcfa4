"""The next stage is offered when the facts are there; a person moves it."""

import pytest
from django.urls import reverse

from communications.front.stages import with_offer
from evaluation.models import Round
from partnerships.models import Agreement, AgreementVersion, Conversation, Event, Membership, Objective, Partnership

from ...urgent import urgent

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage_of(pantry):
    def put(stage, **fields):
        Partnership.objects.filter(pk=pantry.pk).update(stage=stage, **fields)

    return put


def offered(pantry):
    return with_offer(Partnership.objects.filter(pk=pantry.pk)).get().offered


def bring_into_force(pantry, now):
    agreement = Agreement.objects.create(partnership=pantry)
    AgreementVersion.objects.create(agreement=agreement, state="in-force", in_force_at=now)


def test_each_fact_offers_its_stage_and_the_furthest_is_offered(pantry, larder_membership, stage_of, today, now):
    stage_of("identify")
    Membership.objects.filter(pk=larder_membership.pk).update(stage="identified")
    assert offered(pantry) == ""
    Membership.objects.filter(pk=larder_membership.pk).update(stage="contacted")
    assert offered(pantry) == "meet"
    conversation = Conversation.objects.create(membership=larder_membership)
    assert offered(pantry) == "meet"
    Conversation.objects.filter(pk=conversation.pk).update(held_on=today)
    assert offered(pantry) == "agree"
    Objective.objects.create(partnership=pantry, title="60 eat together")
    assert offered(pantry) == "agree"
    bring_into_force(pantry, now)
    assert offered(pantry) == "deliver"
    Objective.objects.update(state="dropped")
    assert offered(pantry) == "plan"
    Round.objects.create(
        partnership=pantry, title="Winter", audience="partners", state="closed", opened_at=now, closed_at=now,
        closes_on=today,
    )  # fmt: skip
    assert offered(pantry) == "evaluate"


def test_a_stage_that_is_reached_is_not_offered(pantry, larder_membership, stage_of, now):
    bring_into_force(pantry, now)
    for stage in ("plan", "deliver", "evaluate"):
        stage_of(stage)
        assert offered(pantry) == ""


def test_one_click_moves_it_and_the_story_says_so(browser_of, olu, pantry, stage_of, now):
    stage_of("agree")
    bring_into_force(pantry, now)
    assert [(s.sentence, s.why) for s in urgent(olu, now) if s.group == "stage"] == [
        ("Ready for the stage “Plan”?", "The agreement is in force. You decide whether it moves")
    ]
    browser, page = browser_of(olu), reverse("partnership", args=[pantry.pk])
    assert "Move on to “Plan”?" in browser.get(page).content.decode()
    assert Partnership.objects.get(pk=pantry.pk).stage == "agree"
    browser.post(reverse("answer-stage", args=[pantry.pk]), {"stage": "plan", "answer": "yes"})
    assert Partnership.objects.get(pk=pantry.pk).stage == "plan"
    assert str(Event.objects.get(kind="partnership.moved")) == "Olu Adeyemi moved the partnership to the stage “Plan”"
    assert "Move on to" not in browser.get(page).content.decode()


def test_not_yet_is_heard_and_the_next_fact_offers_again(browser_of, olu, pantry, stage_of, now):
    stage_of("agree")
    bring_into_force(pantry, now)
    browser_of(olu).post(reverse("answer-stage", args=[pantry.pk]), {"stage": "plan", "answer": "not-yet"})
    assert (Partnership.objects.get(pk=pantry.pk).stage, offered(pantry)) == ("agree", "")
    assert [s for s in urgent(olu, now) if s.group == "stage"] == []
    Objective.objects.create(partnership=pantry, title="60 eat together")
    assert offered(pantry) == "deliver"


def test_who_goes_back_is_not_sent_forward_again_at_once(browser_of, olu, pantry, stage_of, now):
    stage_of("plan")
    bring_into_force(pantry, now)
    form = {"name": pantry.name, "need": pantry.need, "nation": "ENG", "stage": "agree"}
    browser_of(olu).post(reverse("edit-partnership", args=[pantry.pk]), form)
    assert (Partnership.objects.get(pk=pantry.pk).stage, offered(pantry)) == ("agree", "")


def test_a_partner_is_offered_nothing(browser_of, mina, pantry, larder_membership, stage_of, now):
    stage_of("agree")
    bring_into_force(pantry, now)
    page = browser_of(mina).get(reverse("partnership", args=[pantry.pk])).content.decode()
    assert "Move on to" not in page


@pytest.mark.parametrize("said", [{}, {"stage": "heaven", "answer": "yes"}, {"stage": "plan", "answer": "perhaps"}])
def test_an_answer_that_makes_no_sense_changes_nothing(browser_of, olu, pantry, stage_of, said):
    stage_of("agree")
    page = browser_of(olu).post(reverse("answer-stage", args=[pantry.pk]), said, follow=True)
    assert "Nothing was changed" in page.content.decode()
    assert Partnership.objects.get(pk=pantry.pk).stage == "agree"
