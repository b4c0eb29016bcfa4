"""Bringing a partnership to a good end, and starting another like it."""

from django.utils import timezone

from ... import events
from ...agreements.actions import reviews, versions
from ...agreements.models import AgreementVersion
from ...check_ins.actions import check_ins
from ...check_ins.models import CheckIn
from ...events import history
from ...membership.actions import partnerships
from ...membership.models import Partnership
from ...plan.actions import objectives
from ...plan.models import Objective
from ..models import Ending, EndingStep
from . import pauses


class AlreadyEnded(Exception):
    """The partnership has ended."""


class AlreadyDone(Exception):
    """Somebody ticked this step before."""


@history.verb
def begin(*, partnership, reason, ends_on, by, now):
    """Open the checklist of a good ending, or change its reason and day. Raises AlreadyEnded."""
    _refuse_ended(partnership)
    ending, is_new = Ending.objects.get_or_create(
        partnership=partnership,
        defaults={"reason": reason, "ends_on": ends_on, "begun_at": now, "begun_by": by},
    )
    if is_new:
        for kind in EndingStep.Kind:
            EndingStep.objects.create(ending=ending, kind=kind)
        events.record(events.Kind.ENDING_BEGUN, now=now, by=by, partnership=partnership, subject=ending, reason=reason)
    else:
        ending.reason, ending.ends_on = reason, ends_on
        ending.save()
    return ending


@history.verb
def call_off(*, ending, by, now):
    """It goes on: the checklist is gone, its history stays. Raises AlreadyEnded."""
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=ending.partnership_id)
    _refuse_ended(partnership)
    for step in ending.steps.all():
        step.delete()
    ending.delete()
    events.record(events.Kind.ENDING_CALLED_OFF, now=now, by=by, partnership=partnership, subject=partnership)


@history.verb
def tick(*, step, note, by, now):
    """Say that a step is done, and what was done. The lessons are kept with the ending. Raises AlreadyDone."""
    if not history.change_once(EndingStep.objects.left(), step, done_at=now, done_by=by, note=note):
        raise AlreadyDone("A colleague did this a moment ago.")
    if step.kind == EndingStep.Kind.LESSONS:
        step.ending.lessons = note
        step.ending.save()
    return step


@history.verb
def end(*, partnership, by, now):
    """End it today: nobody is asked for anything any more, and it stays as an example. Raises AlreadyEnded."""
    going_on = Partnership.objects.exclude(state=Partnership.State.ENDED)
    if not history.change_once(going_on, partnership, state=Partnership.State.ENDED):
        raise AlreadyEnded("The partnership has ended already.")
    ending = partnership.ending
    ending.ended_at = now
    ending.save()
    check_ins.withdraw(check_ins=CheckIn.objects.filter(partnership=partnership).open(), now=now)
    _end_agreement(partnership, ending.reason, by, now)
    pauses.end_all(partnership=partnership, now=now)
    events.record(events.Kind.PARTNERSHIP_ENDED, now=now, by=by, partnership=partnership, subject=ending)
    return ending


@history.verb
def start_like(*, example, by, now, **parts):
    """Start a partnership with the words of another: its agreement as a draft, and its objectives without dates.

    `parts` is what partnerships.start takes. No organisation, person, promise or number is copied.
    """
    started = partnerships.start(by=by, now=now, **parts)
    written = AgreementVersion.objects.visible_to(by).of_partnership(example).past_draft().first()
    if written is not None:
        draft = versions.begin(partnership=started, by=by, now=now)
        values = {name: getattr(written, name) for name in AgreementVersion.SECTIONS}
        versions.write(version=draft, values=values, by=by, now=now)
    for objective in example.objectives.exclude(state=Objective.State.DROPPED):
        letters = {name: getattr(objective, name) for name in Objective.LETTERS}
        copy = Objective(partnership=started, title=objective.title, **letters)
        objectives.add(objective=copy, by=by, now=now)
    return started


def _end_agreement(partnership, reason, by, now):
    """What is in force counts no longer; one that has run out by itself stays as it is."""
    today = timezone.localdate(now)
    version = AgreementVersion.objects.in_force().filter(agreement__partnership=partnership).first()
    if version is not None and not (version.ends_on and version.ends_on < today):
        reviews.end(version=version, ended_on=today, reason=reason, by=by, now=now)


def _refuse_ended(partnership):
    if partnership.state == Partnership.State.ENDED:
        raise AlreadyEnded("The partnership has ended.")
