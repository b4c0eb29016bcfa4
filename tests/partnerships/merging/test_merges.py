from datetime import timedelta

import pytest
from django.apps import apps

from communications.engine.relay import relay
from communications.models import Delivery, Silence
from evaluation.models import Invitation, Round
from partnerships.agreements.actions import versions
from partnerships.agreements.content import Content
from partnerships.check_ins.actions import check_ins
from partnerships.commitments import actions as commitments
from partnerships.events import Kind
from partnerships.links import links
from partnerships.links.actions import sign_ins
from partnerships.membership.actions import seats
from partnerships.merging import actions as merges
from partnerships.merging import comparison
from partnerships.merging.comparison import BOTH, TAKEN
from partnerships.merging.engine import CannotUnite, pointers_to
from partnerships.models import (
    Acceptance,
    ActionLink,
    Area,
    CheckIn,
    Commitment,
    Contact,
    Event,
    Identifier,
    ImportRow,
    Membership,
    Merged,
    Organisation,
    Pause,
    Seat,
    SignIn,
    Update,
    User,
)

from ...access import world as access_world
from ...factories import ContactFactory, MembershipFactory, OrganisationFactory, SeatFactory, UserFactory
from ..agreements.agreeing import accept

HOUSE = {"partnerships", "evaluation", "communications"}


@pytest.fixture
def twin(larder):
    """The same organisation once more, as another file wrote it."""
    return OrganisationFactory(name="SALE LARDER LTD", postcode="M33 7XG", strengths="A cold store")


@pytest.fixture
def merge(olu, now):
    """`merge(kept, gone, name=TAKEN)` merges what is in the database now."""

    def do(kept, gone, by=olu, **picks):
        seen = comparison.fingerprint(kept, gone)
        return merges.merge(kept=kept, gone=gone, picks=picks, seen=seen, by=by, now=now)

    return do


def numbers(organisation):
    return [(one.scheme, one.value) for one in organisation.identifiers.all()]


def test_what_only_the_other_says_is_taken_and_the_person_chooses_the_rest(larder, twin, merge):
    Organisation.objects.filter(pk=larder.pk).update(description="Feeds people", website="https://larder.example")
    Organisation.objects.filter(pk=twin.pk).update(description="Lends tables", website="https://old.example")
    larder.refresh_from_db()
    twin.refresh_from_db()
    merge(larder, twin, description=BOTH, website=TAKEN)
    larder.refresh_from_db()
    assert (larder.name, larder.postcode, larder.strengths) == ("Sale Larder", "M33 7XG", "A cold store")
    assert larder.description == "Feeds people\n\nLends tables"
    assert larder.website == "https://old.example"
    assert not Organisation.objects.filter(pk=twin.pk).exists()


def test_a_short_field_is_never_both_however_it_was_asked(larder, twin, merge):
    merge(larder, twin, name=BOTH)
    assert Organisation.objects.get(pk=larder.pk).name == "Sale Larder"


def test_numbers_and_areas_are_united_and_none_stands_there_twice(larder, twin, merge):
    sale, urmston = Area.objects.create(name="Sale"), Area.objects.create(name="Urmston")
    larder.areas.add(sale)
    twin.areas.add(sale, urmston)
    for organisation in (larder, twin):
        Identifier.objects.create(organisation=organisation, scheme="charity", value="1067000")
    Identifier.objects.create(organisation=twin, scheme="company", value="01234567")
    merge(larder, twin)
    assert numbers(larder) == [("charity", "1067000"), ("company", "01234567")]
    assert list(larder.areas.all()) == [sale, urmston]


def test_the_history_says_who_merged_and_keeps_what_the_other_was(larder, twin, merge, olu):
    number = Identifier.objects.create(organisation=twin, scheme="company", value="01234567")
    old_id = twin.pk
    merge(larder, twin)
    reason = f"Merged SALE LARDER LTD ({old_id}) into Sale Larder"
    last = Organisation.history.filter(id=old_id).latest()
    assert (last.history_type, last.history_user, last.history_change_reason) == ("-", olu, reason)
    assert (last.name, last.strengths) == ("SALE LARDER LTD", "A cold store")
    assert larder.history.latest().history_change_reason == reason
    assert number.history.latest().organisation_id == larder.pk
    assert number.history.latest().history_user == olu


def test_the_fact_is_written_down(larder, twin, merge):
    merge(larder, twin)
    event = Event.objects.get(kind="organisation.merged")
    assert str(event) == "Olu Adeyemi merged SALE LARDER LTD into Sale Larder"
    assert (event.subject_id, event.partnership) == (larder.pk, None)


def test_a_membership_moves_with_all_that_hangs_on_it(pantry, larder, twin, merge, now, today):
    there = MembershipFactory(partnership=pantry, organisation=twin)
    seat = SeatFactory(membership=there, contact=ContactFactory(organisation=twin, name="Sam Okoro"))
    check_in = CheckIn.objects.create(partnership=pantry, membership=there, period="2026-12", due_on=today)
    merge(larder, twin)
    there.refresh_from_db()
    assert (there.organisation, there.history.latest().organisation) == (larder, larder)
    assert Seat.objects.get(pk=seat.pk).membership == there
    assert CheckIn.objects.get(pk=check_in.pk).membership == there
    assert Contact.objects.get(name="Sam Okoro").organisation == larder


def test_the_host_of_a_partnership_can_be_merged(pantry, council, host_membership, merge):
    other = OrganisationFactory(name="Trafford MBC")
    merge(other, council)
    pantry.refresh_from_db()
    assert pantry.host == other
    assert Membership.objects.get(partnership=pantry).organisation == other


@pytest.mark.parametrize(
    ("mine", "theirs", "stays"), [("met", "member", "member"), ("member", "met", "member"), ("left", "met", "met")]
)
def test_two_memberships_become_one_at_the_further_stage(pantry, larder, twin, merge, now, mine, theirs, stays):
    kept = MembershipFactory(partnership=pantry, organisation=larder, stage=mine, created_at=now)
    earlier = now - timedelta(days=9)
    MembershipFactory(partnership=pantry, organisation=twin, stage=theirs, created_at=earlier, reason="Because")
    merge(larder, twin)
    only = Membership.objects.get(partnership=pantry, organisation=larder)
    assert (only.pk, only.stage, only.created_at) == (kept.pk, stays, earlier)


def test_two_memberships_become_one_with_the_seats_of_both(pantry, larder_membership, twin, mina, merge):
    other = MembershipFactory(partnership=pantry, organisation=twin)
    sam = ContactFactory(organisation=twin, name="Sam Okoro")
    SeatFactory(membership=other, contact=sam)
    mine = Seat.objects.get(contact__user=mina)
    SeatFactory(membership=other, contact=mine.contact, is_lead=True, authority="observes", capacity="community")
    merge(larder_membership.organisation, twin)
    assert set(larder_membership.seats.values_list("contact__name", "is_lead", "authority")) == {
        ("Mina Patel", True, "decides"),
        ("Sam Okoro", False, "consults"),
    }
    assert Seat.history.filter(membership=other.pk, history_type="-").count() == 1


@pytest.fixture
def both_agreed(pantry, larder_membership, olu, mina, twin, now):
    """The larder and its twin in one shared agreement, each with a role and a promise. Mina has accepted."""
    other = MembershipFactory(partnership=pantry, organisation=twin)
    user = UserFactory(email="sam@example.org", name="Sam Okoro")
    sam = ContactFactory(organisation=twin, name="Sam Okoro", user=user)
    SeatFactory(membership=other, contact=sam, authority="decides")
    version = versions.begin(partnership=pantry, by=olu, now=now)
    versions.write(version=version, values={"vision": "Nobody eats alone"}, by=olu, now=now)
    rows = {larder_membership.pk: ("Cooks", ""), other.pk: ("Drives", "")}
    versions.assign(version=version, rows=rows, by=olu, now=now)
    for who in (larder_membership, other):
        commitments.make(
            partnership=pantry, version=version, from_membership=who, to_membership=None, what="Soup",
            due_on=None, by=olu, now=now,
        )  # fmt: skip
    versions.share(version=version, by=olu, now=now)
    accept(version, mina, now)
    return version, other


def test_roles_and_promises_of_both_stay_and_the_agreement_can_still_be_accepted(
    both_agreed, larder, larder_membership, twin, merge, olu, now
):
    version, _ = both_agreed
    merge(larder, twin)
    version.refresh_from_db()
    assert sorted(version.responsibilities.values_list("role", "membership")) == [
        ("Cooks", larder_membership.pk),
        ("Drives", larder_membership.pk),
    ]
    assert Commitment.objects.filter(from_membership=larder_membership).count() == 2
    assert version.text_hash == Content.of(version).hash()
    assert version.acceptances.get().text_hash == version.text_hash
    accept(version, olu, now)
    version.refresh_from_db()
    assert version.is_in_force


def test_of_two_acceptances_the_earlier_counts_and_the_later_is_in_the_history(both_agreed, larder, twin, merge, now):
    version, _ = both_agreed
    accept(version, User.objects.get(email="sam@example.org"), now - timedelta(days=1))
    merge(larder, twin)
    assert version.acceptances.get().accepted_by.name == "Sam Okoro"
    gone = Acceptance.history.filter(history_type="-").get()
    assert gone.accepted_by.name == "Sam Okoro"
    assert Acceptance.history.filter(accepted_by__name="Mina Patel").exists()


def test_yeses_carried_to_a_later_version_follow_the_one_yes_that_stays(both_agreed, larder, twin, merge, olu, now):
    version, _ = both_agreed
    accept(version, User.objects.get(email="sam@example.org"), now - timedelta(days=1))
    accept(version, olu, now)
    later = versions.amend(agreement=version.agreement, by=olu, now=now)
    for given in version.acceptances.filter(accepted_by__name__in=["Mina Patel", "Sam Okoro"]):
        given.pk, given.carried_from_id, given.version = None, given.pk, later
        given.save()
    merge(larder, twin)
    version.refresh_from_db()
    carried, given = later.acceptances.get(), version.acceptances.get(membership__organisation=larder)
    assert (carried.carried_from, carried.text_hash, given.text_hash) == (given, version.text_hash, version.text_hash)


def test_an_agreement_that_waited_only_for_the_double_comes_into_force(both_agreed, larder, twin, merge, olu, now):
    version, _ = both_agreed
    accept(version, olu, now)
    merge(larder, twin)
    version.refresh_from_db()
    assert version.is_in_force


def test_a_changed_text_is_not_made_good_by_a_merge(both_agreed, larder, twin, merge):
    version, _ = both_agreed
    version.responsibilities.update(role="Something else")
    before = version.text_hash
    merge(larder, twin)
    version.refresh_from_db()
    assert version.text_hash == before != Content.of(version).hash()


def test_a_promise_between_the_two_is_refused_and_nothing_is_done(
    pantry, larder, larder_membership, twin, merge, olu, now
):
    other = MembershipFactory(partnership=pantry, organisation=twin)
    ContactFactory(organisation=twin)
    commitments.make(
        partnership=pantry, version=None, from_membership=other, to_membership=larder_membership, what="A van",
        due_on=None, by=olu, now=now,
    )  # fmt: skip
    with pytest.raises(CannotUnite, match="promised the other “A van”"):
        merge(larder, twin)
    assert Organisation.objects.filter(pk=twin.pk).exists()
    assert (twin.contacts.count(), twin.memberships.count(), Merged.objects.count()) == (1, 1, 0)


def test_of_two_rests_of_one_organisation_one_goes_on_and_both_are_on_record(
    pantry, larder, larder_membership, twin, merge, today
):
    other = MembershipFactory(partnership=pantry, organisation=twin)
    for membership, reason in ((larder_membership, "Moving house"), (other, "Nobody is here")):
        Pause.objects.create(partnership=pantry, membership=membership, reason=reason, from_on=today)
    merge(larder, twin)
    pauses = Pause.objects.filter(membership=larder_membership)
    assert sorted(pauses.values_list("reason", "ended_on")) == [("Moving house", None), ("Nobody is here", today)]


STATES = ["open", "answered", "skipped"]


@pytest.mark.parametrize("mine", STATES)
@pytest.mark.parametrize("theirs", STATES)
def test_of_two_check_ins_of_one_period_no_answer_is_lost_and_nothing_is_asked_twice(
    pantry, larder, larder_membership, twin, merge, now, today, mine, theirs
):
    other = MembershipFactory(partnership=pantry, organisation=twin)
    for membership, state in ((larder_membership, mine), (other, theirs)):
        check_in = CheckIn.objects.create(
            partnership=pantry, membership=membership, period="2026-W49", due_on=today, state=state,
            closed_at=None if state == "open" else now,
        )  # fmt: skip
        if state == "answered":
            Update.objects.create(
                check_in=check_in, partnership=pantry, membership=membership, status="stuck", submitted_at=now
            )
    merge(larder, twin)
    rows = CheckIn.objects.filter(membership=larder_membership)
    assert rows.count() == 2
    assert rows.filter(state="answered").count() == [mine, theirs].count("answered")
    assert rows.filter(state="open").count() == int(mine == theirs == "open")
    assert Update.objects.filter(membership=larder_membership).count() == [mine, theirs].count("answered")
    check_ins.open_due(now=now)
    assert rows.count() == 2


def test_old_keys_lead_to_the_last_of_several_merges(larder, twin, merge):
    third = OrganisationFactory(name="Larder of Sale")
    merge(twin, third)
    twin.refresh_from_db()
    merge(larder, twin)
    survivors = [Merged.objects.survivor_of("organisation", pk) for pk in (third.pk, twin.pk, larder.pk)]
    assert survivors == [larder.pk, larder.pk, None]


def test_nothing_is_merged_with_itself(larder, merge):
    with pytest.raises(merges.SameOne, match="cannot be merged with itself"):
        merge(larder, larder)


def test_who_merges_second_is_told_so(larder, twin, merge):
    again = Organisation.objects.get(pk=twin.pk)
    merge(larder, twin)
    with pytest.raises(merges.AlreadyMerged, match="a moment ago"):
        merge(larder, again)
    with pytest.raises(merges.AlreadyMerged):
        merge(again, larder)
    assert Merged.objects.count() == 1


def test_choices_about_words_that_have_changed_are_not_carried_out(larder, twin, olu, now):
    seen = comparison.fingerprint(larder, twin)
    Organisation.objects.filter(pk=twin.pk).update(needs="Drivers")
    with pytest.raises(merges.ChangedMeanwhile, match="Look at both again"):
        merges.merge(kept=larder, gone=twin, picks={}, seen=seen, by=olu, now=now)
    assert Organisation.objects.filter(pk=twin.pk).exists()


@pytest.fixture
def sam(larder_membership):
    return ContactFactory(organisation=larder_membership.organisation, name="Sam Okoro", email="sam@example.org")


@pytest.fixture
def samuel(larder_membership):
    return ContactFactory(organisation=larder_membership.organisation, name="Samuel Okoro", email="sam@example.org")


def test_the_seats_and_links_of_both_people_become_one_persons(sam, samuel, larder_membership, merge, now):
    SeatFactory(membership=larder_membership, contact=sam, authority="observes")
    SeatFactory(membership=larder_membership, contact=samuel, authority="decides", is_lead=True)
    ended = SeatFactory(membership=larder_membership, contact=samuel, to_on=now.date())
    alone = links.make(ActionLink.Purpose.ANSWER, contact=samuel, target_id=7)
    double = links.make(ActionLink.Purpose.ANSWER, contact=samuel, target_id=1)
    links.make(ActionLink.Purpose.ANSWER, contact=sam, target_id=1)
    merge(sam, samuel)
    assert sam.seats.get(to_on=None).authority == "decides"
    assert sam.seats.get(to_on=None).is_lead
    assert Seat.objects.get(pk=ended.pk).contact == sam
    alive = ActionLink.objects.alive(now).filter(contact=sam)
    assert sorted(alive.values_list("target_id", flat=True)) == [1, 7]
    assert alone in alive
    assert double not in alive


def test_links_to_an_address_that_is_given_up_end(sam, samuel, merge, now):
    Contact.objects.filter(pk=samuel.pk).update(email="samuel@example.org")
    samuel.refresh_from_db()
    kept = links.make(ActionLink.Purpose.ANSWER, contact=sam, target_id=1)
    ended = links.make(ActionLink.Purpose.ANSWER, contact=samuel, target_id=2)
    merge(sam, samuel)
    assert list(ActionLink.objects.alive(now)) == [kept]
    assert ActionLink.objects.get(pk=ended.pk).contact == sam


def test_who_asked_for_quiet_keeps_it_and_an_invitation_is_answered_once(
    sam, samuel, larder_membership, pantry, merge, now, olu
):
    Silence.objects.create(contact=sam, topic="news", since=now)
    Silence.objects.create(contact=samuel, topic="news", since=now - timedelta(days=3))
    Silence.objects.create(contact=samuel, topic="feedback", since=now)
    round = Round.objects.create(partnership=pantry, title="Spring", audience="partners", closes_on=now.date())
    kept = Invitation.objects.create(round=round, contact=sam, membership=larder_membership)
    gone = Invitation.objects.create(round=round, contact=samuel, membership=larder_membership, answered=True)
    link = links.make(ActionLink.Purpose.RESPOND, contact=samuel, target_id=gone.pk)
    merge(sam, samuel)
    assert list(sam.silences.values_list("topic", "since")) == [
        ("feedback", now),
        ("news", now - timedelta(days=3)),
    ]
    assert Invitation.objects.get(round=round) == kept
    assert Invitation.objects.get(round=round).answered
    link.refresh_from_db()
    assert (link.contact, link.target_id, link.revoked_at) == (sam, kept.pk, None)


def test_nobody_gets_twice_what_was_planned_for_both(sam, samuel, pantry, merge, now, today, larder_membership):
    check_in = CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="x", due_on=today)

    def reminder(contact, stage):
        return Delivery.objects.create(
            notice="check-in-reminder", dedupe_key=f"check-in:{check_in.pk}:{stage}:{contact.pk}", contact=contact,
            partnership=pantry, check_in=check_in, stage=stage, not_before=now,
        )  # fmt: skip

    reminder(sam, 0)
    double, alone = reminder(samuel, 0), reminder(samuel, 3)
    merge(sam, samuel)
    double.refresh_from_db()
    alone.refresh_from_db()
    assert (double.state, double.contact) == ("cancelled", sam)
    assert (alone.state, alone.dedupe_key) == ("pending", f"check-in:{check_in.pk}:3:{sam.pk}")


@pytest.fixture
def doubles(olu, larder_membership):
    """Samuel, who signs in with an address of his own, and Sam, with another one."""
    user = UserFactory(email="samuel@example.org", name="Samuel Okoro")
    samuel = ContactFactory(name="Samuel Okoro", email=user.email, user=user)
    return samuel, ContactFactory(name="Sam Okoro", email="sam@example.org")


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("both_sign_in", [False, True])
def test_whoever_reads_the_address_that_stays_signs_in_with_the_seats_of_both(
    doubles, larder_membership, merge, swapped, both_sign_in
):
    samuel, sam = doubles
    user = samuel.user
    SeatFactory(membership=larder_membership, contact=sam)
    if both_sign_in:
        sam.user = UserFactory(email=sam.email)
        sam.save()
    kept = merge(sam, samuel, email=TAKEN) if swapped else merge(samuel, sam)
    kept.refresh_from_db()
    assert (kept.user, kept.email, user.contacts.get()) == (user, "samuel@example.org", kept)


@pytest.mark.parametrize("swapped", [False, True])
def test_an_account_whose_address_is_given_up_comes_into_no_seat_of_the_other(
    doubles, larder_membership, merge, now, swapped
):
    samuel, sam = doubles
    user = samuel.user
    SeatFactory(membership=larder_membership, contact=sam)
    kept = merge(samuel, sam, email=TAKEN) if swapped else merge(sam, samuel)
    kept.refresh_from_db()
    assert (kept.user, Seat.objects.current().of_user(user).exists()) == (None, False)
    sign_ins.ask(email="sam@example.org", browser="b", now=now)
    assert sign_ins.use(sign_in=SignIn.objects.get(), now=now).contacts.get() == kept


def test_an_account_does_not_go_on_to_another_address(doubles, larder_membership, merge):
    samuel, sam = doubles
    user = samuel.user
    SeatFactory(membership=larder_membership, contact=samuel)
    kept = merge(samuel, sam, email=TAKEN)
    kept.refresh_from_db()
    assert (kept.user, kept.email, user.contacts.exists()) == (None, "sam@example.org", False)


def test_nobody_who_leads_loses_their_seats_to_an_address(olu, larder_membership, merge):
    sam = ContactFactory(email="o.adeyemi@example.org")
    SeatFactory(membership=larder_membership, contact=sam)
    with pytest.raises(CannotUnite, match="Keep the address they sign in with"):
        merge(olu.contacts.get(), sam, email=TAKEN)
    assert Seat.objects.current().of_user(olu).count() == 1


@pytest.mark.parametrize("by_seat", [False, True])
@pytest.mark.parametrize("swapped", [False, True])
def test_nobody_who_leads_loses_their_seats_to_somebody_elses_account(doubles, olu, merge, by_seat, swapped):
    samuel, lead = doubles[0], olu.contacts.get()
    User.objects.filter(pk=olu.pk).update(is_lead_by_seat=by_seat)
    with pytest.raises(CannotUnite, match="Keep the address they sign in with"):
        merge(lead, samuel, email=TAKEN) if swapped else merge(samuel, lead)
    assert Seat.objects.current().of_user(olu).filter(is_lead=True).count() == 1


def test_a_fixed_name_takes_no_seat_from_who_reads_the_address_of_its_contact(doubles, olu, larder_membership, merge):
    """Olu's contact was given Samuel's address. Samuel reads it, and Olu does not."""
    samuel, lead = doubles[0], olu.contacts.get()
    SeatFactory(membership=larder_membership, contact=samuel)
    Contact.objects.filter(pk=lead.pk).update(email=samuel.email)
    lead.refresh_from_db()
    with pytest.raises(CannotUnite, match="Keep the address they sign in with"):
        merge(lead, samuel)
    assert Seat.objects.current().of_user(samuel.user).count() == 1


def test_who_leads_by_a_seat_alone_loses_it_to_no_address_that_nobody_reads_yet(olu, merge):
    User.objects.filter(pk=olu.pk).update(is_lead_by_seat=True)
    with pytest.raises(CannotUnite, match="Keep the address they sign in with"):
        merge(olu.contacts.get(), ContactFactory(email="o.adeyemi@example.org"), email=TAKEN)


def test_a_fixed_name_stays_with_a_contact_that_gets_another_address(olu, merge):
    kept = merge(olu.contacts.get(), ContactFactory(email="o.adeyemi@example.org"), email=TAKEN)
    kept.refresh_from_db()
    assert (kept.user, kept.email) == (olu, "o.adeyemi@example.org")


def test_the_reader_of_an_address_that_does_not_stay_hears_of_it(doubles, merge, now):
    merge(doubles[1], doubles[0])
    relay(now)
    assert Delivery.objects.get(notice="address-changed").former_address == "samuel@example.org"


def test_days_that_cannot_be_are_refused(sam, samuel, merge, today):
    Contact.objects.filter(pk=sam.pk).update(from_on=today)
    Contact.objects.filter(pk=samuel.pk).update(to_on=today - timedelta(days=1))
    sam.refresh_from_db()
    samuel.refresh_from_db()
    with pytest.raises(CannotUnite, match="The leaving date is before the starting date"):
        merge(sam, samuel)
    assert Contact.objects.filter(pk=samuel.pk).exists()


def test_a_fact_about_a_seat_that_became_another_is_about_that_one(sam, samuel, larder_membership, merge, olu, now):
    rights = {"is_lead": False, "authority": "decides", "capacity": "institution"}
    kept = seats.take(membership=larder_membership, contact=sam, by=olu, now=now, **rights)
    seats.take(membership=larder_membership, contact=samuel, by=olu, now=now, **rights)
    merge(sam, samuel)
    facts = Event.objects.filter(kind="seat.taken", data__organisation="Sale Larder")
    assert set(facts.values_list("subject_id", flat=True)) == {kept.pk}


def test_a_merge_moves_facts_about_the_very_row_and_no_other_of_the_same_number(sam, samuel, merge, now):
    tables = [model._meta.label_lower for model in apps.get_models() if model.__module__.split(".")[0] in HOUSE]
    assert len(tables) > 100
    Event.objects.bulk_create(
        Event(kind=kind, at=now, subject_type=table, subject_id=samuel.pk) for table in tables for kind in Kind
    )
    merge(sam, samuel)
    moved = Event.objects.filter(subject_id=sam.pk).exclude(kind=Kind.CONTACT_MERGED)
    assert set(moved.values_list("subject_type", flat=True)) == {"partnerships.contact"}
    assert set(moved.values_list("kind", flat=True)) == set(Kind) - {Kind.CONTACT_MERGED}


def rows_of(model):
    return model._base_manager.count()


@pytest.mark.parametrize("which", ["organisation", "person"])
def test_of_a_partnership_with_a_row_of_everything_nothing_is_lost(which, db, now):
    """Whatever points to the one that goes points to the other; only what is there twice becomes one."""
    world = access_world.build(now)
    if which == "organisation":
        gone = world.pantry.membership.organisation
        kept = OrganisationFactory(name="Sale Larder Ltd")
    else:
        gone, kept = world.pantry.people["partner_a"], ContactFactory(name="Mina P")
    pointers = pointers_to(type(gone))
    tables = {pointer.model for pointer in pointers} - {Event}  # the merge itself is one more fact
    before = {table: rows_of(table) for table in tables}
    pointed = [(p, set(p.model._base_manager.filter(**{p.name: gone}).values_list("pk", flat=True))) for p in pointers]
    assert sum(bool(keys) for _, keys in pointed) >= 3
    seen = comparison.fingerprint(kept, gone)
    old_id = gone.pk
    merges.merge(kept=kept, gone=gone, picks={}, seen=seen, by=world.users["administrator"], now=now)
    assert {table: rows_of(table) for table in tables} == before
    for pointer, keys in pointed:
        rows = pointer.model._base_manager.filter(pk__in=keys)
        assert set(rows.values_list(pointer.attname, flat=True)) <= {kept.pk}, pointer
        assert not pointer.model._base_manager.filter(**{pointer.attname: old_id}).exists(), pointer


def test_tables_of_every_floor_are_among_those_that_move(db):
    assert {ImportRow, Membership, Contact, Organisation.areas.through} <= {
        pointer.model for pointer in pointers_to(Organisation)
    }
    labels = {pointer.model._meta.label for pointer in pointers_to(Contact)}
    assert labels >= {"evaluation.Invitation", "communications.Delivery", "partnerships.Seat", "partnerships.Event"}
    assert not any("Historical" in label for label in labels)
