"""Who people already go to, what they say to the plan, and the warning when nobody of them is on board."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships import signs
from partnerships.models import Agreement, AgreementVersion, BuyIn, Partnership, TrustedPerson
from partnerships.pipeline.actions import trusted_people

from ...factories import ContactFactory, OrganisationFactory, PartnershipFactory

WARNING = "Nobody whom people already trust is on board"


@pytest.fixture
def begum(pantry, now):
    return trusted_people.add(
        trusted_person=TrustedPerson(partnership=pantry, name="Mrs Begum", role="Asked about schools"), by=None, now=now
    )


@pytest.fixture
def board(pantry):
    return reverse("pipeline", args=[pantry.pk])


def hear(person, answer, on, by=None, words=""):
    return trusted_people.note_buy_in(
        trusted_person=person, answer=answer, words=words, heard_by="Olu", heard_on=on, by=by, now=timezone.now()
    )


def text_of(response):
    return " ".join(response.content.decode().split())


# --- The list ---


def test_a_lead_adds_somebody_with_who_told_us_and_where_they_belong(olu, larder_membership, pantry, board, browser_of):
    contact = ContactFactory(organisation=larder_membership.organisation, name="Jo Kerr")
    typed = {"name": "Jo at the hatch", "role": "Knows every family", "told_by": "Mina"}
    typed |= {"organisation": larder_membership.organisation_id, "contact": contact.pk}
    response = browser_of(olu).post(reverse("add-trusted-person", args=[pantry.pk]), typed)
    person = pantry.trusted_people.get()
    assert (person.name, person.organisation, person.contact) == ("Jo at the hatch", contact.organisation, contact)
    assert (person.buy_in, response.url) == ("not-asked", f"{board}#trusted")
    page = text_of(browser_of(olu).get(board))
    for words in ("Jo at the hatch", "Knows every family", "Told us: Mina", "We know them as Jo Kerr", "Not asked yet"):
        assert words in page, words


def test_only_organisations_and_people_of_this_partnership_are_offered(olu, larder_membership, pantry, browser_of):
    OrganisationFactory(name="Somewhere else")
    ContactFactory(name="Somebody else")
    form = browser_of(olu).get(reverse("add-trusted-person", args=[pantry.pk])).context["form"]
    assert set(form.fields["organisation"].queryset) == {pantry.host, larder_membership.organisation}
    assert {contact.name for contact in form.fields["contact"].queryset} == {"Olu Adeyemi"}


def test_a_person_without_a_name_or_a_role_is_refused(olu, pantry, browser_of):
    page = browser_of(olu).post(reverse("add-trusted-person", args=[pantry.pk]), {"told_by": "Mina"})
    assert page.context["form"].errors == {
        "name": ["Fill in “Person or place”."],
        "role": ["Fill in “What they are to the community”."],
    }
    assert "Mina" in text_of(page)


def test_a_lead_changes_and_removes_somebody(olu, begum, board, browser_of):
    browser = browser_of(olu)
    browser.post(reverse("edit-trusted-person", args=[begum.pk]), {"name": "Mrs S Begum", "role": "Schools"})
    begum.refresh_from_db()
    assert (begum.name, begum.history.count()) == ("Mrs S Begum", 2)
    url = reverse("remove-trusted-person", args=[begum.pk])
    assert "This cannot be undone here" in text_of(browser.get(url))
    assert TrustedPerson.objects.exists()
    assert "Mrs S Begum is off the list." in text_of(browser.post(url, follow=True))
    assert not TrustedPerson.objects.exists()


# --- What they say ---


def test_what_somebody_says_is_noted_with_day_words_and_who_heard_it(olu, begum, board, browser_of):
    today = timezone.localdate()
    typed = {"answer": "on-board", "words": "Count me in", "heard_by": "Mina", "heard_on": f"{today:%d/%m/%Y}"}
    browser_of(olu).post(reverse("note-buy-in", args=[begum.pk]), typed)
    begum.refresh_from_db()
    heard = begum.heard.get()
    assert (begum.buy_in, heard.words, heard.heard_by, heard.heard_on, heard.noted_by) == (
        "on-board", "Count me in", "Mina", today, olu,
    )  # fmt: skip
    assert "“Count me in” · heard by Mina" in text_of(browser_of(olu).get(board))


def test_how_they_stand_is_the_newest_answer_also_when_an_older_one_comes_later(begum, today):
    hear(begum, "unsure", today - timedelta(days=9))
    hear(begum, "on-board", today)
    hear(begum, "against", today - timedelta(days=30))
    begum.refresh_from_db()
    assert begum.buy_in == "on-board"
    assert [heard.answer for heard in begum.heard.all()] == ["on-board", "unsure", "against"]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"answer": "not-asked"}, {"answer": ["Choose one of the answers."]}),
        ({"answer": ""}, {"answer": ["Choose an answer for “How do they stand to it?”."]}),
        ({"heard_by": ""}, {"heard_by": ["Fill in “Who heard it”."]}),
        ({"heard_on": "1/1/2199"}, {"heard_on": ["Give the day it was said, today or earlier."]}),
    ],
)
def test_an_answer_that_cannot_be_is_refused(typed, errors, olu, begum, browser_of):
    right = {"answer": "unsure", "heard_by": "Mina", "heard_on": "1/12/2020"}
    page = browser_of(olu).post(reverse("note-buy-in", args=[begum.pk]), right | typed)
    assert page.context["form"].errors == errors
    begum.refresh_from_db()
    assert (begum.buy_in, BuyIn.objects.count()) == ("not-asked", 0)


# --- The warning ---


def lacking():
    return list(Partnership.objects.without_buy_in())


@pytest.mark.parametrize("stage", ["identify", "meet", "agree", "evaluate"])
def test_before_the_plan_nobody_is_warned(stage, pantry):
    Partnership.objects.filter(pk=pantry.pk).update(stage=stage)
    assert lacking() == []


@pytest.mark.parametrize("stage", ["plan", "deliver"])
def test_a_plan_lacks_buy_in_until_one_trusted_person_is_on_board(stage, pantry, begum, today):
    Partnership.objects.filter(pk=pantry.pk).update(stage=stage)
    assert lacking() == [pantry]
    hear(begum, "against", today - timedelta(days=1))
    assert lacking() == [pantry]
    hear(begum, "on-board", today)
    assert lacking() == []


def test_a_shared_agreement_lacks_it_once_whatever_its_versions(pantry):
    agreement = Agreement.objects.create(partnership=pantry)
    AgreementVersion.objects.create(agreement=agreement, number=1, state="superseded")
    assert lacking() == []
    AgreementVersion.objects.create(agreement=agreement, number=2, state="shared")
    Partnership.objects.filter(pk=pantry.pk).update(stage="plan")
    assert lacking() == [pantry]


def test_moving_to_plan_is_a_warning_and_not_a_wall(olu, pantry, begum, today, browser_of):
    browser, url = browser_of(olu), reverse("edit-partnership", args=[pantry.pk])
    typed = {"name": pantry.name, "need": pantry.need, "nation": "ENG", "state": "active"}
    page = browser.post(url, typed | {"stage": "plan"}, follow=True)
    pantry.refresh_from_db()
    assert pantry.stage == "plan"
    assert f"{WARNING} yet" in text_of(page)
    assert f"{WARNING} yet" in text_of(browser.get(url))
    hear(begum, "on-board", today)
    assert WARNING not in text_of(browser.post(url, typed | {"stage": "deliver"}, follow=True))
    assert WARNING not in text_of(browser.get(url))


def test_the_pipeline_and_the_page_that_shares_the_agreement_warn_too(
    olu, pantry, larder_membership, begum, browser_of
):
    agreement = Agreement.objects.create(partnership=pantry)
    version = AgreementVersion.objects.create(agreement=agreement, vision="Nobody eats alone")
    share, pipeline = reverse("share-agreement", args=[version.pk]), reverse("pipeline", args=[pantry.pk])
    browser = browser_of(olu)
    assert (WARNING in text_of(browser.get(share)), WARNING in text_of(browser.get(pipeline))) == (True, False)
    browser.post(share)
    assert WARNING in text_of(browser.get(pipeline))


def about_buy_in(user, now):
    return [sign for sign in signs.seen_by(user, now=now, limit=50) if sign.group == "buy-in"]


def test_a_plan_that_goes_ahead_alone_is_a_sign_to_its_leads_only(olu, mina, ravi, pantry, begum, now, today):
    Partnership.objects.filter(pk=pantry.pk).update(stage="plan")
    PartnershipFactory(stage="plan")
    (sign,) = about_buy_in(olu, now)
    assert (sign.group, sign.sentence, sign.partnership) == ("buy-in", WARNING, "Pantry partnership")
    assert sign.url == reverse("pipeline", args=[pantry.pk]) + "#trusted"
    assert [about_buy_in(who, now) for who in (mina, ravi)] == [[], []]
    hear(begum, "on-board", today)
    assert about_buy_in(olu, now) == []


# --- Who sees it ---


def test_what_a_trusted_person_said_is_for_leads_and_overseers(olu, ada, viewer, mina, ravi, begum, today):
    hear(begum, "against", today, words="Never again")
    seen = [BuyIn.objects.visible_to(who).exists() for who in (olu, ada, viewer, mina, ravi)]
    assert seen == [True, True, True, False, False]


@pytest.mark.parametrize(("who", "status"), [("olu", 200), ("viewer", 403), ("mina", 404), ("ravi", 404)])
def test_only_leads_keep_the_list(request, who, status, olu, viewer, mina, ravi, begum, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    for name in ("edit-trusted-person", "remove-trusted-person", "note-buy-in"):
        assert browser.get(reverse(name, args=[begum.pk])).status_code == status, name


def test_the_list_costs_the_same_at_three_and_at_sixty(
    olu, pantry, today, board, browser_of, django_assert_max_num_queries
):
    def fill(count):
        for number in range(count):
            person = TrustedPerson.objects.create(
                partnership=pantry, name=f"Person {number}", role="Neighbour", organisation=OrganisationFactory(),
                contact=ContactFactory(),
            )  # fmt: skip
            hear(person, "unsure", today)

    browser = browser_of(olu)
    fill(3)
    with django_assert_max_num_queries(14) as few:
        browser.get(board)
    fill(57)
    with django_assert_max_num_queries(len(few)):
        browser.get(board)
