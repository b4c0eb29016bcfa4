"""Saying how far a group of people takes part in a stage of the work."""

from django.db import IntegrityError, transaction

from ... import events
from ...events import history
from ..models import Involvement


class AlreadyNoted(Exception):
    """The group has an entry for this stage."""


class AlreadyRemoved(Exception):
    """Somebody removed the entry meanwhile."""


@history.verb
def note(*, involvement, by, now):
    """Save a new entry of its partnership. Raises AlreadyNoted."""
    try:
        with transaction.atomic():
            involvement.save()
    except IntegrityError:
        raise AlreadyNoted(
            f"“{involvement.who}” is noted for “{involvement.get_stage_display()}” already. Change it in the grid."
        ) from None
    _record(involvement, by, now)
    return involvement


@history.verb
def change(*, involvement, by, now):
    """Save an entry that was edited; only another level is told. What it said before stays in its history. Raises
    AlreadyRemoved."""
    held = Involvement.objects.select_for_update().filter(pk=involvement.pk).first()
    if held is None:
        raise AlreadyRemoved("Somebody removed this entry meanwhile. Note it again if it is needed.")
    involvement.save()
    if held.level != involvement.level:
        _record(involvement, by, now)
    return involvement


@history.verb
def remove(*, involvement, by, now):
    """Empty the cell; administrators still find the entry in its history."""
    involvement.delete()


def _record(involvement, by, now):
    events.record(
        events.Kind.INVOLVEMENT_NOTED,
        now=now,
        by=by,
        partnership=involvement.partnership,
        subject=involvement,
        who=involvement.who,
        stage=involvement.get_stage_display(),
        level=involvement.get_level_display().lower(),
    )
