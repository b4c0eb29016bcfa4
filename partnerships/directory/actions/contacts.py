"""Putting the people we know at an organisation into the directory."""

from ...events import history


@history.verb
def add(*, contact, by, now):
    """Put a new contact into the directory and return it."""
    contact.save()
    return contact


@history.verb
def correct(*, contact, fields, by, now):
    """Save what somebody corrected of themselves, and only these fields: the row may have been changed meanwhile."""
    contact.save(update_fields=fields)
    return contact
