"""Promises: made, changed while the agreement is a draft, and settled."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import events
from ..agreements.actions import versions
from ..agreements.models import AgreementVersion
from ..events import history
from .models import Commitment

DRAFT = AgreementVersion.State.DRAFT
State = Commitment.State
TOLD = {
    State.KEPT: events.Kind.COMMITMENT_KEPT,
    State.NOT_KEPT: events.Kind.COMMITMENT_NOT_KEPT,
    State.RELEASED: events.Kind.COMMITMENT_RELEASED,
}


class AlreadySettled(Exception):
    """The promise was settled before."""


class AlreadyPromised(Exception):
    """What the partner asked for was promised a moment ago."""


class NotBinding(Exception):
    """The promise stands in a version that is not in force."""


@history.verb
def make(*, partnership, version, from_membership, to_membership, what, due_on, by, now, kind=""):
    """Write down a promise: in a draft, or outside any agreement with version None.

    Only the latter counts at once and is told; one in a draft is nobody's word until the agreement is in force.
    Raises agreements.StaleVersion when the version is not a draft.
    """
    if version is not None:
        versions.hold(version, DRAFT)
    commitment = Commitment.objects.create(
        partnership=partnership,
        version=version,
        from_membership=from_membership,
        to_membership=to_membership,
        what=what,
        kind=kind,
        due_on=due_on,
    )
    if version is None:
        _record(events.Kind.COMMITMENT_MADE, commitment, by, now)
    return commitment


@history.verb
def change(*, commitment, from_membership, to_membership, what, due_on, by, now, kind=""):
    """Change a promise of a draft. Raises agreements.StaleVersion once it is shared."""
    versions.hold(commitment.version, DRAFT)
    commitment.from_membership, commitment.to_membership = from_membership, to_membership
    commitment.what, commitment.kind, commitment.due_on = what, kind, due_on
    commitment.save()
    return commitment


@history.verb
def remove(*, commitment, by, now):
    """Take a promise out of a draft. Raises agreements.StaleVersion once it is shared."""
    versions.hold(commitment.version, DRAFT)
    commitment.delete()


@history.verb
def promise_what_was_asked(*, update, what, kind, due_on, by, now):
    """Answer what a partner asks for in a check-in with the host's promise to them, in words that all may read.

    Raises AlreadyPromised when a colleague was faster or nothing is asked for, NotBinding when the host asks itself.
    """
    refuse_unless_asked(update)
    partnership = update.partnership
    host = partnership.memberships.get(organisation=partnership.host_id)
    try:
        with transaction.atomic():
            commitment = Commitment.objects.create(
                partnership=partnership,
                from_membership=host,
                to_membership=update.membership,
                what=what,
                kind=kind,
                due_on=due_on,
                update=update,
            )
    except IntegrityError:
        raise AlreadyPromised("A colleague promised this a moment ago.") from None
    _record(events.Kind.COMMITMENT_MADE, commitment, by, now)
    return commitment


@history.verb
def keep(*, commitment, by, now, evidence=""):
    """Mark a promise kept today. Raises AlreadySettled or NotBinding."""
    return settle(commitment=commitment, state=State.KEPT, evidence=evidence, by=by, now=now)


@history.verb
def settle(*, commitment, state, evidence, by, now):
    """Say how a promise ended today (kept, not kept or released) and what shows it.

    Raises AlreadySettled or NotBinding.
    """
    commitment.refresh_from_db()
    refuse_unless_open(commitment)
    ended = {"state": state, "settled_on": timezone.localdate(now), "evidence": evidence}
    if not history.change_once(Commitment.objects.open(), commitment, **ended):
        refuse_unless_open(commitment)
    _record(TOLD[state], commitment, by, now)
    return commitment


def refuse_unless_asked(update):
    """Raises AlreadyPromised or NotBinding when there is nothing in this update that the host could promise."""
    if update.membership.organisation_id == update.partnership.host_id:
        raise NotBinding("The host cannot promise something to itself.")
    if not update.ask.strip() or update.promises.exists():
        raise AlreadyPromised("This is promised already, or nothing is asked for.")


def refuse_unless_open(commitment):
    """Raises NotBinding or AlreadySettled when the promise, as it was read, cannot be settled."""
    if not commitment.is_binding:
        raise NotBinding("This promise counts once the agreement is in force.")
    if not commitment.is_open:
        raise AlreadySettled(f"This promise was marked “{commitment.get_state_display().lower()}” before.")


def _record(kind, commitment, by, now):
    events.record(
        kind,
        now=now,
        by=by,
        partnership=commitment.partnership,
        subject=commitment,
        organisation=commitment.from_membership.organisation.name,
        what=commitment.what,
    )
