"""How rows of this floor become one when two organisations or two contacts do."""

from django.db.models import F, Q
from django.utils import timezone

from ..agreements.actions import versions
from ..agreements.models import Acceptance
from ..check_ins.actions import check_ins, updates
from ..check_ins.models import CheckIn
from ..commitments.models import Commitment
from ..directory.models import Contact
from ..endings.models import Pause
from ..links.models import ActionLink
from ..membership.models import Membership, Partnership, Seat
from .engine import CannotUnite, afterwards, fill, unites
from .models import Apart

Stage, Authority = Membership.Stage, Seat.Authority
# The furthest first: what two memberships in the same partnership become.
FURTHEST = [Stage.MEMBER, Stage.WILLING, Stage.MET, Stage.CONTACTED, Stage.IDENTIFIED, Stage.NOT_NOW, Stage.LEFT]
STRONGEST = [Authority.DECIDES, Authority.CONSULTS, Authority.OBSERVES]
OF_THE_PLACE = {"partnership", "organisation"}


def further(one, other):
    """(the membership whose stage stays, the other one)."""
    return (one, other) if FURTHEST.index(one.stage) <= FURTHEST.index(other.stage) else (other, one)


@unites(Membership)
def unite_memberships(kept, gone, merging):
    """The one that came further counts; what only the other says is added, unless it says why it is not there."""
    between = Q(from_membership=kept, to_membership=gone) | Q(from_membership=gone, to_membership=kept)
    if promise := Commitment.objects.filter(between).first():
        raise CannotUnite(
            f"In {kept.partnership} one of them promised the other “{promise.what}”, and nobody promises something to "
            "themselves. Change to whom it is promised, or remove it, then merge."
        )
    first, second = further(kept, gone)
    latest = max((kept, gone), key=lambda one: (one.status_at is not None, one.status_at))
    status, created_at = (latest.status, latest.status_at), min(kept.created_at, gone.created_at)
    if first is gone:
        for field in Membership._meta.concrete_fields:
            if not field.primary_key and field.name not in OF_THE_PLACE:
                setattr(kept, field.attname, getattr(gone, field.attname))
    elif not second.is_gone:
        fill(kept, gone, but=OF_THE_PLACE)
    (kept.status, kept.status_at), kept.created_at = status, created_at


@unites(Seat)
def unite_seats(kept, gone, merging):
    """One place with the rights of both, since the earlier day."""
    kept.is_lead = kept.is_lead or gone.is_lead
    kept.authority = min(kept.authority, gone.authority, key=STRONGEST.index)
    kept.from_on = min(kept.from_on, gone.from_on)
    fill(kept, gone)


@unites(Acceptance)
def unite_acceptances(kept, gone, merging):
    """One organisation says yes once: a yes to this very text before one carried over, then the earlier one. The other
    stays in the history."""
    is_better = (gone.is_carried, gone.accepted_at) < (kept.is_carried, kept.accepted_at)
    # What two carried yeses follow from has become one by now.
    if is_better and not gone.is_carried:
        for name in ("accepted_by_id", "authority", "accepted_at", "text_hash", "carried_from_id"):
            setattr(kept, name, getattr(gone, name))


@unites(CheckIn)
def unite_check_ins(kept, gone, merging):
    """Both stay. One that waits is asked no longer; a second answer moves beside the first in the same period."""
    for one in (gone, kept):
        if one.is_open:
            check_ins.withdraw(check_ins=CheckIn.objects.filter(pk=one.pk), now=merging.now)
            return True
    for one in (gone, kept):
        if one.state == CheckIn.State.SKIPPED:
            one.state = CheckIn.State.WITHDRAWN
            merging.save(one)
            return True
    there = CheckIn.objects.filter(membership__in=[kept.membership_id, gone.membership_id])
    taken, start = set(there.values_list("period", flat=True)), gone.period[:9]
    gone.period = next(f"{start}{letter}" for letter in "bcdefgh" if f"{start}{letter}" not in taken)
    merging.save(gone)
    return True


@unites(Pause)
def unite_pauses(kept, gone, merging):
    """One rest goes on; the other one's reason and days stay on record, ended today."""
    gone.ended_on = timezone.localdate(merging.now)
    merging.save(gone)
    return True


@unites(ActionLink)
def unite_links(kept, gone, merging):
    """Both were mailed; the one of the contact who stays goes on."""
    gone.revoked_at = merging.now
    gone.save()
    return True


@afterwards
def settle_partnerships(merging):
    """Where two memberships became one: the status, and an agreement that waited for the second yes."""
    kept = [pk for model, _, pk in merging.folded if model is Membership]
    for partnership in Partnership.objects.filter(memberships__in=kept).distinct():
        updates.settle_status(partnership)
        versions.settle(partnership=partnership, now=merging.now)


@afterwards
def forget_pairs_of_one(merging):
    """Whoever merges two that were told apart knows better."""
    for pair in Apart.objects.filter(one=F("other")):
        merging.remove(pair)


def people_of(row):
    """The memberships that a merge of this row may unite."""
    if isinstance(row, Contact):
        return Membership.objects.filter(seats__contact=row)
    return Membership.objects.filter(organisation=row)
