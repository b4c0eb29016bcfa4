"""Promises: the host's first, in the agreement or outside it, and kept."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.agreements.actions import versions
from partnerships.commitments import actions as commitments
from partnerships.models import Commitment, Seat

from ...factories import MembershipFactory


@pytest.fixture
def promise(olu, mina, pantry, larder_membership, now):
    """What the larder promised everybody, outside any agreement."""
    return make(pantry, None, larder_membership, olu, now)


def make(partnership, version, membership, by, now, what="Lunch on Tuesdays", due_on=None, to=None):
    return commitments.make(
        partnership=partnership,
        version=version,
        from_membership=membership,
        to_membership=to,
        what=what,
        due_on=due_on,
        by=by,
        now=now,
    )


def put_in_force(version, by, now):
    versions.share(version=version, by=by, now=now)
    for seat in Seat.objects.accepting().of_partnership(version.agreement.partnership):
        versions.accept(
            version=version, membership=seat.membership, contact=seat.contact, text_hash=version.text_hash, now=now
        )


def told(partnership, kind):
    return [str(event) for event in partnership.events.filter(kind=kind)]


def test_the_hosts_promises_come_first_then_by_date(olu, pantry, host_membership, larder_membership, now):
    for membership, what, due_on in (
        (larder_membership, "third", date(2027, 1, 1)),
        (larder_membership, "fourth", None),
        (host_membership, "second", None),
        (host_membership, "first", date(2028, 1, 1)),
    ):
        make(pantry, None, membership, olu, now, what, due_on)
    assert [promise.what for promise in pantry.commitments.host_first()] == ["first", "second", "third", "fourth"]


def test_a_promise_outside_the_agreement_is_told_at_once(pantry, promise):
    assert told(pantry, "commitment.made") == ["Sale Larder promised: Lunch on Tuesdays"]
    assert list(Commitment.objects.binding()) == [promise]


def test_a_promise_in_a_draft_is_nobodys_word_yet(olu, mina, pantry, draft, larder_membership, now):
    promise = make(pantry, draft, larder_membership, olu, now)
    assert told(pantry, "commitment.made") == []
    assert not Commitment.objects.binding().exists()
    assert not Commitment.objects.visible_to(mina).exists()
    with pytest.raises(commitments.NotBinding, match="counts once the agreement is in force"):
        commitments.keep(commitment=promise, by=olu, now=now)


def test_promises_of_a_shared_version_are_fixed(olu, pantry, draft, larder_membership, host_membership, now):
    promise = make(pantry, draft, larder_membership, olu, now)
    versions.share(version=draft, by=olu, now=now)
    values = {"from_membership": host_membership, "to_membership": None, "what": "Less", "due_on": None}
    with pytest.raises(versions.StaleVersion):
        commitments.change(commitment=promise, **values, by=olu, now=now)
    with pytest.raises(versions.StaleVersion):
        commitments.remove(commitment=promise, by=olu, now=now)
    with pytest.raises(versions.StaleVersion):
        make(pantry, draft, larder_membership, olu, now)
    assert list(pantry.commitments.values_list("what", flat=True)) == ["Lunch on Tuesdays"]


def test_a_lead_adds_changes_and_removes_a_promise_of_a_draft(
    olu, draft, larder_membership, host_membership, browser_of
):
    browser = browser_of(olu)
    page = browser.get(reverse("add-commitment", args=[draft.pk]))
    assert page.context["form"].fields["from_membership"].initial == host_membership.pk
    typed = {"from_membership": host_membership.pk, "to_membership": larder_membership.pk, "what": "Keys"}
    browser.post(reverse("add-commitment", args=[draft.pk]), {**typed, "due_on": "1 March 2027"})
    promise = draft.commitments.get()
    assert (promise.what, promise.due_on, promise.to_membership) == ("Keys", date(2027, 3, 1), larder_membership)
    browser.post(reverse("edit-commitment", args=[promise.pk]), {**typed, "what": "Keys and alarm code"})
    promise.refresh_from_db()
    assert (promise.what, promise.due_on, promise.history.count()) == ("Keys and alarm code", None, 2)
    browser.post(reverse("remove-commitment", args=[promise.pk]))
    assert not draft.commitments.exists()


def test_nobody_promises_to_themselves(olu, draft, host_membership, browser_of):
    typed = {"from_membership": host_membership.pk, "to_membership": host_membership.pk, "what": "Keys"}
    page = browser_of(olu).post(reverse("add-commitment", args=[draft.pk]), typed)
    assert page.context["form"].non_field_errors() == ["A promise is made to somebody else."]
    assert not draft.commitments.exists()


def test_an_organisation_of_another_partnership_cannot_promise_here(olu, draft, browser_of):
    elsewhere = MembershipFactory()
    typed = {"from_membership": elsewhere.pk, "what": "Keys"}
    assert browser_of(olu).post(reverse("add-commitment", args=[draft.pk]), typed).status_code == 200
    assert not draft.commitments.exists()


def test_a_promise_outside_the_agreement_is_not_rewritten(olu, promise, browser_of):
    for name in ("edit-commitment", "remove-commitment"):
        assert browser_of(olu).post(reverse(name, args=[promise.pk]), {"what": "Less"}).status_code == 404
    promise.refresh_from_db()
    assert promise.what == "Lunch on Tuesdays"


def test_a_promise_is_kept_once(olu, pantry, promise, now):
    again = Commitment.objects.get(pk=promise.pk)
    commitments.keep(commitment=promise, by=olu, now=now)
    assert (promise.state, promise.settled_on, promise.history.count()) == ("kept", now.date(), 2)
    with pytest.raises(commitments.AlreadySettled, match="was marked “kept” before"):
        commitments.keep(commitment=again, by=olu, now=now)
    assert told(pantry, "commitment.kept") == ["Sale Larder kept a promise: Lunch on Tuesdays"]


def test_a_promise_kept_while_the_next_version_was_on_its_way_is_kept_there_too(
    olu, pantry, draft, larder_membership, now
):
    promise = make(pantry, draft, larder_membership, olu, now)
    put_in_force(draft, olu, now)
    second = versions.amend(agreement=draft.agreement, by=olu, now=now)
    promise.refresh_from_db()
    commitments.keep(commitment=promise, by=olu, now=now)
    put_in_force(second, olu, now)
    assert list(second.commitments.values_list("state", "settled_on")) == [("kept", now.date())]


def test_the_promising_organisation_and_the_leads_mark_it_kept(olu, mina, promise, browser_of):
    url = reverse("promises", args=[promise.partnership_id])
    page = browser_of(mina).post(reverse("keep-commitment", args=[promise.pk]), follow=True)
    assert (page.redirect_chain[-1][0], page.status_code) == (url, 200)
    promise.refresh_from_db()
    assert promise.state == "kept"
    second = browser_of(olu).post(reverse("keep-commitment", args=[promise.pk]), follow=True)
    assert "was marked “kept” before" in second.content.decode()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("ravi", 404), ("observer", 403), ("other", 403)])
def test_others_do_not_mark_it_kept(request, who, status, mina, pantry, promise, host_membership, browser_of):
    if who == "observer":
        Seat.objects.filter(contact__user=mina).update(authority="observes")
    if who == "other":
        Commitment.objects.filter(pk=promise.pk).update(from_membership=host_membership)
    person = mina if who in {"observer", "other"} else request.getfixturevalue(who)
    assert browser_of(person).post(reverse("keep-commitment", args=[promise.pk])).status_code == status
    promise.refresh_from_db()
    assert promise.state == "open"


def test_overdue_is_said_beside_the_promise(olu, mina, pantry, draft, larder_membership, browser_of, now):
    make(pantry, draft, larder_membership, olu, now, due_on=date(2020, 1, 1))
    put_in_force(draft, olu, now)
    page = browser_of(mina).get(reverse("agreement", args=[pantry.pk]))
    promise = page.context["promises"][0]
    assert (promise.is_overdue, promise.can_keep) == (True, True)
    assert "Overdue" in page.content.decode()
