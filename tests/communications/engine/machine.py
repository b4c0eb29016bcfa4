"""Rows for tests of the engine, and a channel that does what the test says."""

import re
from datetime import timedelta

from django.db import connection

from communications.engine import outbox
from communications.engine.channels.links import Addresses
from communications.engine.channels.outcome import Outcome, What
from communications.engine.relay import relay
from communications.models import Delivery
from communications.reminders import kinds
from partnerships.agreements.actions import versions
from partnerships.models import CheckIn, Membership

from ...factories import ContactFactory, MembershipFactory, OrganisationFactory, SeatFactory

SENT = Outcome(What.SENT)


def member(partnership, name="Sale Larder", **contact):
    """Somebody who answers check-ins, and their membership."""
    organisation = OrganisationFactory(name=name)
    membership = MembershipFactory(partnership=partnership, organisation=organisation, stage=Membership.Stage.MEMBER)
    person = ContactFactory(organisation=organisation, **contact)
    SeatFactory(membership=membership, contact=person)
    return person, membership


def ask(membership, due_on):
    """An open check-in."""
    return CheckIn.objects.create(
        partnership=membership.partnership, membership=membership, period=f"{due_on:%Y-%m-%d}", due_on=due_on
    )


def remind(check_in, contact, *, at, stage=0, **fields):
    """A reminder that waits for `at`."""
    key = f"check-in:{check_in.pk}:{stage}:{contact.pk}"
    fields = {"planned_at": at, "not_before": at, "created_at": at - timedelta(days=1)} | fields
    return Delivery.objects.create(
        notice=kinds.CHECK_IN.notice,
        dedupe_key=key,
        contact=contact,
        partnership=check_in.partnership,
        check_in=check_in,
        stage=stage,
        **fields,
    )


def pump_all(now, **given):
    """Pump until nothing is due."""
    while outbox.pump(now, **given):
        pass


def states(deliveries=None):
    """The state of every message, in the order they were made."""
    rows = Delivery.objects.all() if deliveries is None else deliveries
    return list(rows.order_by("pk").values_list("state", flat=True))


class Scripted:
    """A channel that answers what it is told to, and remembers what it was given."""

    def __init__(self, *outcomes, before=None):
        self.outcomes, self.before = list(outcomes), before
        self.letters, self.in_transaction = [], []

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None

    def hand_over(self, letter):
        self.letters.append(letter.as_bytes())
        self.in_transaction.append(connection.in_atomic_block)
        if self.before:
            self.before(letter)
        outcome = self.outcomes.pop(0) if self.outcomes else SENT
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


def said(notice, person, now):
    """What this person got of this notice, with what happened before told and sent."""
    relay(now)
    pump_all(now, channel=Scripted())
    delivery = Delivery.objects.get(notice=notice, contact__user=person)
    assert delivery.state == "sent", delivery.reason
    return delivery


def opened(delivery):
    """The addresses in the text as the person gets them."""
    return re.findall(r"https?://\S+", Addresses([delivery]).fill(delivery.mail_text, delivery))


def accepts(version, user, now):
    """This person says yes for their organisation."""
    contact = user.contacts.get()
    seat = contact.seats.select_related("membership").get()
    versions.accept(version=version, membership=seat.membership, contact=contact, text_hash=version.text_hash, now=now)


def minas_link(mina, purpose):
    """Mina's one link for a purpose."""
    return mina.contacts.get().links.get(purpose=purpose)
