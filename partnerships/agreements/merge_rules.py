"""How the yes of two organisations becomes one, and an agreement that waited for the second."""

from ..membership.models import Membership, Partnership
from ..merging.engine import afterwards, unites
from .actions import versions
from .models import Acceptance


@unites(Acceptance)
def unite_acceptances(kept, gone, merging):
    """One organisation says yes once: a yes to this very text before one carried over, then the earlier one. The other
    stays in the history."""
    is_better = (gone.is_carried, gone.accepted_at) < (kept.is_carried, kept.accepted_at)
    # What two carried yeses follow from has become one by now.
    if is_better and not gone.is_carried:
        for name in ("accepted_by_id", "authority", "accepted_at", "text_hash", "carried_from_id"):
            setattr(kept, name, getattr(gone, name))


@afterwards
def settle_agreements(merging):
    """Where two memberships became one, an agreement may have waited for the second yes."""
    kept = [pk for model, _, pk in merging.folded if model is Membership]
    for partnership in Partnership.objects.filter(memberships__in=kept).distinct():
        versions.settle(partnership=partnership, now=merging.now)
