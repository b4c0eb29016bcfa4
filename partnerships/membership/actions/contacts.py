"""Changing a person of the directory: what they may open follows at once."""

from ... import events
from ...directory.models import Contact
from ...events import history
from ..models import Partnership, Seat
from . import access


@history.verb
def change(*, contact, by, now):
    """Save a contact that somebody edited.

    A leaving date ends seats, sessions, codes and links; a new address ends what was mailed to the old one, and the old
    address and the leads of their partnerships hear of it. Raises seats.LastLead, with nothing changed.
    """
    before = Contact.objects.select_for_update().get(pk=contact.pk)
    contact.save()
    if contact.to_on is not None and before.to_on is None:
        access.end(contact=contact, by=by, now=now)
    elif before.email.casefold() != contact.email.casefold():
        tell_of_address(contact, before.email, by, now)
        access.move(contact=contact, before=before.email, by=by, now=now)
    return contact


def tell_of_address(contact, before, by, now):
    """One fact for each partnership they sit in; one without a partnership where they sit in none. It says whether
    somebody had signed in as them: an address that nobody ever used is nobody's to hear of it."""
    seated = Seat.objects.current().of_contact(contact).values("membership__partnership")
    for partnership in Partnership.objects.filter(pk__in=seated) or [None]:
        events.record(
            events.Kind.CONTACT_MOVED,
            now=now,
            by=by,
            partnership=partnership,
            subject=contact,
            contact=contact.name,
            before=before,
            was_used=contact.user_id is not None,
        )
