"""How memberships and seats become one when two organisations or two contacts do."""

from django.db.models import Q

from ..commitments.models import Commitment
from ..merging.engine import CannotUnite, fill, unites
from .models import Membership, Seat
from .models.status import STANDING

OF_THE_PLACE = {"partnership", "organisation"}


@unites(Membership)
def unite_memberships(kept, gone, merging):
    """The one that came further counts; what only the other says is added, unless it says why it is not there."""
    between = Q(from_membership=kept, to_membership=gone) | Q(from_membership=gone, to_membership=kept)
    if promise := Commitment.objects.filter(between).first():
        raise CannotUnite(
            f"In {kept.partnership} one of them promised the other “{promise.what}”, and nobody promises something to "
            "themselves. Change to whom it is promised, or remove it, then merge."
        )
    first, second = (kept, gone) if kept.is_as_far_as(gone) else (gone, kept)
    latest = max((kept, gone), key=lambda one: (one.status_at is not None, one.status_at))
    standing, created_at = [getattr(latest, name) for name in STANDING], min(kept.created_at, gone.created_at)
    if first is gone:
        for field in Membership._meta.concrete_fields:
            if not field.primary_key and field.name not in OF_THE_PLACE:
                setattr(kept, field.attname, getattr(gone, field.attname))
    elif not second.is_gone:
        fill(kept, gone, but=OF_THE_PLACE)
    (kept.status, kept.status_at, kept.status_until), kept.created_at = standing, created_at


@unites(Seat)
def unite_seats(kept, gone, merging):
    """One place with the rights of both, since the earlier day."""
    kept.is_lead = kept.is_lead or gone.is_lead
    kept.authority = Seat.strongest(kept.authority, gone.authority)
    kept.from_on = min(kept.from_on, gone.from_on)
    fill(kept, gone)
