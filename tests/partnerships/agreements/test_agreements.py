"""The agreement: written section by section, shared, read, amended."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.agreements.actions import versions
from partnerships.agreements.content import Content
from partnerships.models import Agreement, AgreementVersion, Membership

from ...factories import MembershipFactory
from .agreeing import VISION, accept, fill, states, told

# --- Writing ---


def test_an_agreement_begins_once(olu, pantry, draft, now):
    assert (draft.number, draft.state) == (1, "draft")
    with pytest.raises(versions.AlreadyOpen, match="has an open version already"):
        versions.begin(partnership=pantry, by=olu, now=now)


def test_the_lead_begins_and_writes_section_by_section(olu, pantry, browser_of):
    browser = browser_of(olu)
    begun = browser.post(reverse("begin-agreement", args=[pantry.pk]))
    version = AgreementVersion.objects.get()
    assert begun.url == reverse("edit-agreement", args=[version.pk])
    onward = browser.post(reverse("write-section", args=[version.pk, "vision"]), {"text": VISION, "onward": "1"})
    assert onward.url == reverse("write-section", args=[version.pk, "goals"])
    back = browser.post(reverse("write-section", args=[version.pk, "goals"]), {"text": "Lunch", "back": "1"})
    assert back.url == begun.url
    version.refresh_from_db()
    assert (version.vision, version.goals) == (VISION, "Lunch")
    assert version.history.first().history_user == olu


@pytest.mark.parametrize("section", list(AgreementVersion.SECTIONS))
def test_every_section_has_guidance_and_an_example(section, olu, draft, browser_of):
    page = browser_of(olu).get(reverse("write-section", args=[draft.pk, section]))
    assert page.context["example"]
    assert page.context["form"].fields["text"].help_text.endswith(".")
    assert "<summary>See an example</summary>" in page.content.decode()


def test_a_section_that_does_not_exist_is_not_found(olu, draft, browser_of):
    assert browser_of(olu).get(reverse("write-section", args=[draft.pk, "number"])).status_code == 404


def test_dates_in_the_wrong_order_are_explained(olu, draft, browser_of):
    url = reverse("edit-agreement-dates", args=[draft.pk])
    page = browser_of(olu).post(url, {"starts_on": "1/3/27", "review_on": "1/2/27", "ends_on": "1 Feb 2027"})
    assert page.context["form"].errors == {
        "ends_on": ["The agreement ends before it starts."],
        "review_on": ["You look at it again before it starts."],
    }
    browser_of(olu).post(url, {"starts_on": "1/3/27", "review_on": "1/3/28", "ends_on": ""})
    draft.refresh_from_db()
    assert (draft.starts_on, draft.review_on, draft.ends_on) == (date(2027, 3, 1), date(2028, 3, 1), None)


def test_roles_are_written_side_by_side_and_taken_out_by_emptying(olu, draft, larder_membership, browser_of):
    url, key = reverse("edit-responsibilities", args=[draft.pk]), larder_membership.pk
    browser_of(olu).post(url, {f"role-{key}": "Cook", f"duties-{key}": "Lunch on Tuesdays"})
    assert list(draft.responsibilities.values_list("membership", "role", "duties")) == [
        (key, "Cook", "Lunch on Tuesdays")
    ]
    browser_of(olu).post(url, {f"role-{key}": "Chef", f"duties-{key}": ""})
    assert list(draft.responsibilities.values_list("role", flat=True)) == ["Chef"]
    browser_of(olu).post(url, {f"role-{key}": "", f"duties-{key}": ""})
    assert not draft.responsibilities.exists()


def test_duties_without_a_role_ask_for_its_name(olu, draft, larder_membership, browser_of):
    url, key = reverse("edit-responsibilities", args=[draft.pk]), larder_membership.pk
    page = browser_of(olu).post(url, {f"duties-{key}": "Lunch"})
    assert page.context["form"].errors == {f"role-{key}": ["Give the role of Sale Larder a name."]}


def test_the_words_are_fixed_once_shared(olu, shared, now):
    with pytest.raises(versions.StaleVersion, match="has been shared, so its text is fixed"):
        versions.write(version=shared, values={"vision": "Something else"}, by=olu, now=now)
    with pytest.raises(versions.StaleVersion):
        versions.assign(version=shared, rows={}, by=olu, now=now)
    shared.refresh_from_db()
    assert shared.vision == VISION


def test_who_saves_a_section_just_after_it_was_shared_keeps_their_words(olu, shared, browser_of):
    page = browser_of(olu).post(reverse("write-section", args=[shared.pk, "goals"]), {"text": "A long thought"})
    text = page.content.decode()
    assert "A long thought" in text
    assert "has been shared, so its text is fixed" in text
    shared.refresh_from_db()
    assert shared.goals == ""


def test_who_opens_a_draft_page_too_late_is_told(olu, shared, browser_of):
    for name in ("edit-agreement", "edit-agreement-dates", "edit-responsibilities", "share-agreement"):
        page = browser_of(olu).get(reverse(name, args=[shared.pk]), follow=True)
        assert page.redirect_chain[-1][0] == reverse("agreement", args=[shared.agreement.partnership_id]), name
        assert "its text is fixed" in page.content.decode()


# --- Sharing ---


def test_sharing_fixes_the_words_and_is_told(olu, pantry, shared, now):
    assert (shared.state, shared.shared_at, shared.shared_by) == ("shared", now, olu)
    assert shared.text_hash == Content.of(shared).hash()
    assert told(pantry) == ["Olu Adeyemi shared version 1 of the agreement"]


def test_without_a_vision_there_is_nothing_to_share(olu, pantry, draft, browser_of, now):
    versions.write(version=draft, values={"vision": "  "}, by=olu, now=now)
    page = browser_of(olu).post(reverse("share-agreement", args=[draft.pk]), follow=True)
    assert "Write the shared vision first." in page.content.decode()
    assert states(pantry) == {1: "draft"}


def test_without_members_there_is_nobody_to_share_with(olu, pantry, draft, larder_membership, now):
    Membership.objects.filter(pk=larder_membership.pk).update(stage="willing")
    with pytest.raises(versions.NotReady, match="No organisation but the host is a member yet"):
        versions.share(version=draft, by=olu, now=now)
    assert states(pantry) == {1: "draft"}


def test_the_share_page_shows_who_will_be_asked(olu, mina, pantry, draft, browser_of):
    MembershipFactory(partnership=pantry, organisation__name="Age Well")
    text = browser_of(olu).get(reverse("share-agreement", args=[draft.pk])).content.decode()
    assert "Mina Patel" in text
    assert "Nobody can accept for them" in text


# --- Reading ---


@pytest.mark.parametrize(
    "name", ["edit-agreement", "print-agreement", "share-agreement", "accept-agreement", "add-commitment"]
)
def test_a_draft_is_invisible_to_partners(name, mina, draft, browser_of):
    assert browser_of(mina).get(reverse(name, args=[draft.pk])).status_code == 404


def test_the_agreement_page_shows_a_partner_nothing_of_a_draft(mina, pantry, draft, browser_of):
    page = browser_of(mina).get(reverse("agreement", args=[pantry.pk]))
    assert page.context["shown"] is None
    assert VISION not in page.content.decode()
    assert browser_of(mina).get(reverse("agreement", args=[pantry.pk]), {"version": "1"}).status_code == 404


def test_waiting_for_is_always_shown(olu, mina, viewer, pantry, shared, browser_of, now):
    url = reverse("agreement", args=[pantry.pk])
    for person, names in ((olu, "you and Sale Larder"), (mina, "you and Trafford Council"),
                          (viewer, "Sale Larder and Trafford Council")):  # fmt: skip
        assert f"Waiting for {names} to accept." in browser_of(person).get(url).content.decode()
    accept(shared, mina, now)
    assert "Waiting for you to accept." in browser_of(olu).get(url).content.decode()


def test_while_the_next_version_is_shared_the_one_in_force_can_be_read(olu, pantry, in_force, browser_of, now):
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    versions.write(version=second, values={"vision": "Second words"}, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    browser, url = browser_of(olu), reverse("agreement", args=[pantry.pk])
    assert browser.get(url).context["shown"] == second
    page = browser.get(url, {"version": "1"})
    assert page.context["shown"] == in_force
    assert "Version 2 is shared. Waiting for you and Sale Larder to accept." in page.content.decode()


def test_the_printed_agreement_carries_version_and_signatures(mina, in_force, browser_of):
    text = browser_of(mina).get(reverse("print-agreement", args=[in_force.pk])).content.decode()
    for words in (VISION, "Version 1", "is in force since 1 December 2026", "Mina Patel", "Olu Adeyemi"):
        assert words in text, words
    assert in_force.text_hash[:16] in text


# --- Changing ---


def test_amending_a_version_in_force_leaves_it_in_force(olu, mina, pantry, in_force, now):
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    assert (second.vision, states(pantry)) == (VISION, {2: "draft", 1: "in-force"})
    versions.share(version=second, by=olu, now=now)
    accept(second, mina, now)
    assert states(pantry) == {2: "shared", 1: "in-force"}
    accept(second, olu, now)
    assert states(pantry) == {2: "in-force", 1: "superseded"}
    assert in_force.acceptances.count() == 2


def test_the_same_words_in_a_new_version_are_accepted_anew(olu, mina, in_force, now):
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    with pytest.raises(versions.StaleVersion):
        accept(second, mina, now, text_hash=in_force.text_hash)


def test_amending_a_shared_version_takes_it_back(olu, mina, pantry, shared, now):
    accept(shared, mina, now)
    versions.amend(agreement=shared.agreement, by=olu, now=now)
    assert states(pantry) == {2: "draft", 1: "superseded"}


def test_a_draft_is_amended_by_writing_on(olu, draft, now):
    with pytest.raises(versions.AlreadyOpen, match="Version 1 is being written already"):
        versions.amend(agreement=draft.agreement, by=olu, now=now)


def test_roles_and_promises_are_copied_without_those_who_left(olu, pantry, in_force, host_membership, now):
    gone = MembershipFactory(partnership=pantry, stage="left", reason="Closed")
    for membership in (host_membership, gone):
        in_force.responsibilities.create(membership=membership, role="Cook")
        in_force.commitments.create(partnership=pantry, from_membership=membership, what="Rooms")
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    assert list(second.responsibilities.values_list("membership", flat=True)) == [host_membership.pk]
    assert list(second.commitments.values_list("from_membership", flat=True)) == [host_membership.pk]
    assert in_force.responsibilities.count() == 2


def test_the_amend_page_asks_first(olu, pantry, shared, browser_of):
    url = reverse("amend-agreement", args=[pantry.pk])
    assert "everybody accepts again" in browser_of(olu).get(url).content.decode()
    assert states(pantry) == {1: "shared"}
    response = browser_of(olu).post(url)
    assert response.url == reverse("edit-agreement", args=[AgreementVersion.objects.get(number=2).pk])


# --- Who does what ---


@pytest.mark.parametrize(
    ("who", "draft_status", "status"), [("mina", 404, 403), ("viewer", 403, 403), ("ravi", 404, 404)]
)
def test_only_leads_write(request, who, draft_status, status, pantry, draft, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    for name in ("begin-agreement", "amend-agreement", "make-commitment"):
        assert browser.post(reverse(name, args=[pantry.pk])).status_code == status, name
    for name in (
        "edit-agreement",
        "edit-agreement-dates",
        "edit-responsibilities",
        "share-agreement",
        "add-commitment",
    ):
        assert browser.post(reverse(name, args=[draft.pk])).status_code == draft_status, name
    wrote = browser.post(reverse("write-section", args=[draft.pk, "vision"]), {"text": "Mine"})
    assert wrote.status_code == draft_status
    draft.refresh_from_db()
    assert (draft.vision, draft.state) == (VISION, "draft")


def test_a_stranger_does_not_learn_that_there_is_an_agreement(ravi, pantry, shared, browser_of):
    browser = browser_of(ravi)
    for name, pk in (("agreement", pantry.pk), ("print-agreement", shared.pk), ("accept-agreement", shared.pk)):
        page, missing = (browser.get(reverse(name, args=[number])) for number in (pk, 999_999))
        assert (page.status_code, page.content) == (404, missing.content), name


def test_the_agreement_costs_the_same_at_three_and_at_sixty(
    olu, pantry, in_force, browser_of, now, django_assert_num_queries
):
    """Besides the session, the person and their seats: 12 queries; on paper 8."""
    browser, pages = browser_of(olu), {"agreement": (pantry.pk, 12), "print-agreement": (in_force.pk, 8)}
    for count in (3, 57):
        fill(in_force, count, now)
        for name, (pk, cost) in pages.items():
            with django_assert_num_queries(3 + cost):
                browser.get(reverse(name, args=[pk]))


def test_a_draft_costs_the_same_at_three_and_at_sixty(
    olu, pantry, in_force, browser_of, now, django_assert_num_queries
):
    """Besides the session, the person and their seats: 7 queries to write on it, 18 to share it, 6 of them for who gets
    mail from that."""
    browser, second = browser_of(olu), versions.amend(agreement=in_force.agreement, by=olu, now=now)
    for count in (3, 57):
        fill(second, count, now)
        for name, cost in (("edit-agreement", 7), ("share-agreement", 18)):
            with django_assert_num_queries(3 + cost):
                browser.get(reverse(name, args=[second.pk]))


def test_a_draft_begun_by_mistake_is_thrown_away(olu, pantry, larder_membership, browser_of, now):
    draft = versions.begin(partnership=pantry, by=olu, now=now)
    draft = versions.write(version=draft, values={"vision": "Nobody eats alone"}, by=olu, now=now)
    versions.assign(version=draft, rows={larder_membership.pk: ("Cook", "Cooks")}, by=olu, now=now)
    browser, url = browser_of(olu), reverse("discard-draft", args=[draft.pk])
    assert url in browser.get(reverse("edit-agreement", args=[draft.pk])).content.decode()
    assert "It says something about: Shared vision" in browser.get(url).content.decode()
    page = browser.post(url, follow=True)
    assert (page.status_code, AgreementVersion.objects.exists(), Agreement.objects.exists()) == (200, False, False)
    lost = draft.history.model.objects.filter(id=draft.pk, history_type="-").get()
    assert (lost.vision, lost.history_user) == ("Nobody eats alone", olu)
    assert versions.begin(partnership=pantry, by=olu, now=now).number == 1


def test_a_shared_version_is_not_thrown_away(olu, pantry, mina, browser_of, now):
    draft = versions.begin(partnership=pantry, by=olu, now=now)
    draft = versions.write(version=draft, values={"vision": "Nobody eats alone"}, by=olu, now=now)
    shared = versions.share(version=draft, by=olu, now=now)
    browser_of(olu).post(reverse("discard-draft", args=[shared.pk]))
    assert AgreementVersion.objects.get().is_shared


@pytest.mark.parametrize(
    ("starts_on", "said"),
    [
        (None, "is in force since 1 December 2026"),
        (date(2026, 11, 1), "is in force since 1 December 2026"),
        (date(2027, 1, 1), "is accepted by everybody and counts from 1 January 2027"),
    ],
)
def test_since_when_it_counts_is_said_the_same_everywhere(olu, mina, pantry, browser_of, now, starts_on, said):
    agreement = Agreement.objects.create(partnership=pantry)
    version = AgreementVersion.objects.create(
        agreement=agreement, state="in-force", in_force_at=now, vision="Soup", starts_on=starts_on
    )
    for name, pk in [("partnership", pantry.pk), ("agreement", pantry.pk), ("print-agreement", version.pk)]:
        page = " ".join(browser_of(olu).get(reverse(name, args=[pk])).content.decode().split())
        assert said in page, name
