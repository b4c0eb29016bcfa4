"""Asking again only those whom a new version touches: the others keep their yes, and everybody can read why."""

from datetime import date

import pytest
from django.urls import reverse

from communications.engine import outbox, relay
from communications.models import Delivery
from communications.notices.listeners import may_accept
from partnerships.agreements.actions import reacceptances, versions
from partnerships.agreements.affected import Affected
from partnerships.agreements.content import Content
from partnerships.models import Acceptance, Event, Membership
from partnerships.pages.names import needed_by

from ...communications.engine.machine import Scripted
from ...factories import MembershipFactory, SeatFactory, UserFactory
from .agreeing import accept, states, told
from .amending import accept_as, change, library_joins, promise

REASON = "Only the day of the Larder's lunch moved."


@pytest.fixture
def bea(pantry):
    return library_joins(pantry)


@pytest.fixture
def first(draft, olu, mina, bea, larder_membership, host_membership, now):
    """In force between the council, the Larder and the library; the Larder and the council have a promise."""
    promise(draft, larder_membership, host_membership, "Lunch on Tuesdays", olu, now)
    promise(draft, bea.membership, None, "A room with a kettle", olu, now)
    versions.share(version=draft, by=olu, now=now)
    accept(draft, mina, now)
    accept(draft, olu, now)
    accept_as(draft, bea, now)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def second(first, olu, now):
    """A draft in which the Larder's promise to the council has changed."""
    version = versions.amend(agreement=first.agreement, by=olu, now=now)
    change(version, "Lunch on Tuesdays", olu, now, what="Lunch on Thursdays")
    return version


def share(version, olu, now, *, also=(), reason=REASON, text_hash=None):
    return reacceptances.share_with_touched(
        version=version, reason=reason, also=set(also), by=olu, now=now,
        text_hash=Content.of(version).hash() if text_hash is None else text_hash,
    )  # fmt: skip


def asked(version):
    return sorted(m.organisation.name for m in Membership.objects.awaiting(version))


def test_only_those_it_touches_are_asked(first, second, olu, now, pantry):
    share(second, olu, now)
    assert asked(second) == ["Sale Larder", "Trafford Council"]
    event = Event.objects.get(kind="agreement.shared", subject_id=second.pk)
    assert sorted(listener.contact.name for listener in may_accept(event)) == ["Mina Patel", "Olu Adeyemi"]
    assert told(pantry)[-1] == f"Olu Adeyemi asked only those whom version 2 of the agreement touches: {REASON}"


def test_a_carried_yes_names_the_one_it_follows_from_and_claims_no_new_words(first, second, bea, olu, now):
    share(second, olu, now)
    real = first.acceptances.get(membership=bea.membership)
    carried = second.acceptances.select_related(*needed_by(Acceptance)).get()
    assert (carried.carried_from, carried.membership, carried.is_carried) == (real, bea.membership, True)
    assert (carried.accepted_by, carried.authority, carried.accepted_at) == (
        real.accepted_by, real.authority, real.accepted_at,
    )  # fmt: skip
    assert (carried.text_hash, carried.text_hash != second.text_hash) == (first.text_hash, True)
    assert carried.read_version == first
    assert str(carried) == "Sale Library accepted: Agreement of Pantry partnership, version 1"
    assert list(Acceptance.objects.given()) == list(first.acceptances.all())


def test_it_comes_into_force_when_those_it_touches_have_accepted(first, second, mina, olu, pantry, now):
    share(second, olu, now)
    accept(second, mina, now)
    assert states(pantry) == {2: "shared", 1: "in-force"}
    yes = accept(second, olu, now)
    assert (yes.text_hash, yes.is_carried) == (second.text_hash, False)
    assert states(pantry) == {2: "in-force", 1: "superseded"}


def test_more_can_be_asked_but_never_fewer(first, second, bea, host_membership, olu, now):
    extra = MembershipFactory(partnership=first.agreement.partnership, stage="willing")
    share(second, olu, now, also={extra.pk, 999_999, host_membership.pk})
    assert asked(second) == ["Sale Larder", "Trafford Council"]
    third = versions.amend(agreement=first.agreement, by=olu, now=now)
    with pytest.raises(reacceptances.NotNarrowed, match="Everybody is asked then"):
        share(third, olu, now, also={bea.membership_id})
    third.refresh_from_db()
    assert (third.state, third.acceptances.count()) == ("draft", 0)


def test_a_change_of_common_words_touches_everybody(second, olu, now):
    versions.write(version=second, values={"goals": "One hall."}, by=olu, now=now)
    assert all(touch.is_touched for touch in Affected(second).touches())
    with pytest.raises(reacceptances.NotNarrowed, match="Everybody is asked then"):
        share(second, olu, now)


def test_if_it_touches_nobody_nobody_is_skipped_silently(first, olu, pantry, now):
    same = versions.amend(agreement=first.agreement, by=olu, now=now)
    with pytest.raises(reacceptances.NotNarrowed, match="Nobody would be asked"):
        share(same, olu, now)
    assert states(pantry) == {2: "draft", 1: "in-force"}


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_without_a_reason_everybody_is_asked(reason, second, olu, pantry, now):
    with pytest.raises(reacceptances.NotNarrowed, match="Say why"):
        share(second, olu, now, reason=reason)
    assert states(pantry) == {2: "draft", 1: "in-force"}


def test_a_draft_that_changed_behind_the_page_is_looked_at_again(second, bea, olu, pantry, now):
    shown = Content.of(second).hash()
    change(second, "A room with a kettle", olu, now, what="A room")
    with pytest.raises(reacceptances.NotNarrowed, match="has changed since this page was opened"):
        share(second, olu, now, text_hash=shown)
    assert states(pantry) == {2: "draft", 1: "in-force"}


def test_who_joined_since_is_always_asked(second, pantry, olu, now):
    SeatFactory(membership__partnership=pantry, membership__organisation__name="Age Well", authority="decides")
    share(second, olu, now)
    assert asked(second) == ["Age Well", "Sale Larder", "Trafford Council"]


def test_a_yes_to_words_that_were_changed_behind_the_back_is_not_carried(first, second, bea, olu, now):
    first.commitments.filter(what="A room with a kettle").update(due_on=date(2028, 1, 1))
    second.commitments.filter(what="A room with a kettle").update(due_on=date(2028, 1, 1))
    touch = next(touch for touch in Affected(second).touches() if touch.membership == bea.membership)
    assert touch.reasons == ["The words of version 1 are not those they accepted"]


def test_what_is_carried_twice_still_follows_from_the_words_that_were_read(first, second, bea, mina, olu, now):
    share(second, olu, now)
    accept(second, mina, now)
    accept(second, olu, now)
    third = versions.amend(agreement=first.agreement, by=olu, now=now)
    change(third, "Lunch on Thursdays", olu, now, what="Lunch on Fridays")
    share(third, olu, now)
    carried = third.acceptances.get()
    assert (carried.carried_from.version, carried.text_hash) == (first, first.text_hash)


def test_small_changes_add_up_until_they_touch(first, second, bea, mina, olu, now):
    """Against the words they read, not against the version before: a change cannot come in two harmless halves."""
    share(second, olu, now)
    third = versions.amend(agreement=first.agreement, by=olu, now=now)
    assert [t.membership.organisation.name for t in Affected(third).touches() if t.is_touched] == [
        "Sale Larder", "Trafford Council",
    ]  # fmt: skip


def test_of_two_leads_who_share_at_once_the_second_is_told(first, second, olu, now):
    same = type(second).objects.get(pk=second.pk)
    share(second, olu, now)
    with pytest.raises(versions.StaleVersion, match="has been shared"):
        share(same, olu, now)
    assert second.acceptances.count() == 1


def test_of_two_who_accept_at_once_the_second_reads_who_was_first(first, second, bea, mina, olu, now):
    share(second, olu, now)
    accept(second, mina, now)
    with pytest.raises(versions.AlreadyAccepted, match="Mina Patel accepted version 2 for Sale Larder already"):
        accept(second, mina, now)
    with pytest.raises(versions.AlreadyAccepted, match="Bea Lomax accepted version 1 for Sale Library already"):
        accept_as(second, bea, now)
    assert second.acceptances.count() == 2


def test_nothing_waits_for_who_is_not_asked(first, second, bea, mina, olu, pantry, browser_of, now):
    bea.contact.user = UserFactory(name="Bea Lomax")
    bea.contact.save()
    share(second, olu, now)
    steps = {
        user.name: "Read and accept the agreement"
        in browser_of(user).get(reverse("dashboard"), follow=True).content.decode()
        for user in (mina, bea.contact.user)
    }
    assert steps == {"Mina Patel": True, "Bea Lomax": False}
    lead = browser_of(olu).get(reverse("partnership", args=[pantry.pk])).content.decode()
    assert "Waiting for you and Sale Larder to accept" in lead


def test_the_mail_says_what_changed_and_why_only_some_are_asked(first, second, bea, olu, now):
    versions.write(version=second, values={"goals": ""}, by=olu, now=now)
    share(second, olu, now, reason="Only the <day> moved")
    relay.relay(now)
    outbox.pump(now, channel=Scripted())
    letters = Delivery.objects.filter(notice="agreement-shared")
    assert [letter.contact.name for letter in letters] == ["Mina Patel"]
    text = letters.get(contact__name="Mina Patel").mail_text
    assert "What changed since version 1: Promises: 1 changed." in text
    assert "Only those it touches are asked again: Only the <day> moved" in text
    assert "It says what you want to reach together and who does what.\n\nWhat changed" in text


# --- The pages ---


def page(browser, version):
    return browser.get(reverse("share-agreement", args=[version.pk]))


def body(version, **more):
    return {"who": "touched", "reason": REASON, "text_hash": Content.of(version).hash(), **more}


def test_the_lead_sees_by_name_whom_it_touches_and_why(second, olu, browser_of):
    shown = page(browser_of(olu), second)
    assert [(t.membership.organisation.name, t.reasons) for t, _ in shown.context["asked"]] == [
        ("Sale Larder", ["Promises changed"]), ("Sale Library", []), ("Trafford Council", ["Promises changed"]),
    ]  # fmt: skip
    assert [label for _, label in shown.context["form"].fields["also"].choices] == ["Sale Library"]
    assert "Promises: 1 changed" in shown.content.decode()


def test_the_first_version_asks_no_such_question(draft, olu, browser_of):
    assert page(browser_of(olu), draft).context["form"] is None


def test_everybody_is_the_default(second, olu, browser_of):
    shown = page(browser_of(olu), second)
    assert shown.context["form"]["who"].value() == "everybody"
    browser_of(olu).post(reverse("share-agreement", args=[second.pk]), body(second, who="everybody", reason=""))
    assert asked(second) == ["Sale Larder", "Sale Library", "Trafford Council"]
    second.refresh_from_db()
    assert second.only_touched_because == ""


def test_the_lead_shares_with_those_it_touches(second, olu, bea, browser_of):
    done = browser_of(olu).post(reverse("share-agreement", args=[second.pk]), body(second), follow=True)
    text = done.content.decode()
    assert "Waiting for you and Sale Larder to accept" in text
    assert "Sale Library accepted version 1. They are not asked again" in text
    assert REASON.replace("'", "&#x27;") in text


def test_a_stale_tab_shows_the_new_state_and_keeps_what_was_typed(second, olu, browser_of, now):
    stale = body(second)
    change(second, "Lunch on Thursdays", olu, now, what="Lunch on Mondays")
    again = browser_of(olu).post(reverse("share-agreement", args=[second.pk]), stale)
    text = again.content.decode()
    assert "The draft has changed since this page was opened." in text
    assert REASON.replace("'", "&#x27;") in text
    assert f'value="{Content.of(second).hash()}"' in text


def test_a_tab_from_before_it_touched_everybody_shares_with_nobody(second, olu, pantry, browser_of, now):
    versions.write(version=second, values={"goals": "One hall."}, by=olu, now=now)
    again = browser_of(olu).post(reverse("share-agreement", args=[second.pk]), body(second))
    assert "Everybody is asked then." in again.content.decode()
    assert states(pantry) == {2: "draft", 1: "in-force"}


def test_a_missing_reason_is_asked_for(second, olu, browser_of):
    again = browser_of(olu).post(reverse("share-agreement", args=[second.pk]), body(second, reason=" "))
    assert again.context["form"].errors == {"reason": ["Say why the others are not asked again."]}


@pytest.mark.parametrize("who", ["mina", "ravi"])
def test_nobody_but_a_lead_decides_whom_to_ask(request, who, second, pantry, browser_of):
    person = request.getfixturevalue(who)
    posted = browser_of(person).post(reverse("share-agreement", args=[second.pk]), body(second))
    assert posted.status_code == 404
    assert states(pantry) == {2: "draft", 1: "in-force"}


def test_who_is_not_asked_reads_why(second, bea, olu, browser_of, now):
    share(second, olu, now)
    bea.contact.user = olu
    bea.contact.save()
    url = reverse("accept-agreement", args=[second.pk])
    text = browser_of(olu).get(url, {"seat": bea.pk}).content.decode()
    assert "Bea Lomax accepted version 1 on" in text
    assert "Version 2 does not touch you, so your yes still holds. The reason: " in text
    assert "Yes, Sale Library agrees" not in text
