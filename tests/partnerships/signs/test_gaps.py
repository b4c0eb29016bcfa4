"""The signs of people who are missing: each appears, and goes when it is mended."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.models import Delivery
from partnerships import signs
from partnerships.models import Contact, Milestone, Partnership, Seat, User

from ...factories import MembershipFactory, SeatFactory


@pytest.fixture
def told(olu, now):
    """`told("lived")` is what Olu is told of this group: (sentence, why, address)."""

    def read(group):
        found = [sign for sign in signs.seen_by(olu, now=now) if sign.group == group]
        return [(sign.sentence, sign.why, sign.url) for sign in found]

    return read


@pytest.fixture
def minas_seat(mina):
    return Seat.objects.get(contact__user=mina)


def test_a_member_whose_seats_all_consult_or_observe_cannot_decide(told, pantry, larder_membership, minas_seat):
    assert told("decide") == []
    Seat.objects.filter(pk=minas_seat.pk).update(authority="consults")
    assert told("decide") == [
        (
            "Nobody can decide for Sale Larder",
            "Everybody who sits there must consult or observes",
            f"{reverse('people', args=[pantry.pk])}#membership-{larder_membership.pk}",
        )
    ]
    SeatFactory(membership=larder_membership, authority="decides")
    assert told("decide") == []


def test_a_member_without_a_seat_cannot_decide_either(told, larder_membership):
    add_url = reverse("add-seat", args=[larder_membership.pk])
    assert told("decide") == [("Nobody can decide for Sale Larder", "They have no seat yet", add_url)]


def test_an_organisation_on_the_way_need_not_decide(told, pantry):
    MembershipFactory(partnership=pantry, stage="met")
    assert told("decide") == []


def test_a_partnership_of_two_without_lived_experience_is_told_so(told, pantry, larder_membership, minas_seat):
    assert told("lived") == [
        (
            "No lived experience in Pantry partnership",
            "Nobody takes part who lives with the need themselves",
            reverse("coverage", args=[pantry.pk]),
        )
    ]
    Seat.objects.filter(pk=minas_seat.pk).update(capacity="lived")
    assert told("lived") == []
    Seat.objects.filter(pk=minas_seat.pk).update(to_on=minas_seat.from_on)
    assert len(told("lived")) == 1


def test_a_host_by_itself_is_no_gap_in_lived_experience(told, pantry):
    MembershipFactory(partnership=pantry, stage="contacted")
    assert told("lived") == []


def test_a_member_with_one_seat_is_a_single_contact(told, olu, host_membership, larder_membership, minas_seat):
    SeatFactory(membership=host_membership, capacity="lived")
    add_url = reverse("add-seat", args=[larder_membership.pk])
    assert told("single") == [
        ("A single contact at Sale Larder", "When Mina Patel is away, nobody there answers", add_url)
    ]
    SeatFactory(membership=larder_membership)
    assert told("single") == []


def test_a_seat_is_seen_to_end_thirty_days_ahead(told, today, minas_seat):
    def planned(days):
        Seat.objects.filter(pk=minas_seat.pk).update(until_on=today + timedelta(days=days))
        return [sentence for sentence, _, _ in told("seat")]

    assert planned(31) == []
    assert planned(30) == ["The seat of Mina Patel ends soon"]
    assert planned(0) == ["The seat of Mina Patel ends today"]
    assert planned(-1) == ["The seat of Mina Patel was planned to end"]
    assert told("seat")[0][1:] == (
        "Sale Larder, planned until 30 November 2026",
        reverse("edit-seat", args=[minas_seat.pk]),
    )
    Seat.objects.filter(pk=minas_seat.pk).update(to_on=today)
    assert told("seat") == []


@pytest.fixture
def bounced(now, pantry, minas_seat):
    return Delivery.objects.create(
        notice="celebration", dedupe_key="a", contact=minas_seat.contact, partnership=pantry, not_before=now,
        created_at=now - timedelta(days=3), state=Delivery.State.DEAD, to_address=minas_seat.contact.email,
    )  # fmt: skip


def test_mail_that_does_not_arrive_is_seen_and_leads_to_the_address(told, bounced):
    assert told("bounce") == [
        (
            "Mail to Mina Patel does not arrive",
            "A message came back 3 days ago. Ask them for another address",
            reverse("edit-contact", args=[bounced.contact_id]),
        )
    ]


def test_somebody_is_named_once_however_many_messages_come_back(told, bounced):
    bounced.pk, bounced.dedupe_key = None, "b"
    bounced.save()
    assert len(told("bounce")) == 1


def test_another_address_a_later_message_or_an_ended_seat_mends_it(told, bounced, minas_seat):
    Contact.objects.filter(pk=bounced.contact_id).update(email="new@example.org")
    assert told("bounce") == []
    Contact.objects.filter(pk=bounced.contact_id).update(email=bounced.to_address)
    assert len(told("bounce")) == 1
    bounced.pk, bounced.dedupe_key, bounced.state = None, "b", Delivery.State.SENT
    bounced.save()
    assert told("bounce") == []
    bounced.delete()
    Seat.objects.filter(pk=minas_seat.pk).update(to_on=minas_seat.from_on)
    assert told("bounce") == []


def test_a_lead_who_does_not_keep_the_directory_is_led_to_the_people(told, olu, pantry, bounced):
    User.objects.filter(pk=olu.pk).update(role=User.Role.PARTNER)
    olu.refresh_from_db()
    assert told("bounce")[0][2] == reverse("people", args=[pantry.pk])


def test_a_standing_gap_takes_only_the_room_that_is_left(olu, pantry, now, today):
    for _ in range(6):
        MembershipFactory(partnership=pantry)
    assert [sign.group for sign in signs.seen_by(olu, now=now)] == ["decide", "decide"]
    for number in range(6):
        Milestone.objects.create(partnership=pantry, title=f"Oven {number}", due_on=today)
    assert [sign.group for sign in signs.seen_by(olu, now=now)] == ["milestone"] * 6 + ["decide"]


@pytest.mark.usefixtures("minas_seat")
def test_strangers_partners_and_paused_partnerships_are_quiet(mina, olu, ravi, pantry, now):
    groups = {user: {sign.group for sign in signs.seen_by(user, now=now)} for user in (olu, mina, ravi)}
    assert groups == {olu: {"lived", "single"}, mina: set(), ravi: {"decide", "single"}}
    Partnership.objects.filter(pk=pantry.pk).update(state="paused")
    assert signs.seen_by(olu, now=now) == []


def test_the_page_lists_every_gap_of_its_own_partnership(browser_of, olu, ravi, pantry, larder_membership):
    for _ in range(3):
        MembershipFactory(partnership=pantry)
    gaps = browser_of(olu).get(reverse("coverage", args=[pantry.pk])).context["gaps"]
    assert [gap.group for gap in gaps] == ["decide"] * 4 + ["lived", "single"]


def test_a_lead_plans_the_end_of_a_seat(browser_of, olu, minas_seat):
    olus = browser_of(olu)
    address = reverse("edit-seat", args=[minas_seat.pk])
    role = {"authority": "decides", "capacity": "lived"}
    response = olus.post(address, {**role, "until_on": "1 January 2020"})
    assert response.context["form"].errors["until_on"] == [
        "The seat starts on 5 January 2026. Give that day or a later one."
    ]
    olus.post(address, {**role, "until_on": "1 March 2027"})
    minas_seat.refresh_from_db()
    assert (f"{minas_seat.until_on}", minas_seat.capacity, minas_seat.to_on) == ("2027-03-01", "lived", None)
    assert (
        "until 1 March 2027"
        in olus.get(reverse("people", args=[minas_seat.membership.partnership_id])).content.decode()
    )
