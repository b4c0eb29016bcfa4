"""A yes to the exact words: from a link in a mail or signed in, once for each organisation, and questions instead."""

from datetime import date
from itertools import product

import pytest
from django.urls import reverse

from partnerships.agreements.actions import versions
from partnerships.links import links
from partnerships.models import Acceptance, ActionLink, AgreementVersion, Membership, Seat
from partnerships.pipeline.actions import memberships

from ...factories import MembershipFactory, SeatFactory
from .agreeing import VISION, accept, fill, states, told

# --- Accepting ---


def test_an_acceptance_keeps_the_words_the_person_and_the_moment(mina, shared, larder_membership, now):
    yes = accept(shared, mina, now)
    assert (yes.version, yes.membership, yes.accepted_by) == (shared, larder_membership, mina.contacts.get())
    assert (yes.text_hash, yes.authority, yes.accepted_at) == (shared.text_hash, "decides", now)
    shared.refresh_from_db()
    assert shared.state == "shared"


def test_the_last_yes_puts_it_in_force(pantry, in_force, now):
    assert (in_force.state, in_force.in_force_at) == ("in-force", now)
    assert told(pantry)[1:] == [
        "Mina Patel accepted version 1 of the agreement for Sale Larder",
        "Olu Adeyemi accepted version 1 of the agreement for Trafford Council",
        "Everyone has accepted: version 1 of the agreement is in force",
    ]


def test_organisations_that_are_not_members_are_not_waited_for(olu, mina, pantry, shared, now):
    MembershipFactory(partnership=pantry, stage="willing")
    accept(shared, mina, now)
    accept(shared, olu, now)
    assert states(pantry) == {1: "in-force"}


def test_it_comes_into_force_when_the_one_it_waited_for_leaves(olu, pantry, shared, larder_membership, now):
    accept(shared, olu, now)
    memberships.move(membership=larder_membership, stage="left", reason="Closed", by=olu, now=now)
    assert states(pantry) == {1: "in-force"}


def test_a_member_who_joins_later_accepts_what_is_in_force(olu, pantry, in_force, browser_of, now):
    seat = SeatFactory(membership__partnership=pantry, authority="decides")
    page = browser_of(olu).get(reverse("agreement", args=[pantry.pk])).content.decode()
    assert f"Waiting for {seat.membership.organisation} to accept." in page
    versions.accept(
        version=in_force, membership=seat.membership, contact=seat.contact, text_hash=in_force.text_hash, now=now
    )
    assert in_force.acceptances.count() == 3
    assert sum("is in force" in sentence for sentence in told(pantry)) == 1


def test_of_two_colleagues_the_second_reads_who_was_first(mina, larder_membership, shared, now):
    colleague = SeatFactory(membership=larder_membership, authority="decides").contact
    same = AgreementVersion.objects.get(pk=shared.pk)
    accept(shared, mina, now)
    with pytest.raises(versions.AlreadyAccepted) as refusal:
        versions.accept(
            version=same, membership=larder_membership, contact=colleague, text_hash=same.text_hash, now=now
        )
    assert str(refusal.value) == ("Mina Patel accepted version 1 for Sale Larder already. There is nothing more to do.")
    assert Acceptance.objects.count() == 1


@pytest.mark.parametrize("text_hash", ["", "0" * 64])
def test_other_words_than_those_shared_are_not_accepted(text_hash, mina, shared, now):
    with pytest.raises(versions.StaleVersion, match="Please read it again"):
        accept(shared, mina, now, text_hash=text_hash)
    assert not Acceptance.objects.exists()


def test_words_changed_behind_the_back_are_not_accepted(mina, pantry, shared, now):
    AgreementVersion.objects.filter(pk=shared.pk).update(vision="Something else")
    with pytest.raises(versions.StaleVersion, match="changed after it was shared"):
        accept(shared, mina, now)
    assert not Acceptance.objects.exists()
    assert len(told(pantry)) == 1


def test_a_promise_slipped_in_later_is_not_accepted(mina, olu, shared, host_membership, now):
    shared.commitments.create(partnership=host_membership.partnership, from_membership=host_membership, what="Rooms")
    with pytest.raises(versions.StaleVersion):
        accept(shared, mina, now)


def test_a_draft_and_a_replaced_version_are_not_accepted(olu, mina, draft, now):
    with pytest.raises(versions.StaleVersion, match="has not been shared yet"):
        accept(draft, mina, now)
    versions.share(version=draft, by=olu, now=now)
    versions.amend(agreement=draft.agreement, by=olu, now=now)
    with pytest.raises(versions.StaleVersion, match="has been replaced"):
        accept(draft, mina, now)
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("change", [{"authority": "observes"}, {"to_on": date(2026, 11, 30)}])
def test_observers_and_former_seats_do_not_accept(change, mina, shared, now):
    Seat.objects.filter(contact__user=mina).update(**change)
    with pytest.raises(versions.MayNotAccept):
        accept(shared, mina, now)


def test_nobody_accepts_for_another_organisation(mina, shared, host_membership, now):
    with pytest.raises(versions.MayNotAccept):
        versions.accept(
            version=shared,
            membership=host_membership,
            contact=mina.contacts.get(),
            text_hash=shared.text_hash,
            now=now,
        )


# --- The page that accepts ---


def yes(version, **more):
    return {"text_hash": version.text_hash, **more}


def test_a_link_opens_the_page_and_one_button_accepts(client, mina, shared, larder_membership, now):
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=shared.pk)
    page = client.get(reverse("follow-link", args=[link.token]), follow=True)
    text = page.content.decode()
    assert "You are reading it as Mina Patel, for Sale Larder." in text
    assert VISION in text
    assert "<script" not in text
    done = client.post(reverse("accept-agreement", args=[shared.pk]), yes(shared), follow=True)
    assert "Sale Larder has accepted" in done.content.decode()
    assert "Waiting for Trafford Council to accept." in done.content.decode()
    assert shared.acceptances.get().membership == larder_membership


def test_looking_changes_nothing(client, mina, shared):
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=shared.pk)
    for method in (client.get, client.head):
        method(reverse("follow-link", args=[link.token]), follow=True)
        method(reverse("accept-agreement", args=[shared.pk]))
    link.refresh_from_db()
    assert (Acceptance.objects.count(), link.revoked_at) == (0, None)


def test_the_link_of_one_version_does_not_open_another(client, mina, olu, shared, now):
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=shared.pk)
    client.get(reverse("follow-link", args=[link.token]))
    second = versions.amend(agreement=shared.agreement, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    assert client.get(reverse("accept-agreement", args=[second.pk])).status_code == 404
    old = client.get(reverse("accept-agreement", args=[shared.pk])).content.decode()
    assert "This version has been replaced" in old
    refused = client.post(reverse("accept-agreement", args=[shared.pk]), yes(shared))
    assert "Version 1 has been replaced" in refused.content.decode()
    assert not Acceptance.objects.exists()


def test_a_colleague_who_comes_second_reads_a_kind_sentence(client, mina, larder_membership, shared, now):
    colleague = SeatFactory(membership=larder_membership, authority="decides").contact
    link = links.make(ActionLink.Purpose.ACCEPT, contact=colleague, target_id=shared.pk)
    client.get(reverse("follow-link", args=[link.token]))
    accept(shared, mina, now)
    text = client.post(reverse("accept-agreement", args=[shared.pk]), yes(shared), follow=True).content.decode()
    assert "Mina Patel accepted version 1 for Sale Larder already. There is nothing more to do." in text


def test_a_stale_page_says_so_and_shows_the_words_again(mina, shared, browser_of):
    page = browser_of(mina).post(reverse("accept-agreement", args=[shared.pk]), {"text_hash": "old"})
    text = page.content.decode()
    assert "<title>Error: " in text
    assert "The text has changed since this page was opened." in text
    assert VISION in text


def test_who_must_consult_says_that_they_did(mina, shared, browser_of):
    Seat.objects.filter(contact__user=mina).update(authority="consults")
    url = reverse("accept-agreement", args=[shared.pk])
    page = browser_of(mina).post(url, yes(shared))
    assert "Tick this once you have asked those you must ask." in page.content.decode()
    assert not Acceptance.objects.exists()
    browser_of(mina).post(url, yes(shared, consulted="on"))
    assert Acceptance.objects.get().authority == "consults"


def test_the_lead_accepts_for_the_host_with_one_button(olu, pantry, shared, host_membership, browser_of):
    page = browser_of(olu).get(reverse("agreement", args=[pantry.pk]))
    assert page.context["my_seat"].membership == host_membership
    data = yes(shared, seat=page.context["my_seat"].pk)
    done = browser_of(olu).post(reverse("accept-agreement", args=[shared.pk]), data)
    assert done.url == reverse("agreement", args=[pantry.pk])
    assert shared.acceptances.get().membership == host_membership


def test_a_lead_who_opened_a_partners_link_still_accepts_for_the_host(olu, mina, shared, host_membership, browser_of):
    browser = browser_of(olu)
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=shared.pk)
    browser.get(reverse("follow-link", args=[link.token]))
    seat = Seat.objects.get(contact__user=olu)
    browser.post(reverse("accept-agreement", args=[shared.pk]), yes(shared, seat=seat.pk))
    assert shared.acceptances.get().membership == host_membership


def test_a_seat_that_is_not_ones_own_cannot_be_named(mina, olu, shared, larder_membership, browser_of):
    foreign = Seat.objects.get(contact__user=olu)
    browser_of(mina).post(reverse("accept-agreement", args=[shared.pk]), yes(shared, seat=foreign.pk))
    assert shared.acceptances.get().membership == larder_membership


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("ada", 403), ("ravi", 404)])
def test_who_has_no_seat_does_not_accept(request, who, status, shared, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    url = reverse("accept-agreement", args=[shared.pk])
    assert (browser.get(url).status_code, browser.post(url, yes(shared)).status_code) == (status, status)
    assert not Acceptance.objects.exists()


def test_a_seat_says_of_itself_whether_it_may_accept_as_the_list_does(pantry, today):
    for stage, authority, to_on in product(Membership.Stage, Seat.Authority, (None, today)):
        membership = MembershipFactory(partnership=pantry, stage=stage, reason="Closed")
        SeatFactory(membership=membership, authority=authority, to_on=to_on)
    assert {seat for seat in Seat.objects.all() if seat.may_accept} == set(Seat.objects.accepting())
    assert Seat.objects.accepting().exists()


def test_by_link_the_host_says_first_what_it_is_late_with(client, in_force, olu, mina, host_membership, now):
    late = {
        "partnership": in_force.agreement.partnership,
        "from_membership": host_membership,
        "due_on": date(2020, 1, 1),
    }
    in_force.commitments.create(what="A key to the hall", **late)
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    second.commitments.create(what="Not promised yet", **late)
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=second.pk)
    page = client.get(reverse("follow-link", args=[link.token]), follow=True)
    assert [promise.what for promise in page.context["owed"]] == ["A key to the hall"]


def test_an_observer_does_not_accept(mina, shared, browser_of):
    Seat.objects.filter(contact__user=mina).update(authority="observes")
    assert browser_of(mina).post(reverse("accept-agreement", args=[shared.pk]), yes(shared)).status_code == 403
    assert not Acceptance.objects.exists()


def test_without_a_link_or_a_session_there_is_nothing(client, shared):
    url = reverse("accept-agreement", args=[shared.pk])
    assert (client.get(url).status_code, client.post(url, yes(shared)).status_code) == (404, 404)


def test_the_accepting_page_costs_the_same_at_three_and_at_sixty(
    client, mina, olu, in_force, browser_of, now, django_assert_num_queries
):
    """Besides the link, or the session, the person and their seats: 12 queries, or 11."""
    second = versions.amend(agreement=in_force.agreement, by=olu, now=now)
    versions.write(version=second, values={"goals": "One hall."}, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=second.pk)
    client.get(reverse("follow-link", args=[link.token]))
    url, signed_in = reverse("accept-agreement", args=[second.pk]), browser_of(mina)
    for count in (3, 57):
        fill(second, count, now)
        with django_assert_num_queries(1 + 12):
            client.get(url)
        with django_assert_num_queries(3 + 11):
            signed_in.get(url)


# --- Comments ---


def test_a_comment_is_not_a_signature(client, mina, pantry, shared):
    link = links.make(ActionLink.Purpose.ACCEPT, contact=mina.contacts.get(), target_id=shared.pk)
    client.get(reverse("follow-link", args=[link.token]))
    said = {"section": "vision", "body": "What about Stretford?"}
    client.post(reverse("send-comment", args=[shared.pk]), said)
    comment = shared.comments.get()
    assert (comment.contact, comment.section, comment.body) == (mina.contacts.get(), "vision", "What about Stretford?")
    assert told(pantry)[-1] == "Mina Patel commented on version 1 of the agreement"
    assert not Acceptance.objects.exists()


def test_an_empty_comment_is_asked_for(mina, shared, browser_of):
    page = browser_of(mina).post(reverse("send-comment", args=[shared.pk]), {"body": ""})
    assert "Fill in “Your comment or question”." in page.content.decode()
    assert not shared.comments.exists()


def test_an_observer_comments_on_the_agreement_page(mina, olu, pantry, shared, browser_of):
    Seat.objects.filter(contact__user=mina).update(authority="observes")
    url = reverse("comment-on-agreement", args=[shared.pk])
    browser_of(mina).post(url, {"section": "", "body": "I like it."})
    page = browser_of(olu).get(reverse("agreement", args=[pantry.pk]))
    assert [(talk.title, [c.body for c in talk.comments]) for talk in page.context["talks"].values() if talk.count] == [
        ("The whole agreement", ["I like it."])
    ]


def test_a_refused_comment_comes_back_to_its_part_of_the_agreement(mina, olu, shared, browser_of, now):
    browser, url = browser_of(mina), reverse("comment-on-agreement", args=[shared.pk])
    empty = browser.post(url, {"section": "vision", "body": " "}).content.decode()
    assert '<a href="#id_vision_body">Fill in “Your comment or question”.</a>' in empty
    versions.amend(agreement=shared.agreement, by=olu, now=now)
    late = browser.post(url, {"section": "vision", "body": "What about Stretford?"})
    assert "Version 1 has been replaced" in late.content.decode()
    assert late.context["talks"]["vision"].form["body"].value() == "What about Stretford?"
    assert not shared.comments.exists()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("ada", 403), ("ravi", 404)])
def test_who_has_no_seat_does_not_comment(request, who, status, shared, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    response = browser.post(reverse("comment-on-agreement", args=[shared.pk]), {"body": "Hello"})
    assert response.status_code == status
    assert not shared.comments.exists()


def test_comments_wait_beside_the_section_of_the_next_draft(olu, mina, shared, browser_of, now):
    versions.comment(version=shared, contact=mina.contacts.get(), section="goals", body="Add supper", now=now)
    second = versions.amend(agreement=shared.agreement, by=olu, now=now)
    page = browser_of(olu).get(reverse("write-section", args=[second.pk, "goals"]))
    assert [comment.body for comment in page.context["talk"].comments] == ["Add supper"]
    with pytest.raises(versions.StaleVersion):
        versions.comment(version=shared, contact=mina.contacts.get(), section="", body="Late", now=now)
