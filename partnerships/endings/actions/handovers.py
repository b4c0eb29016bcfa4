"""Somebody goes: who takes over, and the thanks."""

from ... import events
from ...events import history
from ...membership.actions import seats
from ...membership.models import Seat
from ..models import Handover


@history.verb
def hand_over(*, seat, successor, thanks, by, now):
    """End a seat, give its place to `successor` (a contact, or None) and thank who goes.

    The successor gets the same authority and capacity, and the lead with it; somebody seated here already keeps their
    own and gets what they lack of it. Raises seats.LastLead or seats.AlreadyEnded, with nothing changed.
    """
    taken = _seat(seat, successor, by, now) if successor else None
    seats.end(seat=seat, by=by, now=now)
    if taken is None and not thanks:
        return None
    handover = Handover.objects.create(seat=seat, successor=taken, thanks=thanks, handed_over_at=now, handed_over_by=by)
    if taken is not None:
        _record(events.Kind.SEAT_HANDED_OVER, handover, by, now, successor=taken.contact.name)
    if thanks:
        _record(events.Kind.SEAT_THANKED, handover, by, now)
    return handover


def _seat(seat, successor, by, now):
    here = seat.membership.seats.filter(contact=successor, to_on=None).first() if successor.pk else None
    if here is None:
        return seats.take(
            membership=seat.membership,
            contact=successor,
            is_lead=seat.is_lead,
            authority=seat.authority,
            capacity=seat.capacity,
            by=by,
            now=now,
        )
    rights = {"is_lead": here.is_lead or seat.is_lead, "authority": Seat.strongest(here.authority, seat.authority)}
    if rights != {"is_lead": here.is_lead, "authority": here.authority}:
        seats.change(seat=here, **rights, capacity=here.capacity, until_on=here.until_on, by=by, now=now)
    return here


def _record(kind, handover, by, now, **words):
    membership = handover.seat.membership
    events.record(
        kind,
        now=now,
        by=by,
        partnership=membership.partnership,
        subject=handover,
        contact=handover.seat.contact.name,
        organisation=membership.organisation.name,
        **words,
    )
