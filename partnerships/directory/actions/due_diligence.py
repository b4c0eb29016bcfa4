"""What was checked about an organisation: noted, changed, taken away."""

from ...events import history


@history.verb
def keep(*, item, by, now):
    """Save an item that somebody added or changed, and return it."""
    if item._state.adding:
        item.checked_by = by
    item.save()
    return item


@history.verb
def remove(*, item, by, now):
    """Take an item away; its history stays."""
    item.delete()
