"""Keeping the people we know at an organisation."""

from django.db import transaction

from ...events import history
from ...links import links
from ..models import Contact


@transaction.atomic
def add(*, contact, by):
    """Put a new contact into the directory and return it."""
    contact._history_user = by
    contact.save()
    return contact


@history.verb
def change(*, contact, by, now):
    """Save a contact that somebody edited. A new address or a leaving date ends the links mailed to the old one."""
    before = Contact.objects.select_for_update().get(pk=contact.pk)
    contact._history_user = by
    contact.save()
    has_moved = before.email.casefold() != contact.email.casefold()
    has_left = contact.to_on is not None and before.to_on is None
    if has_moved or has_left:
        links.revoke_for(contact, now=now)
    return contact
