"""Putting a line of “Needs you” off, for oneself."""

from ..events import history
from .models import PutOff


@history.verb
def put_off(*, sign, until, by, now):
    """Show this sign to `by` again on that day; others who lead go on seeing it."""
    PutOff.objects.update_or_create(user=by, kind=sign.group, row=sign.row, defaults={"until": until})


@history.verb
def bring_back(*, sign, by, now):
    """Show it again at once."""
    PutOff.objects.filter(user=by, kind=sign.group, row=sign.row).delete()
