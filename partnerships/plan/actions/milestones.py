"""Planning milestones, moving them, reaching them."""

from ... import events
from ...events import history
from ..models import Milestone


class NoLongerPlanned(Exception):
    """The milestone was reached or dropped before."""


class AlreadyReached(NoLongerPlanned):
    """Somebody marked it reached before; `on` says for which day."""

    def __init__(self, on):
        super().__init__(on)
        self.on = on


class StillPlanned(Exception):
    """Somebody took it up again before."""


@history.verb
def add(*, partnership, title, owner, objective, starts_on, due_on, by, now):
    """Plan a milestone. The day it is due now stays on record as the first promise."""
    milestone = Milestone.objects.create(
        partnership=partnership,
        title=title,
        owner=owner,
        objective=objective,
        starts_on=starts_on,
        due_on=due_on,
        created_at=now,
    )
    _record(events.Kind.MILESTONE_SET, milestone, by, now, due_on=_words(due_on))
    return milestone


@history.verb
def move(*, milestone, due_on, by, now, **changes):
    """Give a planned milestone its new day, and save what else was edited; the first promise stays beside it.

    Only a different day is told. Raises NoLongerPlanned.
    """
    held = Milestone.objects.planned().select_for_update().filter(pk=milestone.pk).first()
    if held is None:
        raise NoLongerPlanned
    was_due_on = held.due_on
    for name, value in {"due_on": due_on, **changes}.items():
        setattr(held, name, value)
    held.save()
    if due_on != was_due_on:
        days = {"from_on": _words(was_due_on), "due_on": _words(due_on)}
        _record(events.Kind.MILESTONE_MOVED, held, by, now, **days)
    return held


@history.verb
def reach(*, milestone, on, by, now):
    """Mark it reached on that day, once, however often it is asked. Raises AlreadyReached or NoLongerPlanned."""
    _settle(milestone, state=Milestone.State.REACHED, reached_on=on)
    _record(events.Kind.MILESTONE_REACHED, milestone, by, now)
    return milestone


@history.verb
def drop(*, milestone, by, now):
    """Take it out of the plan, once; its history stays. Raises AlreadyReached or NoLongerPlanned."""
    _settle(milestone, state=Milestone.State.DROPPED)
    _record(events.Kind.MILESTONE_DROPPED, milestone, by, now)
    return milestone


@history.verb
def take_up(*, milestone, by, now):
    """Put one that was reached or dropped back into the plan, due when it was. Raises StillPlanned."""
    settled = Milestone.objects.exclude(state=Milestone.State.PLANNED)
    if not history.change_once(settled, milestone, state=Milestone.State.PLANNED, reached_on=None):
        raise StillPlanned
    _record(events.Kind.MILESTONE_TAKEN_UP, milestone, by, now)
    return milestone


def _settle(milestone, **fields):
    if history.change_once(Milestone.objects.planned(), milestone, **fields):
        return
    if milestone.state == Milestone.State.REACHED:
        raise AlreadyReached(milestone.reached_on)
    raise NoLongerPlanned


def _record(kind, milestone, by, now, **words):
    events.record(
        kind,
        now=now,
        by=by,
        partnership=milestone.partnership,
        subject=milestone,
        title=milestone.title,
        **words,
    )


def _words(day):
    return f"{day:%-d %B %Y}"
