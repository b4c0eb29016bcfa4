"""Putting the people we know at an organisation into the directory."""

from ...events import history


@history.verb
def add(*, contact, by, now):
    """Put a new contact into the directory and return it."""
    contact.save()
    return contact
