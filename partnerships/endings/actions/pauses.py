"""Letting a partnership or one of its members rest, and going on."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from ... import events
from ...check_ins import standing
from ...events import history
from ...membership.models import Membership, Partnership
from ..models import Pause


class AlreadyPaused(Exception):
    """It rests already, or has ended."""


class NotPaused(Exception):
    """Somebody ended the pause before."""


class HostGoesOn(Exception):
    """The host cannot rest while its partnership goes on."""


@history.verb
def pause(*, partnership, reason, back_on, by, now):
    """Let the whole partnership rest: reminders wait, and nothing that was planned is dropped. Raises AlreadyPaused."""
    if not history.change_once(Partnership.objects.active(), partnership, state=Partnership.State.PAUSED):
        raise AlreadyPaused("The partnership is paused or has ended already.")
    rest = _begin(partnership, None, reason, back_on, by, now)
    events.record(events.Kind.PARTNERSHIP_PAUSED, now=now, by=by, partnership=partnership, subject=rest, reason=reason)
    return rest


@history.verb
def resume(*, partnership, by, now):
    """Go on with a paused partnership. Raises NotPaused."""
    paused = Partnership.objects.filter(state=Partnership.State.PAUSED)
    if not history.change_once(paused, partnership, state=Partnership.State.ACTIVE):
        raise NotPaused("The partnership goes on already.")
    _end(Pause.objects.of_partnership(partnership), now)
    events.record(events.Kind.PARTNERSHIP_RESUMED, now=now, by=by, partnership=partnership, subject=partnership)


@history.verb
def pause_membership(*, membership, reason, back_on, by, now):
    """Let one organisation rest while the others go on. Raises AlreadyPaused or HostGoesOn."""
    if membership.is_host:
        raise HostGoesOn(f"{membership.organisation} hosts the partnership: pause the partnership instead.")
    going_on = Membership.objects.filter(paused_on=None)
    if not history.change_once(going_on, membership, paused_on=timezone.localdate(now)):
        raise AlreadyPaused(f"{membership.organisation} is pausing already.")
    rest = _begin(membership.partnership, membership, reason, back_on, by, now)
    standing.settle(membership.partnership, now)
    _record(events.Kind.MEMBERSHIP_PAUSED, membership, by, now, reason=reason)
    return rest


@history.verb
def resume_membership(*, membership, by, now):
    """Ask an organisation again. Raises NotPaused."""
    if not history.change_once(Membership.objects.exclude(paused_on=None), membership, paused_on=None):
        raise NotPaused(f"{membership.organisation} goes on already.")
    _end(Pause.objects.filter(membership=membership), now)
    standing.settle(membership.partnership, now)
    _record(events.Kind.MEMBERSHIP_RESUMED, membership, by, now)


@history.verb
def end_all(*, partnership, now):
    """Nothing rests any more in a partnership that has ended; nobody is told that they are back."""
    for membership in partnership.memberships.exclude(paused_on=None):
        membership.paused_on = None
        membership.save()
    _end(Pause.objects.filter(partnership=partnership), now)


def _begin(partnership, membership, reason, back_on, by, now):
    today = timezone.localdate(now)
    try:
        with transaction.atomic():
            return Pause.objects.create(
                partnership=partnership, membership=membership, reason=reason, from_on=today, back_on=back_on,
                paused_by=by,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyPaused("Somebody paused it a moment ago.") from None


def _end(pauses, now):
    for rest in pauses.open():
        rest.ended_on = timezone.localdate(now)
        rest.save()


def _record(kind, membership, by, now, **words):
    events.record(
        kind,
        now=now,
        by=by,
        partnership=membership.partnership,
        subject=membership,
        organisation=membership.organisation.name,
        **words,
    )
