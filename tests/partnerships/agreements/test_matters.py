"""Who does what: who leads, helps, is asked, is told; and what nobody does."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships.agreements.actions import activities, versions
from partnerships.agreements.content import Content
from partnerships.models import Matter, Membership, Objective, Part

from ...factories import MembershipFactory


@pytest.fixture
def church(pantry):
    return MembershipFactory(partnership=pantry, organisation__name="Sale Methodists")


@pytest.fixture
def say(draft, olu, now):
    """`say("Insurance", {membership: "leads"})` writes a matter into the draft."""

    def write(what, parts):
        return activities.add(version=draft, what=what, objective=None, parts=parts, by=olu, now=now)

    return write


def sent(what, parts, **more):
    return {"what": what, **{f"part-{membership.pk}": kind for membership, kind in parts.items()}, **more}


def parts_of(matter):
    return dict(matter.parts.values_list("membership", "kind"))


# --- Writing ---


def test_a_lead_writes_down_who_does_what(olu, draft, host_membership, larder_membership, browser_of):
    body = sent("Insurance", {host_membership: "leads", larder_membership: "told"})
    response = browser_of(olu).post(reverse("add-matter", args=[draft.pk]), body)
    assert response.url == reverse("edit-matters", args=[draft.pk])
    matter = draft.matters.get()
    assert (matter.what, parts_of(matter)) == (
        "Insurance",
        {host_membership.pk: "leads", larder_membership.pk: "told"},
    )
    assert matter.history.first().history_user == olu
    assert matter.parts.first().history.first().history_user == olu
    again = browser_of(olu).post(reverse("add-matter", args=[draft.pk]), sent("Keys", {}, more="1"))
    assert again.url == reverse("add-matter", args=[draft.pk])


def test_the_lead_changes_hands_in_one_go(olu, draft, host_membership, larder_membership, say, browser_of):
    matter = say("Insurance", {host_membership: "leads", larder_membership: "helps"})
    url = reverse("edit-matter", args=[matter.pk])
    browser_of(olu).post(url, sent("Insurance", {host_membership: "asked", larder_membership: "leads"}))
    assert parts_of(matter) == {host_membership.pk: "asked", larder_membership.pk: "leads"}
    browser_of(olu).post(url, sent("All insurance", {host_membership: "", larder_membership: "leads"}))
    matter.refresh_from_db()
    assert (matter.what, parts_of(matter)) == ("All insurance", {larder_membership.pk: "leads"})


def test_two_leaders_are_named_and_nothing_typed_is_lost(
    olu, draft, host_membership, larder_membership, church, browser_of
):
    url = reverse("add-matter", args=[draft.pk])
    both = {host_membership: "leads", larder_membership: "leads", church: "told"}
    page = browser_of(olu).post(url, sent("Insurance of all volunteers", both))
    said = "Sale Larder and Trafford Council would both lead. Choose one to lead; the others can help."
    assert page.context["form"].errors == {f"part-{host_membership.pk}": [said]}
    text = page.content.decode()
    assert 'value="Insurance of all volunteers"' in text
    assert text.count('<option value="leads" selected>') == 2
    assert text.count('<option value="told" selected>') == 1
    assert not draft.matters.exists()
    page = browser_of(olu).post(url, sent("Insurance", {m: "leads" for m in both}))
    assert "Sale Larder, Sale Methodists and Trafford Council would all lead." in page.content.decode()


def test_two_leaders_change_nothing_of_a_line_that_is_there(olu, host_membership, larder_membership, say, now):
    matter = say("Insurance", {host_membership: "leads"})
    both = {host_membership: "leads", larder_membership: "leads"}
    with pytest.raises(activities.TwoLeaders):
        activities.change(matter=matter, what="Other words", objective=None, parts=both, by=olu, now=now)
    matter.refresh_from_db()
    assert (matter.what, parts_of(matter)) == ("Insurance", {host_membership.pk: "leads"})


def test_the_database_knows_one_leader_only(host_membership, larder_membership, say):
    matter = say("Insurance", {host_membership: "leads"})
    second = Part(matter=matter, membership=larder_membership, kind="leads")
    with pytest.raises(ValidationError, match="One leads; the other can help"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_a_line_can_be_saved_without_a_leader(olu, draft, larder_membership, browser_of):
    browser_of(olu).post(reverse("add-matter", args=[draft.pk]), sent("Insurance", {larder_membership: "helps"}))
    assert parts_of(draft.matters.get()) == {larder_membership.pk: "helps"}
    page = browser_of(olu).get(reverse("edit-matters", args=[draft.pk])).content.decode()
    assert "Nobody leads: Insurance" in page


def test_an_objective_lends_its_words_and_keeps_its_own_later(olu, pantry, draft, browser_of):
    objective = Objective.objects.create(partnership=pantry, title="Sixty eat together")
    url = reverse("add-matter", args=[draft.pk])
    browser_of(olu).post(url, sent("", {}, objective=objective.pk))
    matter = draft.matters.get()
    assert (matter.what, matter.objective) == ("Sixty eat together", objective)
    before = Content.of(draft).hash()
    Objective.objects.filter(pk=objective.pk).update(title="Seventy eat together")
    objective.delete()
    assert Content.of(draft).hash() == before


def test_another_partnerships_objective_or_organisation_is_refused(olu, ravi, draft, browser_of):
    boxing = Membership.objects.get(partnership__name="Boxing partnership")
    objective = Objective.objects.create(partnership=boxing.partnership, title="Win")
    Objective.objects.create(partnership=draft.agreement.partnership, title="Eat together")
    body = sent("Insurance", {boxing: "leads"}, objective=objective.pk)
    page = browser_of(olu).post(reverse("add-matter", args=[draft.pk]), body)
    assert page.context["form"].errors == {"objective": ["Choose one of the answers."]}
    browser_of(olu).post(reverse("add-matter", args=[draft.pk]), sent("Insurance", {boxing: "leads"}))
    assert parts_of(draft.matters.get()) == {}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"what": " "}, {"what": ["Fill in “What is to be done”."]}),
        ({"what": "x" * 256}, {"what": ["Keep “What is to be done” to 255 characters or fewer."]}),
        (
            {"what": "Insurance"},
            {"what": ["“Insurance” is in the list already. Change that line, or use other words."]},
        ),
    ],
)
def test_what_is_missing_too_long_or_there_already_is_explained(body, said, olu, draft, say, browser_of):
    say("Insurance", {})
    page = browser_of(olu).post(reverse("add-matter", args=[draft.pk]), body)
    assert page.context["form"].errors == said
    assert draft.matters.count() == 1


def test_with_objectives_to_choose_from_one_of_both_is_asked_for(olu, pantry, draft, browser_of):
    Objective.objects.create(partnership=pantry, title="Eat together")
    page = browser_of(olu).post(reverse("add-matter", args=[draft.pk]), {"what": " "})
    assert page.context["form"].errors == {"what": ["Say what is to be done, or choose an objective."]}


def test_a_made_up_part_is_refused(olu, draft, larder_membership, browser_of):
    page = browser_of(olu).post(reverse("add-matter", args=[draft.pk]), sent("Keys", {larder_membership: "owns"}))
    assert page.context["form"].errors == {f"part-{larder_membership.pk}": ["Choose one of the answers."]}


def test_removing_asks_first(olu, draft, host_membership, say, browser_of):
    matter = say("Insurance", {host_membership: "leads"})
    url = reverse("remove-matter", args=[matter.pk])
    assert "This cannot be undone" in browser_of(olu).get(url).content.decode()
    assert draft.matters.exists()
    assert browser_of(olu).post(url).url == reverse("edit-matters", args=[draft.pk])
    assert not draft.matters.exists()
    assert Matter.history.filter(history_type="-").count() == 1


def test_only_a_draft_can_change_and_what_was_typed_is_kept(olu, draft, host_membership, say, browser_of, now):
    matter = say("Insurance", {host_membership: "leads"})
    versions.share(version=draft, by=olu, now=now)
    browser = browser_of(olu)
    for name in ("edit-matter", "remove-matter"):
        page = browser.get(reverse(name, args=[matter.pk]), follow=True)
        assert "its text is fixed" in page.content.decode(), name
    page = browser.post(reverse("edit-matter", args=[matter.pk]), sent("A long thought", {})).content.decode()
    assert "A long thought" in page
    assert "its text is fixed" in page
    page = browser.post(reverse("add-matter", args=[draft.pk]), sent("Another thought", {})).content.decode()
    assert "Another thought" in page
    assert "its text is fixed" in page
    browser.post(reverse("remove-matter", args=[matter.pk]))
    assert (matter.version.matters.get().what, parts_of(matter)) == ("Insurance", {host_membership.pk: "leads"})


@pytest.mark.parametrize(
    ("who", "status", "once_shared"), [("mina", 404, 403), ("viewer", 403, 403), ("ravi", 404, 404)]
)
def test_only_leads_share_out(request, who, status, once_shared, olu, draft, say, host_membership, browser_of, now):
    matter = say("Insurance", {host_membership: "leads"})
    browser = browser_of(request.getfixturevalue(who))
    assert browser.post(reverse("add-matter", args=[draft.pk]), sent("Mine", {})).status_code == status
    for wanted in (status, once_shared):
        for name in ("edit-matter", "remove-matter"):
            assert browser.post(reverse(name, args=[matter.pk]), sent("Mine", {})).status_code == wanted, name
        if draft.is_draft:
            versions.share(version=draft, by=olu, now=now)
    assert list(Matter.objects.values_list("what", flat=True)) == ["Insurance"]


# --- Reading ---


def test_holes_and_overlaps_are_said_in_words(draft, host_membership, larder_membership, church, say):
    say("Insurance", {host_membership: "helps"})
    say("Shared lunch", {host_membership: "leads", larder_membership: "helps", church: "helps"})
    say("Keys", {host_membership: "leads", larder_membership: "told"})
    say("Money", {host_membership: "leads"})
    grid = Content.of(draft).grid
    assert grid.holes() == ["Nobody leads: Insurance"]
    assert grid.overlaps() == ["Everybody helps, nobody is told: Shared lunch", "Trafford Council leads 3 of 4"]


def test_who_has_no_part_anywhere_is_named(draft, host_membership, larder_membership, say):
    assert Content.of(draft).grid.holes() == []
    say("Keys", {host_membership: "leads"})
    assert Content.of(draft).grid.holes() == ["Sale Larder has no part anywhere"]
    say("Lunch", {larder_membership: "leads"})
    assert (Content.of(draft).grid.holes(), Content.of(draft).grid.overlaps()) == ([], [])


def test_who_leads_half_is_not_called_an_overlap(draft, host_membership, larder_membership, say):
    for number, leader in enumerate([host_membership, host_membership, larder_membership, larder_membership]):
        say(f"Matter {number}", {leader: "leads"})
    assert Content.of(draft).grid.overlaps() == []


def test_an_organisation_that_left_stays_in_the_grid_it_has_a_part_in(draft, host_membership, church, say):
    say("Keys", {host_membership: "leads", church: "helps"})
    church.stage, church.reason = "left", "Closed"
    church.save()
    assert "Sale Methodists" in [str(membership.organisation) for membership in Content.of(draft).grid.memberships]


def test_everybody_with_a_seat_reads_the_grid_once_it_is_shared(
    olu, mina, viewer, pantry, draft, host_membership, larder_membership, say, browser_of, now
):
    say("Insurance of volunteers", {host_membership: "leads", larder_membership: "asked"})
    url = reverse("who-does-what", args=[pantry.pk])
    assert "Insurance of volunteers" in browser_of(olu).get(url).content.decode()
    assert "Insurance of volunteers" not in browser_of(mina).get(url).content.decode()
    versions.share(version=draft, by=olu, now=now)
    for person in (olu, mina, viewer):
        text = browser_of(person).get(url).content.decode()
        for words in ("Insurance of volunteers", "Leads", "Is asked"):
            assert words in text, words
    assert browser_of(mina).get(url, {"version": "9"}).status_code == 404


def test_a_stranger_does_not_learn_who_does_what(ravi, pantry, shared, browser_of):
    pages = [browser_of(ravi).get(reverse("who-does-what", args=[pk])) for pk in (pantry.pk, 999_999)]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content


@pytest.mark.parametrize("page", ["agreement", "print-agreement", "accept-agreement"])
def test_it_stands_in_the_agreement_wherever_that_is_read(
    page, olu, mina, draft, host_membership, larder_membership, say, browser_of, now
):
    say("Insurance of volunteers", {host_membership: "leads", larder_membership: "helps"})
    versions.share(version=draft, by=olu, now=now)
    key = draft.agreement.partnership_id if page == "agreement" else draft.pk
    text = browser_of(mina).get(reverse(page, args=[key])).content.decode()
    assert '<th scope="row">Insurance of volunteers</th>' in text
    assert '<td data-label="Leads">Trafford Council</td>' in text
    assert '<td data-label="Helps">Sale Larder</td>' in text


def test_sharing_with_a_hole_warns_and_is_possible(olu, draft, host_membership, say, browser_of):
    url = reverse("share-agreement", args=[draft.pk])
    assert "Worth a second look" not in browser_of(olu).get(url).content.decode()
    say("Insurance", {})
    text = browser_of(olu).get(url).content.decode()
    assert "Nobody leads: Insurance." in text
    assert "Trafford Council has no part anywhere." in text
    browser_of(olu).post(url)
    draft.refresh_from_db()
    assert draft.is_shared


def test_the_grid_costs_the_same_at_three_and_at_sixty(olu, pantry, draft, browser_of, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            membership = MembershipFactory(partnership=pantry)
            objective = Objective.objects.create(partnership=pantry, title="Lunch")
            matter = draft.matters.create(what=f"Keys of {membership.organisation}", objective=objective)
            matter.parts.create(membership=membership, kind="leads")

    browser = browser_of(olu)
    urls = [reverse("who-does-what", args=[pantry.pk]), reverse("edit-matters", args=[draft.pk])]
    fill(3)
    costs = []
    for url in urls:
        with django_assert_max_num_queries(3 + 3) as few:
            browser.get(url)
        costs.append(len(few))
    fill(57)
    for url, cost in zip(urls, costs, strict=True):
        with django_assert_max_num_queries(cost):
            browser.get(url)
