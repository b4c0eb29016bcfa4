"""Inviting organisations, moving them from stage to stage, and giving people seats."""

import pytest
from django.urls import reverse

from partnerships.links import links
from partnerships.links.actions import sign_ins
from partnerships.membership.actions import seats, seats_of_leads
from partnerships.models import ActionLink, Agreement, CheckIn, Contact, Membership, Partnership, Seat
from partnerships.pipeline.actions import memberships

from ...factories import ContactFactory, MembershipFactory, OrganisationFactory, SeatFactory

ROLE = {"authority": "decides", "capacity": "community"}


@pytest.fixture
def church(db):
    return OrganisationFactory(name="St Paul's")


def told(partnership):
    return [(event.kind, str(event)) for event in partnership.events.order_by("pk")]


def move(membership, stage, by, now, reason=""):
    return memberships.move(membership=membership, stage=stage, reason=reason, by=by, now=now)


# --- Organisations ---


def test_an_invited_organisation_has_a_stage_and_is_told_of(olu, pantry, church, now):
    invited = memberships.invite(partnership=pantry, organisation=church, stage="met", by=olu, now=now)
    assert (invited.partnership, invited.stage) == (pantry, "met")
    assert told(pantry) == [("membership.invited", "Olu Adeyemi added St Paul's")]


def test_an_organisation_is_invited_once(olu, pantry, larder_membership, now):
    with pytest.raises(memberships.AlreadyInvited) as refusal:
        memberships.invite(
            partnership=pantry, organisation=larder_membership.organisation, stage="met", by=olu, now=now
        )
    assert refusal.value.membership == larder_membership
    assert str(refusal.value) == "Sale Larder is in the partnership already."


def test_the_lead_finds_chooses_and_invites_without_script(olu, pantry, church, browser_of):
    browser, url = browser_of(olu), reverse("invite-organisation", args=[pantry.pk])
    assert browser.get(url, {"q": "paul"}).context["found"] == [(church, None)]
    response = browser.post(f"{url}?organisation={church.pk}", {"stage": "contacted"})
    membership = pantry.memberships.get(organisation=church)
    assert (membership.stage, response.url) == ("contacted", reverse("add-seat", args=[membership.pk]))


def test_the_search_shows_who_is_here_already(olu, pantry, larder_membership, browser_of):
    page = browser_of(olu).get(reverse("invite-organisation", args=[pantry.pk]), {"q": "larder"})
    assert page.context["found"] == [(larder_membership.organisation, larder_membership.pk)]


def test_an_organisation_moves_forward_and_the_move_is_told(olu, pantry, larder_membership, now):
    move(larder_membership, "willing", olu, now)
    larder_membership.refresh_from_db()
    assert larder_membership.stage == "willing"
    assert told(pantry) == [("membership.moved", "Sale Larder is now “Willing”")]
    assert larder_membership.history.count() == 2


@pytest.mark.parametrize("stage", ["left", "not-now"])
def test_leaving_needs_a_reason(stage, olu, larder_membership, browser_of):
    url = reverse("edit-membership", args=[larder_membership.pk])
    page = browser_of(olu).post(url, {"stage": stage, "reason": "  "})
    assert page.context["form"].errors == {"reason": ["Say why, so that nobody asks again too soon."]}
    browser_of(olu).post(url, {"stage": stage, "reason": "Moving house until June"})
    larder_membership.refresh_from_db()
    assert (larder_membership.stage, larder_membership.reason) == (stage, "Moving house until June")


def test_the_reason_goes_when_the_organisation_comes_back(olu, larder_membership, now):
    move(larder_membership, "not-now", olu, now, reason="No time")
    move(larder_membership, "member", olu, now)
    larder_membership.refresh_from_db()
    assert larder_membership.reason == ""


def test_who_leaves_is_asked_nothing_more(olu, mina, pantry, larder_membership, now):
    contact = mina.contacts.get()
    check_in = CheckIn.objects.create(
        partnership=pantry, membership=larder_membership, period="2026-12", due_on=now.date()
    )
    link = links.make(ActionLink.Purpose.ANSWER, contact=contact, target_id=check_in.pk)
    move(larder_membership, "left", olu, now, reason="Closed")
    check_in.refresh_from_db()
    link.refresh_from_db()
    assert (check_in.state, check_in.closed_at, link.revoked_at) == ("withdrawn", now, now)
    assert not Partnership.objects.visible_to(mina).exists()


def test_the_status_of_who_left_no_longer_counts(olu, pantry, larder_membership, now):
    Membership.objects.filter(pk=larder_membership.pk).update(status="stuck", status_at=now)
    Partnership.objects.filter(pk=pantry.pk).update(status="stuck", status_at=now)
    move(larder_membership, "left", olu, now, reason="Closed")
    pantry.refresh_from_db()
    assert (pantry.status, pantry.status_at) == ("not_known", None)


def test_the_host_cannot_leave(olu, host_membership, now):
    with pytest.raises(memberships.HostStays, match="hosts the partnership"):
        move(host_membership, "left", olu, now, reason="Tired")
    host_membership.refresh_from_db()
    assert host_membership.stage == "member"


def test_the_organisation_of_the_only_lead_cannot_leave(mina, larder_membership, host_membership, now):
    Seat.objects.filter(contact__user=mina).update(is_lead=True)
    with pytest.raises(seats_of_leads.LastLead, match="Give somebody the lead first"):
        move(larder_membership, "not-now", mina, now, reason="No time")
    larder_membership.refresh_from_db()
    assert larder_membership.stage == "member"


def test_a_second_mover_with_an_old_page_is_told(olu, larder_membership, now):
    stale = Membership.objects.get(pk=larder_membership.pk)
    move(larder_membership, "willing", olu, now)
    with pytest.raises(memberships.MovedMeanwhile):
        move(stale, "left", olu, now, reason="Closed")


# --- Seats ---


def test_a_seat_begins_today_and_is_told(olu, pantry, larder_membership, now):
    contact = ContactFactory(organisation=larder_membership.organisation, name="Jo Kerr")
    seat = seats.take(membership=larder_membership, contact=contact, is_lead=True, **ROLE, by=olu, now=now)
    assert (seat.from_on, seat.to_on, seat.is_lead, seat.capacity) == (now.date(), None, True, "community")
    assert told(pantry) == [("seat.taken", "Jo Kerr took a seat for Sale Larder")]


def test_a_person_has_one_seat_at_a_time(olu, mina, larder_membership, now):
    with pytest.raises(seats.AlreadySeated, match="Mina Patel has a seat for Sale Larder already"):
        seats.take(membership=larder_membership, contact=mina.contacts.get(), is_lead=False, **ROLE, by=olu, now=now)


def test_somebody_new_enters_the_directory_with_the_seat(olu, larder_membership, browser_of):
    url = reverse("add-seat", args=[larder_membership.pk])
    browser_of(olu).post(url, {**ROLE, "name": "Jo Kerr", "email": "jo@example.org", "job_title": "Cook"})
    contact = Contact.objects.get(name="Jo Kerr")
    assert (contact.organisation, contact.job_title) == (larder_membership.organisation, "Cook")
    assert contact.seats.get().membership == larder_membership


def test_an_address_that_somebody_typed_gives_its_owner_the_seat_once_they_sign_in_with_it(mina, ravi, now):
    boxing = Membership.objects.get(partnership__name="Boxing partnership")
    contact = Contact(organisation=boxing.organisation, name="Mina Patel", email="MINA@example.org")
    seats.take(membership=boxing, contact=contact, is_lead=False, **ROLE, by=ravi, now=now)
    assert not Partnership.objects.visible_to(mina).filter(pk=boxing.partnership_id).exists()
    sign_ins.connect(email=mina.email, by=mina, now=now)
    assert Partnership.objects.visible_to(mina).filter(pk=boxing.partnership_id).exists()


def test_a_known_address_is_not_typed_in_a_second_time(olu, mina, larder_membership, browser_of):
    url = reverse("add-seat", args=[larder_membership.pk])
    page = browser_of(olu).post(url, {**ROLE, "name": "M Patel", "email": "MINA@example.org"})
    assert page.context["form"].errors == {
        "email": ["Mina Patel has this address already. Choose them from the list above."]
    }
    assert not Contact.objects.filter(name="M Patel").exists()


@pytest.mark.parametrize("typed", [{}, {"email": "jo@example.org"}])
def test_a_seat_needs_a_person(typed, olu, larder_membership, browser_of):
    ContactFactory(organisation=larder_membership.organisation)
    page = browser_of(olu).post(reverse("add-seat", args=[larder_membership.pk]), {**ROLE, **typed})
    assert page.context["form"].errors == {"name": ["Type the name of somebody new, or choose a contact."]}


def test_only_contacts_of_that_organisation_without_a_seat_are_offered(olu, mina, larder_membership, browser_of):
    free = ContactFactory(organisation=larder_membership.organisation)
    page = browser_of(olu).get(reverse("add-seat", args=[larder_membership.pk]))
    assert list(page.context["form"].fields["contact"].queryset) == [free]


def test_ending_a_seat_ends_its_links_into_this_partnership_only(olu, mina, ravi, pantry, larder_membership, now):
    contact = mina.contacts.get()
    version = Agreement.objects.create(partnership=pantry).versions.create()
    elsewhere = SeatFactory(contact=contact).membership.partnership
    other = Agreement.objects.create(partnership=elsewhere).versions.create()
    here = links.make(ActionLink.Purpose.ACCEPT, contact=contact, target_id=version.pk)
    there = links.make(ActionLink.Purpose.ACCEPT, contact=contact, target_id=other.pk)
    seat = seats.end(seat=contact.seats.get(membership=larder_membership), by=olu, now=now)
    here.refresh_from_db()
    there.refresh_from_db()
    assert (seat.to_on, here.revoked_at, there.revoked_at) == (now.date(), now, None)
    assert told(pantry) == [("seat.ended", "Mina Patel gave up the seat for Sale Larder")]
    assert not Partnership.objects.visible_to(mina).filter(pk=pantry.pk).exists()


def test_a_link_to_the_agreement_stays_with_who_also_sits_there_for_another(olu, mina, pantry, larder_membership, now):
    contact = mina.contacts.get()
    SeatFactory(membership__partnership=pantry, contact=contact)
    version = Agreement.objects.create(partnership=pantry).versions.create()
    link = links.make(ActionLink.Purpose.ACCEPT, contact=contact, target_id=version.pk)
    seats.end(seat=contact.seats.get(membership=larder_membership), by=olu, now=now)
    link.refresh_from_db()
    assert link.revoked_at is None


def test_the_last_lead_stays_and_reads_why(olu, pantry, browser_of):
    seat = Seat.objects.get(contact__user=olu)
    page = browser_of(olu).post(reverse("end-seat", args=[seat.pk]), follow=True)
    assert "Olu Adeyemi is the only lead. Give somebody else the lead first." in page.content.decode()
    seat.refresh_from_db()
    assert seat.to_on is None


def test_the_last_lead_cannot_hand_back_the_lead_either(olu, now):
    seat = Seat.objects.get(contact__user=olu)
    with pytest.raises(seats.LastLead):
        seats.change(seat=seat, is_lead=False, **ROLE, by=olu, now=now)
    seat.refresh_from_db()
    assert seat.is_lead


def test_of_two_leads_one_can_go(olu, mina, pantry, larder_membership, now):
    Seat.objects.filter(contact__user=mina).update(is_lead=True)
    first, second = Seat.objects.filter(is_lead=True, membership__partnership=pantry)
    seats.end(seat=first, by=olu, now=now)
    with pytest.raises(seats.LastLead):
        seats.end(seat=second, by=olu, now=now)


def test_a_seat_ends_once(olu, mina, now):
    seat = Seat.objects.get(contact__user=mina)
    again = Seat.objects.get(pk=seat.pk)
    seats.end(seat=seat, by=olu, now=now)
    with pytest.raises(seats.AlreadyEnded):
        seats.end(seat=again, by=olu, now=now)


def test_an_observer_becomes_one_who_decides(olu, mina, browser_of):
    seat = Seat.objects.get(contact__user=mina)
    Seat.objects.filter(pk=seat.pk).update(authority="observes")
    browser_of(olu).post(reverse("edit-seat", args=[seat.pk]), {**ROLE, "is_lead": "on"})
    seat.refresh_from_db()
    assert (seat.authority, seat.is_lead, seat.history.count()) == ("decides", True, 2)


# --- Who sees and does what ---


def test_a_partner_reads_the_people_and_finds_no_buttons(olu, mina, pantry, browser_of):
    text = browser_of(mina).get(reverse("people", args=[pantry.pk])).content.decode()
    assert "Olu Adeyemi" in text
    for words in ("Add an organisation", "Add a person", "Move to another stage", "/seats/"):
        assert words not in text, words


def test_the_reasons_of_those_who_left_are_for_leads_and_viewers(olu, mina, viewer, pantry, church, browser_of):
    MembershipFactory(partnership=pantry, organisation=church, stage="not-now", reason="Quarrel about keys")
    url = reverse("people", args=[pantry.pk])
    seen = {who: "Quarrel about keys" in browser_of(who).get(url).content.decode() for who in (olu, viewer, mina)}
    assert seen == {olu: True, viewer: True, mina: False}


@pytest.mark.parametrize(("who", "status"), [("mina", 403), ("viewer", 403), ("ravi", 404), ("olu", 200)])
def test_writing_pages_are_for_leads(request, who, status, olu, mina, ravi, pantry, larder_membership, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    seat = Seat.objects.get(contact__user=mina)
    before = Seat.objects.values_list().order_by("pk"), Membership.objects.values_list().order_by("pk")
    kept = [list(rows) for rows in before]
    for name, pk in (
        ("invite-organisation", pantry.pk),
        ("edit-membership", larder_membership.pk),
        ("add-seat", larder_membership.pk),
        ("edit-seat", seat.pk),
        ("end-seat", seat.pk),
    ):
        assert browser.get(reverse(name, args=[pk])).status_code == status, name
        if who != "olu":
            assert browser.post(reverse(name, args=[pk]), {"stage": "met", "name": "X", **ROLE}).status_code == status
    assert [list(rows.all()) for rows in before] == kept


def test_a_stranger_does_not_learn_that_the_partnership_has_people(ravi, pantry, olu, browser_of):
    page = browser_of(ravi).get(reverse("people", args=[pantry.pk]))
    missing = browser_of(ravi).get(reverse("people", args=[999_999]))
    assert (page.status_code, page.content) == (404, missing.content)


def test_the_people_page_costs_the_same_at_three_and_at_sixty(olu, pantry, browser_of, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            SeatFactory(membership__partnership=pantry)

    browser, url = browser_of(olu), reverse("people", args=[pantry.pk])
    fill(2)
    with django_assert_max_num_queries(12) as few:
        browser.get(url)
    fill(57)
    with django_assert_max_num_queries(len(few)):
        browser.get(url)
