"""Writing down what was learnt about the need."""

from ... import events
from ...events import history
from ..models import NeedNote


class AlreadyRemoved(Exception):
    """Somebody removed the note meanwhile."""


@history.verb
def add(*, note, by, now):
    """Save a new note of its partnership and tell the event book."""
    note.written_by, note.created_at = by, now
    note.save()
    events.record(
        events.Kind.NEED_LEARNT, now=now, by=by, partnership=note.partnership, subject=note, told_by=note.told_by
    )
    return note


@history.verb
def change(*, note, by, now):
    """Save a note that was edited; what it said before stays in its history. Raises AlreadyRemoved."""
    if not NeedNote.objects.select_for_update().filter(pk=note.pk).exists():
        raise AlreadyRemoved("Somebody removed this note meanwhile. Add it again if it is needed.")
    note.save()
    return note


@history.verb
def remove(*, note, by, now):
    """Take a note off the page; administrators still find it in its history."""
    note.delete()
