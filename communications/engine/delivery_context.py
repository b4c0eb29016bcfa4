"""Everything that deciding about a batch of messages and writing them needs, in a handful of queries."""

from collections import defaultdict

from partnerships.models import Commitment, Seat

from ..notices.catalogue import NOTICES
from ..preferences.models import Silence
from ..reminders import kinds


def gather(deliveries):
    """Give each delivery its `rules`, `about`, `seats`, `leads`, `owed` and `is_silenced`; return them.

    `rules` is the notice, None when the table has none of that name. `about` is None when the row is gone. `seats` are
    the person's current ones in the partnership, `leads` those who lead it. `owed` are the host's open promises to
    whom a reminder asks: we say first what is late on our own side.
    """
    seats, leads = _seats(deliveries), _leads(deliveries)
    abouts, silenced = _abouts(deliveries), _silenced(deliveries)
    owed = _owed(abouts)
    for delivery in deliveries:
        delivery.rules = NOTICES.get(delivery.notice)
        delivery.about = abouts.get((delivery.notice, delivery.about_id))
        delivery.seats = seats[delivery.contact_id, delivery.partnership_id]
        delivery.leads = leads[delivery.partnership_id]
        delivery.owed = owed[getattr(delivery.about, "membership_id", None)]
        topic = delivery.rules and delivery.rules.topic
        delivery.is_silenced = (delivery.contact_id, topic) in silenced
    return deliveries


def _abouts(deliveries):
    ids = defaultdict(set)
    for delivery in deliveries:
        ids[delivery.notice].add(delivery.about_id)
    known = {name: NOTICES[name].about for name in ids if name in NOTICES}
    return {(name, row.pk): row for name, rows in known.items() for row in rows.filter(pk__in=ids[name])}


def _seats(deliveries):
    found = defaultdict(list)
    rows = Seat.objects.current().filter(contact__in={d.contact_id for d in deliveries})
    for seat in rows.select_related("membership__organisation"):
        found[seat.contact_id, seat.membership.partnership_id].append(seat)
    return found


def _leads(deliveries):
    found = defaultdict(list)
    rows = Seat.objects.current().filter(is_lead=True, contact__to_on=None)
    rows = rows.filter(membership__partnership__in={d.partnership_id for d in deliveries if d.partnership_id})
    for seat in rows.select_related("contact", "membership").order_by("from_on", "pk"):
        found[seat.membership.partnership_id].append(seat.contact)
    return found


def _owed(abouts):
    """Membership id → the host's open promises to it, or to everybody, for those who are asked something."""
    check_ins = [row for (name, _), row in abouts.items() if name == kinds.CHECK_IN.notice]
    asked = {check_in.membership_id: check_in.partnership_id for check_in in check_ins}
    found = defaultdict(list)
    promises = Commitment.objects.owed_by_a_host().filter(partnership__in=set(asked.values())) if asked else []
    for promise in promises:
        for membership_id, partnership_id in asked.items():
            to_them = promise.to_membership_id in {None, membership_id}
            if to_them and partnership_id == promise.partnership_id and membership_id != promise.from_membership_id:
                found[membership_id].append(promise)
    return found


def _silenced(deliveries):
    """(contact, topic) of those who want no such mail at that address."""
    quiet = defaultdict(list)
    addresses = {delivery.contact.email for delivery in deliveries if delivery.contact.email}
    for address, topic in Silence.objects.at_addresses(addresses).values_list("address", "topic"):
        quiet[address].append(topic)
    return {(d.contact_id, topic) for d in deliveries for topic in quiet[d.contact.email.strip().lower()]}
