"""The directory is shared, authority is not: who leads everywhere changes at once, others propose."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.engine.relay import relay
from communications.models import Delivery
from partnerships.membership.permissions import can_change_contact, can_change_organisation, can_merge_contacts
from partnerships.merging.comparison import fingerprint
from partnerships.models import Contact, ImportBatch, Proposal, User
from partnerships.proposals import actions as proposals
from partnerships.proposals.permissions import can_decide
from partnerships.signs import all_seen_by

from ...factories import ContactFactory, MembershipFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina_contact(mina):
    return mina.contacts.get()


def fields(contact, **changed):
    return {
        "name": contact.name, "email": contact.email, "preferred_channel": "email", "job_title": contact.job_title,
        **changed,
    }  # fmt: skip


@pytest.fixture
def proposal(ravi, olu, mina_contact, now):
    return proposals.propose(
        subject=mina_contact, changes={"email": [mina_contact.email, "mina@elsewhere.example"]}, why="She told me",
        by=ravi, now=now,
    )  # fmt: skip


def test_another_lead_gives_nobody_another_address(ravi, olu, mina_contact, browser_of):
    url = reverse("edit-contact", args=[mina_contact.pk])
    browser_of(ravi).post(url, fields(mina_contact, email="ravi+mina@example.org", job_title="Cook", why="She asked"))
    mina_contact.refresh_from_db()
    assert (mina_contact.email, mina_contact.job_title) == ("mina@example.org", "Cook")
    proposal = Proposal.objects.get()
    assert proposal.changes == {"email": ["mina@example.org", "ravi+mina@example.org"]}
    assert (proposal.why, proposal.proposed_by, proposal.state) == ("She asked", ravi, "open")


def test_who_leads_everywhere_they_sit_changes_the_address_at_once(olu, mina_contact, browser_of):
    browser_of(olu).post(
        reverse("edit-contact", args=[mina_contact.pk]), fields(mina_contact, email="m@larder.example")
    )
    mina_contact.refresh_from_db()
    assert (mina_contact.email, Proposal.objects.count()) == ("m@larder.example", 0)


def test_another_lead_says_of_nobody_that_they_have_left(ravi, olu, mina_contact, browser_of, today):
    url = reverse("edit-contact", args=[mina_contact.pk])
    browser_of(ravi).post(url, fields(mina_contact, to_on="1/11/2026"))
    mina_contact.refresh_from_db()
    assert (mina_contact.to_on, Proposal.objects.get().changes) == (None, {"to_on": [None, "2026-11-01"]})


def test_another_lead_renames_and_closes_no_member(ravi, larder, larder_membership, olu, browser_of):
    url = reverse("edit-organisation", args=[larder.pk])
    browser_of(ravi).post(
        url, {"name": "Ravi's Larder", "strengths": "Soup", "ended_on": "1/11/2026", "seen": [larder.pk]}
    )
    larder.refresh_from_db()
    assert (larder.name, larder.ended_on, larder.strengths) == ("Sale Larder", None, "Soup")
    assert Proposal.objects.get().changes == {
        "name": ["Sale Larder", "Ravi's Larder"], "ended_on": [None, "2026-11-01"],
    }  # fmt: skip


def test_a_body_in_two_partnerships_is_changed_alone_by_nobody_but_an_administrator(
    ravi, olu, ada, larder, larder_membership
):
    MembershipFactory(partnership__name="Other", organisation=larder)
    assert [can_change_organisation(user, larder) for user in (ravi, olu, ada)] == [False, False, True]


def test_a_body_that_takes_part_nowhere_any_more_is_anybodys_who_keeps_the_directory(ravi, mina, larder, olu):
    larder.memberships.update(stage="left")
    assert [can_change_organisation(user, larder) for user in (ravi, mina)] == [True, False]


def test_a_second_contact_of_the_same_user_is_no_way_to_their_seats(ravi, olu, mina, mina_contact):
    spare = ContactFactory(name="Mina P", user=mina)
    assert [can_change_contact(user, spare) for user in (ravi, olu)] == [False, True]
    assert not can_merge_contacts(ravi, ContactFactory(), spare)


def test_the_contact_of_an_administrator_is_for_administrators(ravi, ada):
    theirs = ContactFactory(user=ada)
    assert [can_change_contact(user, theirs) for user in (ravi, ada)] == [False, True]


def test_a_lead_of_there_accepts_with_the_difference_before_them(proposal, olu, mina_contact, browser_of):
    page = browser_of(olu).get(proposal.get_absolute_url()).content.decode()
    assert all(words in page for words in ("mina@example.org", "mina@elsewhere.example", "She told me"))
    browser_of(olu).post(reverse("accept-proposal", args=[proposal.pk]))
    proposal.refresh_from_db()
    mina_contact.refresh_from_db()
    assert (proposal.state, proposal.decided_by, mina_contact.email) == ("accepted", olu, "mina@elsewhere.example")


def test_nobody_accepts_their_own(proposal, ravi, browser_of, mina_contact):
    assert browser_of(ravi).get(proposal.get_absolute_url()).status_code == 200
    assert browser_of(ravi).post(reverse("accept-proposal", args=[proposal.pk])).status_code == 403
    mina_contact.refresh_from_db()
    assert mina_contact.email == "mina@example.org"


def test_two_who_accept_at_once_change_it_once(proposal, olu, now):
    stale = Proposal.objects.get(pk=proposal.pk)
    proposals.accept(proposal=proposal, by=olu, now=now)
    with pytest.raises(proposals.NotOpen):
        proposals.accept(proposal=stale, by=olu, now=now)


def test_what_changed_since_is_not_overwritten(proposal, olu, mina_contact, now, browser_of):
    Contact.objects.filter(pk=mina_contact.pk).update(email="mina@third.example")
    page = browser_of(olu).get(proposal.get_absolute_url()).content.decode()
    assert "Now: mina@third.example" in page
    page = browser_of(olu).post(reverse("accept-proposal", args=[proposal.pk]), follow=True).content.decode()
    assert "Somebody changed this since it was proposed" in page
    proposal.refresh_from_db()
    mina_contact.refresh_from_db()
    assert (proposal.state, mina_contact.email) == ("open", "mina@third.example")


def test_a_no_says_why_and_changes_nothing(proposal, olu, mina_contact, browser_of):
    browser_of(olu).post(reverse("decline-proposal", args=[proposal.pk]), {"answer": "She has not moved"})
    proposal.refresh_from_db()
    mina_contact.refresh_from_db()
    assert (proposal.state, proposal.answer, mina_contact.email) == (
        "declined",
        "She has not moved",
        "mina@example.org",
    )


def test_who_proposed_takes_it_back_while_nobody_has_decided(proposal, ravi, olu, browser_of):
    browser_of(ravi).post(reverse("withdraw-proposal", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert browser_of(olu).post(reverse("withdraw-proposal", args=[proposal.pk])).status_code == 403


def test_the_lead_hears_of_it_and_who_proposed_hears_the_answer(proposal, olu, ravi, now):
    relay(now)
    told = Delivery.objects.filter(notice="proposal-made").values_list("contact__name", flat=True)
    assert list(told) == ["Olu Adeyemi"]
    proposals.decline(proposal=proposal, answer="No", by=olu, now=now)
    relay(now)
    told = Delivery.objects.filter(notice="proposal-decided").values_list("contact__name", flat=True)
    assert list(told) == ["Ravi Shah"]


def test_it_stands_on_the_dashboard_of_who_may_decide(proposal, olu, ravi, browser_of):
    assert "proposes a change to Mina Patel" in browser_of(olu).get(reverse("dashboard")).content.decode()
    assert "proposes a change to Mina Patel" not in browser_of(ravi).get(reverse("dashboard")).content.decode()
    page = browser_of(olu).get(reverse("proposals"))
    assert list(page.context["waiting"]) == [proposal]


def test_an_import_is_undone_by_who_made_it_and_by_administrators(olu, ravi, ada, browser_of, now):
    batch = ImportBatch.objects.create(
        file_name="a.csv", uploaded_by=olu, state="applied", uploaded_at=now, applied_at=now
    )
    answers = [browser_of(user).get(reverse("undo-import", args=[batch.pk])).status_code for user in (ravi, olu, ada)]
    assert answers == [403, 200, 200]


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_asks_the_same_at_3_and_at_60(
    count, olu, ravi, mina_contact, now, browser_of, django_assert_max_num_queries
):
    for number in range(count):
        Proposal.objects.create(contact=mina_contact, proposed_by=ravi, proposed_at=now - timedelta(hours=number))
    browser = browser_of(olu)
    with django_assert_max_num_queries(8):
        browser.get(reverse("proposals"))


# --- Who decides ------------------------------------------------------------------------------------------------------


@pytest.fixture
def kay(ravi):
    """Leads the boxing partnership beside Ravi."""
    membership = ravi.contacts.get().seats.get().membership
    contact = ContactFactory(organisation=membership.organisation, user=UserFactory(role="lead"))
    SeatFactory(membership=membership, contact=contact, is_lead=True)
    return contact.user


def accepts(browser, proposal):
    """Whether this browser's yes is taken."""
    return browser.post(reverse("accept-proposal", args=[proposal.pk])).status_code == 302


def test_two_leads_of_one_place_do_not_take_over_somebody_they_gave_a_seat(
    proposal, kay, ravi, olu, mina_contact, browser_of
):
    SeatFactory(membership=ravi.contacts.get().seats.get().membership, contact=mina_contact)
    assert not accepts(browser_of(kay), proposal)
    mina_contact.refresh_from_db()
    assert mina_contact.email == "mina@example.org"
    assert accepts(browser_of(olu), proposal)


def test_where_a_third_leads_an_administrator_decides(proposal, olu, ada, mina_contact, browser_of):
    SeatFactory(contact=mina_contact)
    assert "An administrator decides" in browser_of(olu).get(proposal.get_absolute_url()).content.decode()
    assert [accepts(browser_of(user), proposal) for user in (olu, ada)] == [False, True]


def test_where_no_lead_may_decide_administrators_hear_of_it(olu, ravi, ada, kay, mina_contact, now):
    SeatFactory(contact=mina_contact)
    changes = {"name": ["Mina Patel", "Mina Shah"]}
    proposals.propose(subject=mina_contact, changes=changes, why="", by=ravi, now=now)
    relay(now)
    assert [d.contact.user for d in Delivery.objects.filter(notice="proposal-made")] == [ada]


def test_a_lead_of_two_places_hears_once_of_one_proposal(olu, ravi, mina_contact, pantry, now):
    there = SeatFactory(contact=mina_contact).membership.partnership
    SeatFactory(membership__partnership=there, contact=olu.contacts.get(), is_lead=True)
    changes = {"name": ["Mina Patel", "Mina Shah"]}
    proposals.propose(subject=mina_contact, changes=changes, why="", by=ravi, now=now)
    relay(now)
    assert Delivery.objects.get(notice="proposal-made").contact.user == olu


def test_another_contact_of_who_sits_there_is_decided_by_who_leads_there(ravi, olu, mina, larder, now, browser_of):
    double = ContactFactory(organisation=larder, name="Mina P", email="m@example.org", user=mina)
    changes = {"name": ["Mina P", "Mina Patel"]}
    proposal = proposals.propose(subject=double, changes=changes, why="", by=ravi, now=now)
    assert list(Proposal.objects.waiting_for(olu)) == [proposal]
    assert "proposes a change to Mina P" in browser_of(olu).get(reverse("dashboard")).content.decode()
    assert accepts(browser_of(olu), proposal)


ADDRESS_OF_ANOTHER = "Somebody else has this address."


@pytest.mark.parametrize("whose", ["olu@example.org", "OLU@example.org", "ada@example.org"])
def test_nobody_is_given_an_address_with_which_somebody_else_signs_in(ravi, olu, ada, larder, browser_of, whose):
    tom = ContactFactory(organisation=larder, name="Tom Ashworth", email="tom@example.org")
    page = browser_of(ravi).post(reverse("edit-contact", args=[tom.pk]), fields(tom, email=whose)).content.decode()
    tom.refresh_from_db()
    assert ADDRESS_OF_ANOTHER in page
    assert tom.email == "tom@example.org"


def test_nobody_is_given_the_address_of_who_sits_elsewhere_and_has_never_signed_in(ravi, mina_contact, browser_of):
    """Once they do, both are theirs, and putting it right is no longer for who typed it."""
    Contact.objects.filter(pk=mina_contact.pk).update(user=None)
    User.objects.filter(email="mina@example.org").delete()
    tom = ContactFactory(name="Tom Ashworth", email="tom@example.org")
    sent = fields(tom, email="Mina@example.org")
    assert ADDRESS_OF_ANOTHER in browser_of(ravi).post(reverse("edit-contact", args=[tom.pk]), sent).content.decode()


BOTH = "Mina Patel has the address mina@example.org too. Whoever reads it signs in as each of them."


def test_who_leads_wherever_they_sit_may_share_an_address_between_their_own(olu, mina, larder, browser_of):
    tom = ContactFactory(organisation=larder, name="Tom Ashworth", email="tom@example.org")
    sent = fields(tom, email="mina@example.org")
    page = browser_of(olu).post(reverse("edit-contact", args=[tom.pk]), sent, follow=True).content.decode()
    tom.refresh_from_db()
    assert (tom.email, BOTH in page) == ("mina@example.org", True)
    assert BOTH not in browser_of(olu).post(reverse("edit-contact", args=[tom.pk]), sent, follow=True).content.decode()


def test_who_adds_a_person_with_the_address_of_somebody_else_reads_so(olu, mina, council, host_membership, browser_of):
    browser, person = browser_of(olu), {"name": "Tom Ashworth", "email": "mina@example.org"}
    added = browser.post(
        reverse("add-contact", args=[council.pk]), {**person, "preferred_channel": "email"}, follow=True
    )
    assert BOTH in added.content.decode()
    seat = {**person, "name": "Tim", "authority": "observes", "capacity": "institution", "email": "tom@example.org"}
    page = reverse("add-seat", args=[host_membership.pk])
    assert "Whoever reads it" not in browser.post(page, seat, follow=True).content.decode()
    seat |= {"name": "Tam", "email": "olu@example.org"}
    assert "Choose them from the list above" in browser.post(page, seat, follow=True).content.decode()


def test_an_administrator_who_gives_an_address_of_somebody_else_reads_so(ada, mina, larder, browser_of):
    tom = ContactFactory(organisation=larder, name="Tom Ashworth", email="tom@example.org")
    page, browser = reverse("admin:partnerships_contact_change", args=[tom.pk]), browser_of(ada)
    form = browser.get(page).context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if value is not None} | {"email": "mina@example.org"}
    assert BOTH in browser.post(page, sent, follow=True).content.decode()


def test_another_lead_changes_nobodys_phone_number_and_no_address_of_who_has_left(
    ravi, mina_contact, browser_of, today
):
    mina_contact.seats.update(to_on=today)
    url = reverse("edit-contact", args=[mina_contact.pk])
    sent = fields(mina_contact, email="evil@example.net", phone="09 11 11", preferred_channel="post")
    browser_of(ravi).post(url, sent)
    mina_contact.refresh_from_db()
    assert (mina_contact.email, mina_contact.phone, mina_contact.preferred_channel) == ("mina@example.org", "", "email")
    page = browser_of(ravi).get(Proposal.objects.get().get_absolute_url()).content.decode()
    assert "E-mail" in page
    assert "Post" in page


def test_a_second_proposal_keeps_what_the_first_would_change(ravi, olu, mina_contact, proposal, now):
    changes = {"name": ["Mina Patel", "Mina Shah"]}
    second = proposals.propose(subject=mina_contact, changes=changes, why="", by=ravi, now=now)
    assert set(second.changes) == {"email", "name"}
    assert list(Proposal.objects.open()) == [second]


def test_who_decides_reads_whose_account_an_address_belongs_to(proposal, olu, ravi, browser_of):
    pages = [browser_of(user).get(proposal.get_absolute_url()).content.decode() for user in (olu, ravi)]
    said = "Mina Patel (mina@example.org) signs in as Mina Patel now."
    assert [said in page for page in pages] == [True, False]


def test_leads_who_cannot_say_yes_are_not_asked(ravi, ada, mina_contact, now):
    """Also those who have never signed in."""
    SeatFactory(membership=mina_contact.seats.get().membership, is_lead=True)
    SeatFactory(contact=mina_contact)
    changes = {"name": ["Mina Patel", "Mina Shah"]}
    proposals.propose(subject=mina_contact, changes=changes, why="", by=ravi, now=now)
    relay(now)
    assert [d.contact.user for d in Delivery.objects.filter(notice="proposal-made")] == [ada]


def test_who_leads_and_signs_in_by_mail_sees_the_proposals(mina, mina_contact, browser_of, olu):
    assert browser_of(mina).get(reverse("proposals")).status_code == 403
    mina_contact.seats.update(is_lead=True)
    assert browser_of(mina).get(reverse("proposals")).status_code == 200


def test_a_proposed_day_reads_as_a_day(ravi, olu, mina_contact, browser_of, now):
    changes = {"to_on": [None, "2026-11-01"]}
    proposal = proposals.propose(subject=mina_contact, changes=changes, why="", by=ravi, now=now)
    page = browser_of(olu).get(proposal.get_absolute_url()).content.decode()
    assert "1 November 2026" in page
    assert "2026-11-01" not in page


def test_the_page_of_a_merge_says_what_would_stay(ravi, olu, mina_contact, larder, browser_of, now):
    kept = ContactFactory(organisation=larder, name="Mina P", email="m@example.org", job_title="Cook")
    proposal = proposals.propose(
        subject=kept, other=mina_contact, changes={"name": "taken", "email": "kept"}, why="", by=ravi,
        seen=fingerprint(kept, mina_contact), now=now,
    )  # fmt: skip
    page = browser_of(olu).get(proposal.get_absolute_url())
    assert [(one.label, stays) for one, stays in page.context["lines"] if one.is_conflict] == [
        ("Name", "Mina Patel"), ("E-mail address", "m@example.org"),
    ]  # fmt: skip
    assert "Whoever reads the e-mail address that stays signs in" in page.content.decode()


def test_a_merge_needs_who_leads_where_the_one_that_goes_sits(kay, ravi, olu, mina_contact, browser_of, now):
    kept = ContactFactory(organisation=mina_contact.organisation, name="Mina", email="spare@example.org")
    SeatFactory(membership=ravi.contacts.get().seats.get().membership, contact=kept)
    proposal = proposals.propose(
        subject=kept, other=mina_contact, changes={"name": "kept", "email": "kept", "user": "taken"}, why="", by=ravi,
        seen=fingerprint(kept, mina_contact), now=now,
    )  # fmt: skip
    assert not accepts(browser_of(kay), proposal)
    assert Contact.objects.filter(pk=mina_contact.pk).exists()
    assert accepts(browser_of(olu), proposal)
    assert not Contact.objects.filter(pk=mina_contact.pk).exists()


def test_what_waits_for_somebody_is_what_they_may_decide(
    proposal, olu, ravi, mina, ada, mina_contact, larder, pantry, host_membership, now
):
    """The question to the database and the question about one row are twins."""
    third = SeatFactory(
        membership=MembershipFactory(organisation=larder), is_lead=True, contact__user=UserFactory(role="lead")
    )
    vera = ContactFactory(name="Vera", user=UserFactory(role="viewer"))
    SeatFactory(membership=host_membership, contact=vera)
    double = ContactFactory(name="M. Patel", user=mina)
    alone = ContactFactory(name="Only here")
    SeatFactory(membership=host_membership, contact=alone)
    body = MembershipFactory(partnership=pantry).organisation
    changed = {"name": ["", "Another"]}
    for subject, other, by in [
        (larder, None, ravi), (larder, None, olu),
        (mina_contact, None, ada), (vera, None, ravi), (vera, None, ada), (double, None, olu),
        (alone, None, ravi), (alone, None, ada), (alone, mina_contact, ravi), (body, larder, ravi), (body, None, ada),
        (third.contact, None, ravi), (alone, vera, ravi),
    ]:  # fmt: skip
        proposals.propose(subject=subject, other=other, changes=changed, why="", by=by, now=now)
    # Mina sits where the third and the fourth lead, each alone.
    fourth = SeatFactory(is_lead=True, contact__user=UserFactory(role="lead"))
    for lead in (third, fourth):
        SeatFactory(membership=lead.membership, contact=mina_contact)
    leads = [olu, ravi, third.contact.user, fourth.contact.user]
    everybody, waiting = [*leads, mina, ada, vera.user], Proposal.objects.open()
    told = {user: set(waiting.waiting_for(user)) for user in everybody}
    assert told == {user: {one for one in waiting if can_decide(user, one)} for user in everybody}
    assert [len(told[user]) > 0 for user in everybody] == [True, False, True, True, False, True, False]
    for user in leads:
        signs = {sign.url for sign in all_seen_by(user, now=now) if sign.group == "proposal"}
        assert signs == {one.get_absolute_url() for one in told[user]}


def test_of_two_opposite_merges_the_other_lapses(ravi, olu, ada, browser_of, larder, larder_membership, now):
    twin = MembershipFactory(organisation__name="Sale Larder CIC", partnership=larder_membership.partnership)
    pair = [larder, twin.organisation]
    for kept, gone in (pair, pair[::-1]):
        proposals.propose(
            subject=kept, other=gone, changes={"name": "kept"}, seen=fingerprint(kept, gone), why="", by=ravi, now=now
        )
    first, second = Proposal.objects.order_by("pk")
    browser = browser_of(ada)
    browser.post(reverse("accept-proposal", args=[first.pk]))
    assert [one.state for one in Proposal.objects.order_by("pk")] == ["accepted", "withdrawn"]
    page = browser.post(reverse("accept-proposal", args=[second.pk]), follow=True)
    assert (page.status_code, "taken back" in page.content.decode()) == (200, True)


def test_an_address_that_somebody_else_has_by_now_is_not_given_by_a_yes(ravi, olu, mina_contact, now, browser_of):
    changes = {"email": ["mina@example.org", "ravi@example.org"]}
    proposal = proposals.propose(subject=mina_contact, changes=changes, why="", by=ravi, now=now)
    page = browser_of(olu).post(reverse("accept-proposal", args=[proposal.pk]), follow=True).content.decode()
    mina_contact.refresh_from_db()
    assert "Somebody else has this address by now." in page
    assert (mina_contact.email, proposal.subject) == ("mina@example.org", mina_contact)
