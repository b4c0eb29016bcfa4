"""Giving people their places in a partnership, and ending them."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from ... import events
from ...events import history
from ...links import links
from ..models import Seat
from . import roles
from .seats_of_leads import LastLead, hold_leads, lead_seats


class AlreadySeated(Exception):
    """This person has an open seat for this organisation."""


class AlreadyEnded(Exception):
    """Somebody ended the seat before."""


@history.verb
def take(*, membership, contact, is_lead, authority, capacity, by, now, until_on=None):
    """Give a contact a seat from today on, perhaps until a planned day. A contact new to the directory is saved with
    it. Raises AlreadySeated."""
    if contact.pk is None:
        contact.save()
    try:
        with transaction.atomic():
            seat = Seat.objects.create(
                membership=membership,
                contact=contact,
                is_lead=is_lead,
                authority=authority,
                capacity=capacity,
                from_on=timezone.localdate(now),
                until_on=until_on,
            )
    except IntegrityError:
        raise AlreadySeated(f"{contact} has a seat for {membership.organisation} already.") from None
    _settle_role(seat, by, now)
    _record(events.Kind.SEAT_TAKEN, seat, by, now)
    return seat


@history.verb
def change(*, seat, is_lead, authority, capacity, by, now, until_on=None):
    """Change what a seated person may do, and until when it is planned. Raises LastLead or AlreadyEnded."""
    if not is_lead:
        _refuse_to_empty(seat)
    _change(seat, is_lead=is_lead, authority=authority, capacity=capacity, until_on=until_on)
    _settle_role(seat, by, now)
    return seat


@history.verb
def end(*, seat, by, now):
    """End a seat today, and with it the person's links into this partnership. Raises LastLead or AlreadyEnded."""
    _refuse_to_empty(seat)
    _change(seat, to_on=max(timezone.localdate(now), seat.from_on))
    links.revoke_in(seat.membership, contact=seat.contact, now=now)
    _settle_role(seat, by, now)
    _record(events.Kind.SEAT_ENDED, seat, by, now)
    return seat


def _settle_role(seat, by, now):
    if seat.contact.user is not None:
        roles.settle(user=seat.contact.user, by=by, now=now)


def _refuse_to_empty(seat):
    partnership = seat.membership.partnership
    hold_leads(partnership)
    if set(lead_seats(partnership).values_list("pk", flat=True)) == {seat.pk}:
        raise LastLead(f"{seat.contact} is the only lead. Give somebody else the lead first.")


def _change(seat, **fields):
    if not history.change_once(Seat.objects.filter(to_on=None), seat, **fields):
        raise AlreadyEnded(f"The seat of {seat.contact} has ended already.")


def _record(kind, seat, by, now):
    membership = seat.membership
    events.record(
        kind,
        now=now,
        by=by,
        partnership=membership.partnership,
        subject=seat,
        contact=seat.contact.name,
        organisation=membership.organisation.name,
    )
