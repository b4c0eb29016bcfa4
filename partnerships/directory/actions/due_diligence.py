"""What was checked about an organisation: noted, changed, taken away."""

from django.db import transaction


@transaction.atomic
def keep(*, item, by):
    """Save an item that somebody added or changed, and return it."""
    if item._state.adding:
        item.checked_by = by
    item._history_user = by
    item.save()
    return item


@transaction.atomic
def remove(*, item, by):
    """Take an item away; its history stays."""
    item._history_user = by
    item.delete()
