"""Promises: made, changed while the agreement is a draft, and kept."""

from django.db import transaction
from django.utils import timezone

from .. import events
from ..models import AgreementVersion, Commitment
from . import agreements

DRAFT = AgreementVersion.State.DRAFT


class AlreadySettled(Exception):
    """The promise was kept or released before."""


class NotBinding(Exception):
    """The promise stands in a version that is not in force."""


@transaction.atomic
def make(*, partnership, version, from_membership, to_membership, what, due_on, by, now):
    """Write down a promise: in a draft, or outside any agreement with version None.

    Only the latter counts at once and is told; one in a draft is nobody's word until the agreement is in force.
    Raises agreements.StaleVersion when the version is not a draft.
    """
    if version is not None:
        agreements.hold(version, DRAFT)
    commitment = Commitment.objects.create(
        partnership=partnership,
        version=version,
        from_membership=from_membership,
        to_membership=to_membership,
        what=what,
        due_on=due_on,
    )
    if version is None:
        _record(events.Kind.COMMITMENT_MADE, commitment, by, now)
    return commitment


@transaction.atomic
def change(*, commitment, from_membership, to_membership, what, due_on, by, now):
    """Change a promise of a draft. Raises agreements.StaleVersion once it is shared."""
    agreements.hold(commitment.version, DRAFT)
    commitment.from_membership, commitment.to_membership = from_membership, to_membership
    commitment.what, commitment.due_on = what, due_on
    commitment.save()
    return commitment


@transaction.atomic
def remove(*, commitment, by, now):
    """Take a promise out of a draft. Raises agreements.StaleVersion once it is shared."""
    agreements.hold(commitment.version, DRAFT)
    commitment.delete()


@transaction.atomic
def keep(*, commitment, by, now):
    """Mark a promise kept today. Raises AlreadySettled or NotBinding."""
    if not commitment.is_binding:
        raise NotBinding("This promise counts once the agreement is in force.")
    open_ = Commitment.objects.open().filter(pk=commitment.pk)
    kept = open_.update(state=Commitment.State.KEPT, settled_on=timezone.localdate(now))
    commitment.refresh_from_db()
    if not kept:
        raise AlreadySettled(f"This promise was marked “{commitment.get_state_display().lower()}” before.")
    commitment.save()  # for its history: a guarded update writes none
    _record(events.Kind.COMMITMENT_KEPT, commitment, by, now)
    return commitment


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
