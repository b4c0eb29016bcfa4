import pytest
from django.urls import reverse

from partnerships.models import Event, Objective
from partnerships.plan.actions import objectives

from ...factories import MembershipFactory


@pytest.fixture
def lunches(pantry, larder_membership):
    return Objective.objects.create(partnership=pantry, title="60 people eat together", owner=larder_membership)


def words(**changes):
    return {"title": "60 older people in Sale eat together", "due_on": "1 June 2027", **changes}


def told(pantry):
    return list(Event.objects.filter(partnership=pantry).values_list("kind", flat=True))


def test_a_lead_sets_an_objective_and_reads_what_could_be_clearer(browser_of, olu, pantry):
    page = browser_of(olu).post(reverse("add-objective", args=[pantry.pk]), words(), follow=True)
    objective = pantry.objectives.get()
    assert page.redirect_chain[-1][0] == reverse("objective", args=[objective.pk])
    assert "2 of its five letters could be clearer" in page.content.decode()
    assert "Nobody leads it yet." in page.content.decode()
    assert [str(e) for e in Event.objects.all()] == [
        "Olu Adeyemi set an objective: 60 older people in Sale eat together"
    ]


def test_the_checker_blocks_nothing(browser_of, olu, pantry):
    browser_of(olu).post(reverse("add-objective", args=[pantry.pk]), {"title": "Improve"})
    assert pantry.objectives.get().title == "Improve"


def test_an_objective_without_a_sentence_is_asked_for_one(browser_of, olu, pantry):
    page = browser_of(olu).post(reverse("add-objective", args=[pantry.pk]), {"specific": "Kept"})
    assert "<title>Error: " in page.content.decode()
    assert "Kept" in page.content.decode()
    assert not pantry.objectives.exists()


def test_the_owner_is_one_of_the_partnership(browser_of, olu, pantry):
    elsewhere = MembershipFactory()
    page = browser_of(olu).post(reverse("add-objective", args=[pantry.pk]), words(owner=elsewhere.pk))
    assert page.status_code == 200
    assert not pantry.objectives.exists()


def test_an_owner_who_has_left_is_kept_until_somebody_chooses_another(browser_of, olu, lunches, larder_membership):
    larder_membership.stage = "left"
    larder_membership.save()
    browser_of(olu).post(reverse("edit-objective", args=[lunches.pk]), words(owner=larder_membership.pk))
    lunches.refresh_from_db()
    assert (lunches.owner, str(lunches.due_on)) == (larder_membership, "2027-06-01")


def test_an_organisation_that_has_left_cannot_be_chosen(browser_of, olu, pantry):
    gone = MembershipFactory(partnership=pantry, stage="left")
    page = browser_of(olu).post(reverse("add-objective", args=[pantry.pk]), words(owner=gone.pk))
    assert list(page.context["form"].errors) == ["owner"]


def test_every_change_is_in_its_history(browser_of, olu, lunches):
    browser_of(olu).post(reverse("edit-objective", args=[lunches.pk]), words())
    latest = lunches.history.first()
    assert (latest.title, latest.history_user) == ("60 older people in Sale eat together", olu)


@pytest.mark.parametrize(
    ("verb", "state", "kind"), [("reach", "reached", "objective.reached"), ("drop", "dropped", "objective.dropped")]
)
def test_an_objective_ends_once(olu, pantry, lunches, now, verb, state, kind):
    act = getattr(objectives, verb)
    act(objective=lunches, by=olu, now=now)
    with pytest.raises(objectives.AlreadySettled):
        act(objective=lunches, by=olu, now=now)
    assert (lunches.state, told(pantry)) == (state, [kind])
    assert lunches.history.first().state == state


@pytest.mark.parametrize("name", ["reach-objective", "drop-objective"])
def test_ending_an_objective_asks_first_and_twice_is_a_kind_sentence(browser_of, olu, pantry, lunches, name):
    browser, url = browser_of(olu), reverse(name, args=[lunches.pk])
    assert "You can take it up again at any time." in browser.get(url).content.decode()
    assert told(pantry) == []
    browser.post(url)
    second = browser.post(url, follow=True)
    assert "Nothing was changed." in second.content.decode()
    assert len(told(pantry)) == 1


def test_a_partner_reads_everything_and_sees_no_buttons(browser_of, mina, pantry, lunches):
    for name, pk in [("objectives", pantry.pk), ("objective", lunches.pk)]:
        page = browser_of(mina).get(reverse(name, args=[pk])).content.decode()
        assert "60 people eat together" in page
        assert "/edit/" not in page
        assert "/add/" not in page


def test_the_empty_list_says_what_to_do_first(browser_of, olu, mina, pantry):
    url = reverse("objectives", args=[pantry.pk])
    assert "Set the first objective" in browser_of(olu).get(url).content.decode()
    assert "Set the first objective" not in browser_of(mina).get(url).content.decode()


LOOKING = ["objectives", "objective"]
DOING = ["add-objective", "edit-objective", "reach-objective", "drop-objective"]


@pytest.mark.parametrize("name", LOOKING + DOING)
def test_a_stranger_does_not_learn_that_the_objective_exists(browser_of, ravi, pantry, lunches, name):
    url = reverse(name, args=[pantry.pk if name in ("objectives", "add-objective") else lunches.pk])
    assert browser_of(ravi).get(url).status_code == 404
    assert browser_of(ravi).post(url, words()).status_code == 404


@pytest.mark.parametrize("name", DOING)
def test_a_partner_may_not_change_objectives(browser_of, mina, pantry, lunches, name):
    url = reverse(name, args=[pantry.pk if name == "add-objective" else lunches.pk])
    assert browser_of(mina).get(url).status_code == 403
    assert browser_of(mina).post(url, words()).status_code == 403
    lunches.refresh_from_db()
    assert (lunches.state, lunches.title, pantry.objectives.count()) == ("active", "60 people eat together", 1)


def fill(pantry, owner, count):
    for number in range(count):
        objective = Objective.objects.create(partnership=pantry, title=f"Objective {number}", owner=owner)
        measure = objective.measures.create(
            name="Guests", unit="people", baseline=1, target=9, baseline_on="2026-01-01", source="Sheet"
        )
        measure.values.create(on="2026-02-01", value=5)


def test_the_list_asks_as_often_at_3_rows_as_at_60(
    browser_of, olu, pantry, larder_membership, django_assert_max_num_queries
):
    browser, url = browser_of(olu), reverse("objectives", args=[pantry.pk])
    fill(pantry, larder_membership, 3)
    with django_assert_max_num_queries(8) as small:
        browser.get(url)
    fill(pantry, larder_membership, 57)
    with django_assert_max_num_queries(8) as large:
        browser.get(url)
    assert len(small) == len(large)


def test_an_objective_is_taken_up_again(browser_of, olu, pantry, lunches, now):
    objectives.drop(objective=lunches, by=olu, now=now)
    browser, url = browser_of(olu), reverse("take-objective-up", args=[lunches.pk])
    assert url in browser.get(reverse("objective", args=[lunches.pk])).content.decode()
    browser.post(url)
    lunches.refresh_from_db()
    assert (lunches.state, "objective.taken_up" in told(pantry)) == ("active", True)
    assert "worked on already" in browser.post(url, follow=True).content.decode()
