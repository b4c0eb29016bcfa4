"""Whatever is typed, moved and merged in whatever order: whoever signs in sits where their address does."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from partnerships.links.actions import sign_ins
from partnerships.membership.actions import contacts, roles, seats
from partnerships.membership.permissions import can_change_contact as can_change
from partnerships.membership.permissions import can_give_address, can_merge_contacts
from partnerships.merging import actions as merges
from partnerships.merging import comparison
from partnerships.merging.engine import CannotUnite
from partnerships.models import Contact, Seat, SignIn, User

from ...factories import ContactFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESSES = [f"{name}@example.org" for name in ("ann", "ben", "cai", "dot")]
RIGHTS = {"authority": "decides", "capacity": "institution"}


class Town:
    """Four addresses, six people on paper, and somebody who mistypes all day."""

    def __init__(self, seed, membership, by, now):
        self.random, self.membership, self.by, self.now = random.Random(seed), membership, by, now
        boss = UserFactory(email="boss@example.org", role="lead")
        lead = ContactFactory(organisation=membership.organisation, email=boss.email, user=boss)
        SeatFactory(membership=membership, contact=lead, is_lead=True)
        for number in range(6):
            contact = ContactFactory(organisation=membership.organisation, email=ADDRESSES[number % 4])
            SeatFactory(membership=membership, contact=contact, is_lead=number == 0)

    def step(self):
        self.now += timedelta(minutes=7)
        act = self.random.choice([self.move, self.move, self.merge, self.sign_in, self.sign_in, self.lead])
        act()
        return act.__name__

    def somebody(self):
        return self.random.choice(list(Contact.objects.order_by("pk")))

    def move(self):
        contact = self.somebody()
        contact.email = self.random.choice(ADDRESSES)
        contacts.change(contact=contact, by=self.by, now=self.now)

    def merge(self):
        kept, gone = self.somebody(), self.somebody()
        if kept == gone or Contact.objects.count() < 4:
            return
        picks = {"email": self.random.choice([comparison.KEPT, comparison.TAKEN])}
        leads = lead_seats()
        seen = comparison.fingerprint(kept, gone)
        try:
            merges.merge(kept=kept, gone=gone, picks=picks, seen=seen, by=self.by, now=self.now)
        except CannotUnite:
            assert lead_seats() == leads
        else:
            assert lead_seats() >= leads, "a merge took a lead's seat from somebody who had signed in"

    def sign_in(self):
        sign_ins.ask(email=self.random.choice([*ADDRESSES, "boss@example.org"]), browser=f"{self.now}", now=self.now)
        waiting = SignIn.objects.latest("pk")
        if waiting.contact_id:
            user = sign_ins.use(sign_in=waiting, now=self.now)
            roles.settle(user=user, by=user, now=self.now)

    def lead(self):
        seat = self.random.choice(list(Seat.objects.filter(to_on=None).order_by("pk")))
        with suppress(seats.LastLead):
            seats.change(seat=seat, is_lead=not seat.is_lead, **RIGHTS, by=self.by, now=self.now)


def lead_seats():
    """Who has signed in and leads."""
    held = Seat.objects.current().filter(is_lead=True, contact__user__isnull=False)
    return set(held.values_list("contact__user__email", flat=True))


@pytest.mark.parametrize("seed", range(10))
def test_whoever_signs_in_sits_where_their_address_does(larder_membership, ada, now, seed):
    town, done = Town(seed, larder_membership, ada, now), []
    for _ in range(30):
        led = "boss@example.org" in lead_seats()
        done.append(town.step())
        for user in User.objects.exclude(pk=ada.pk):
            if not user.has_fixed_name:
                assert {contact.email for contact in user.contacts.all()} <= {user.email}, done
            leads = Seat.objects.current().of_user(user).filter(is_lead=True).exists()
            assert leads or not user.is_lead_by_seat, done
            assert not leads or user.role == "lead", done
        if led and done[-1] != "lead":
            assert "boss@example.org" in lead_seats(), done


class Intruder(Town):
    """Ravi leads a partnership of his own, and does all that he may to come into another one."""

    EVIL, THEIRS = (
        ["evil@example.net", "evil2@example.net"],
        ["mina@example.org", "leah@example.org", "olu@example.org"],
    )

    def __init__(self, seed, ravi, now):
        self.random, self.by, self.now = random.Random(seed), ravi, now
        self.membership = ravi.contacts.get().seats.get().membership

    def step(self):
        self.now += timedelta(minutes=7)
        act = self.random.choice([self.move, self.move, self.move, self.merge, self.sign_in, self.sign_in, self.seat])
        act()
        self.by = User.objects.get(pk=self.by.pk)
        return act.__name__

    def move(self):
        contact, address = self.somebody(), self.random.choice([*self.EVIL, *self.THEIRS])
        if can_change(self.by, contact) and can_give_address(self.by, contact, address):
            contact.email = address
            contacts.change(contact=contact, by=self.by, now=self.now)

    def merge(self):
        kept, gone = self.somebody(), self.somebody()
        if kept != gone and can_merge_contacts(self.by, kept, gone):
            picks = {"email": self.random.choice([comparison.KEPT, comparison.TAKEN])}
            seen = comparison.fingerprint(kept, gone)
            with suppress(CannotUnite):
                merges.merge(kept=kept, gone=gone, picks=picks, seen=seen, by=self.by, now=self.now)

    def seat(self):
        """To anybody of the directory, or to a new address, also as a lead."""
        new = Contact(organisation=self.membership.organisation, name="N", email=self.random.choice(self.EVIL))
        contact = self.random.choice([new, new, self.somebody()])
        if contact.to_on is None:
            with suppress(seats.AlreadySeated):
                seats.take(
                    membership=self.membership, contact=contact, is_lead=self.random.random() < 0.3, **RIGHTS,
                    by=self.by, now=self.now,
                )  # fmt: skip

    def sign_in(self):
        email = self.random.choice([*self.EVIL, *self.THEIRS, "ravi@example.org"])
        sign_ins.ask(email=email, browser=f"{self.now}", now=self.now)
        waiting = SignIn.objects.latest("pk")
        if waiting.contact_id:
            user = sign_ins.use(sign_in=waiting, now=self.now)
            roles.settle(user=user, by=user, now=self.now)


@pytest.mark.parametrize("seed", range(10))
def test_another_lead_comes_into_nobodys_partnership(olu, mina, ravi, pantry, larder_membership, now, seed):
    """Mina has signed in, Leah never has."""
    SeatFactory(membership=larder_membership, contact__name="Leah Brennan", contact__email="leah@example.org")
    there = Seat.objects.current().of_partnership(pantry)
    before = sorted(there.values_list("contact__name", "contact__email", "is_lead"))
    intruder, done = Intruder(seed, ravi, now), []
    for _ in range(40):
        done.append(intruder.step())
        insiders = set(there.exclude(contact__user=None).values_list("contact__user__email", flat=True))
        assert insiders <= set(Intruder.THEIRS), done
        assert sorted(there.values_list("contact__name", "contact__email", "is_lead")) == before, done
        for name in ("olu@example.org", "mina@example.org"):
            assert name in insiders, done
