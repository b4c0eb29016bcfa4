"""Setting objectives, and saying how they ended."""

from ... import events
from ...conversations.actions import conversations
from ...events import history
from ..models import Objective


class AlreadySettled(Exception):
    """The objective was reached or dropped before."""


class StillActive(Exception):
    """Somebody took it up again before."""


@history.verb
def add(*, objective, by, now, line=None):
    """Save a new objective of its partnership and tell the event book. `line` of a first conversation: what it was."""
    objective.created_at = now
    objective.save()
    if line is not None:
        conversations.note_objective(line=line, objective=objective, by=by, now=now)
    _record(events.Kind.OBJECTIVE_SET, objective, by, now)
    return objective


@history.verb
def change(*, objective, by, now):
    """Save an objective that somebody edited, and return it."""
    objective.save()
    return objective


@history.verb
def reach(*, objective, by, now):
    """Mark it reached, once. Raises AlreadySettled when somebody said so before."""
    return _settle(objective, Objective.State.REACHED, events.Kind.OBJECTIVE_REACHED, by, now)


@history.verb
def drop(*, objective, by, now):
    """Mark it dropped, once; it stays in the list with its history. Raises AlreadySettled."""
    return _settle(objective, Objective.State.DROPPED, events.Kind.OBJECTIVE_DROPPED, by, now)


@history.verb
def take_up(*, objective, by, now):
    """Work on one again that was reached or dropped. Raises StillActive."""
    settled = Objective.objects.exclude(state=Objective.State.ACTIVE)
    if not history.change_once(settled, objective, state=Objective.State.ACTIVE):
        raise StillActive
    _record(events.Kind.OBJECTIVE_TAKEN_UP, objective, by, now)
    return objective


def _settle(objective, state, kind, by, now):
    if not history.change_once(Objective.objects.active(), objective, state=state):
        raise AlreadySettled
    _record(kind, objective, by, now)
    return objective


def _record(kind, objective, by, now):
    events.record(kind, now=now, by=by, partnership=objective.partnership, subject=objective, title=objective.title)
