"""Putting the people we know at an organisation into the directory."""

from django.db import transaction


@transaction.atomic
def add(*, contact, by):
    """Put a new contact into the directory and return it."""
    contact._history_user = by
    contact.save()
    return contact
