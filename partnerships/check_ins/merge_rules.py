"""How check-ins of two organisations become those of one, and the status that follows."""

from ..membership.models import Membership, Partnership
from ..merging.engine import afterwards, unites
from . import standing
from .actions import check_ins
from .models import CheckIn


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


@afterwards
def settle_statuses(merging):
    """Where two memberships became one, the partnership stands as its members do now."""
    kept = [pk for model, _, pk in merging.folded if model is Membership]
    for partnership in Partnership.objects.filter(memberships__in=kept).distinct():
        standing.settle(partnership, merging.now)
