"""What partners answer, and what we reply when they ask for something."""

from contextlib import suppress

from django.utils import timezone

from ... import events
from ...commitments import actions as commitments
from ...directory.models import Contact
from ...events import history
from ...membership.models import Membership, Partnership
from ...plan.actions import measures, milestones
from .. import correcting, standing
from ..models import CheckIn, Update
from ..own_matters import OwnWord
from . import check_ins


class AlreadyAnswered(Exception):
    """Somebody was faster; `update` is what they answered."""

    def __init__(self, update):
        super().__init__(f"{update.said_by} answered this on {timezone.localdate(update.submitted_at):%-d %B %Y}.")
        self.update = update
        self.by = update.by
        self.at = update.submitted_at


class TooLate(Exception):
    """The answer counts no more, so it is not corrected."""


class NothingToReplyTo(Exception):
    """The update asks for nothing, or somebody has replied."""


@history.verb
def submit(*, check_in, answers, by, now, entered_by=None, values=None, own=None):
    """Answer a check-in, once, and move the status of the organisation and of the partnership with it.

    `answers` are fields of Update; `by` is the contact who says it (or None), `entered_by` the user who writes it down
    for them; `values` are new numbers by the id of a measure that this check-in asks for; `own` is an OwnWord.
    Raises AlreadyAnswered, or check_ins.NotAsked when it was skipped, withdrawn or paused.
    """
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=check_in.partnership_id)
    check_in.partnership = partnership
    _claim(check_in, now)
    update = Update.objects.create(
        check_in=check_in,
        partnership=partnership,
        membership=check_in.membership,
        by=by if isinstance(by, Contact) else None,
        entered_by=entered_by,
        submitted_at=now,
        **answers,
    )
    until = standing.counts_until(getattr(partnership, "rhythm", None), now, check_in.due_on)
    told = {"status": update.status, "status_at": now, "status_until": until}
    Membership.objects.filter(pk=check_in.membership_id).update(**told)
    standing.settle(partnership, now)
    _take_values(check_in, update, values or {}, entered_by or by, now)
    _take_own(own or OwnWord(), entered_by or by, now)
    _record(events.Kind.UPDATE_SUBMITTED, update, entered_by or by, now)
    return update


@history.verb
def correct(*, update, answers, values, by, now):
    """Change what was answered, while it counts; who said it and when stays. `answers` and `values` are as in submit();
    a number that is still asked for and left out is taken back. Whoever leads hears of it, unless it says the same.
    Raises TooLate."""
    partnership = Partnership.objects.select_for_update(no_key=True).get(pk=update.partnership_id)
    update = Update.objects.select_for_update().select_related("membership__organisation").get(pk=update.pk)
    update.partnership = partnership
    if not correcting.is_open(update, now):
        raise TooLate("Another answer has been asked for since. Say it there.")
    asked = {measure.pk: measure for measure in update.check_in.measures_asked()}
    if correcting.says(update, answers, values, among=asked):
        return update
    for name, said in answers.items():
        setattr(update, name, said)
    update.save()
    Membership.objects.filter(pk=update.membership_id).update(status=update.status)
    standing.settle(partnership, now)
    _correct_values(update, asked, values, by, now)
    _record(events.Kind.UPDATE_CORRECTED, update, by, now)
    return update


def _correct_values(update, asked, values, by, now):
    for one in update.values.filter(measure__in=asked).exclude(measure__in=values):
        measures.take_back(value=one, by=by, now=now)
    on = timezone.localdate(update.submitted_at)
    for pk in asked.keys() & values.keys():
        measures.take(measure=asked[pk], on=on, value=values[pk], note="", by=by, now=now, update=update)


def _record(kind, update, by, now):
    events.record(
        kind,
        now=now,
        by=by,
        partnership=update.partnership,
        subject=update,
        organisation=update.membership.organisation.name,
        status=update.get_status_display(),
    )


def _claim(check_in, now):
    try:
        check_ins.claim(check_in, state=CheckIn.State.ANSWERED, closed_at=now)
    except check_ins.NotAsked:
        answered = Update.objects.filter(check_in=check_in).select_related("by", "entered_by").first()
        if answered is None:
            raise
        raise AlreadyAnswered(answered) from None


def _take_values(check_in, update, values, by, now):
    for measure in check_in.measures_asked().filter(pk__in=values):
        value = values[measure.pk]
        measures.take(measure=measure, on=timezone.localdate(now), value=value, note="", by=by, now=now, update=update)


def _take_own(own, by, now):
    """What somebody settled meanwhile stays as they settled it."""
    for milestone in own.reached:
        with suppress(milestones.NoLongerPlanned):
            milestones.reach(milestone=milestone, on=timezone.localdate(now), by=by, now=now)
    for milestone, day in own.moved:
        with suppress(milestones.NoLongerPlanned):
            milestones.move(milestone=milestone, due_on=day, by=by, now=now)
    for promise in own.kept:
        with suppress(commitments.AlreadySettled, commitments.NotBinding):
            commitments.keep(commitment=promise, by=by, now=now)


@history.verb
def reply_to_ask(*, update, reply, by, now):
    """Answer what the partner asked for, once. Raises NothingToReplyTo."""
    answered = {"ask_reply": reply, "ask_answered_at": now, "ask_answered_by": by}
    if not history.change_once(Update.objects.asking_for_help(), update, **answered):
        raise NothingToReplyTo(f"There is nothing to reply to in what {update.membership.organisation} wrote.")
    events.record(
        events.Kind.ASK_ANSWERED,
        now=now,
        by=by,
        partnership=update.partnership,
        subject=update,
        organisation=update.membership.organisation.name,
    )
    return update
