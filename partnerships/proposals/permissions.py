from ..directory.models import Contact
from ..membership.models import Partnership
from ..membership.permissions import MORE_THAN_LEADS, can_change_contact, can_change_organisation
from .models import Proposal, partnerships_of


def can_change(user, subject):
    """Change all there is to change of an organisation or contact, at once."""
    allowed = can_change_contact if isinstance(subject, Contact) else can_change_organisation
    return allowed(user, subject)


def can_decide(user, proposal):
    """Say yes or no: administrators, and a lead who together with whoever proposed it leads everywhere it matters, for
    both rows of a merge; nobody about their own.

    Whoever leads anywhere can give somebody a seat there, so that a second lead of the same place must not be enough.
    """
    if user.pk == proposal.proposed_by_id or not Proposal.objects.filter(pk=proposal.pk).visible_to(user).exists():
        return False
    if user.is_administrator:
        return True
    subjects = [one for one in (proposal.subject, proposal.other) if one is not None]
    if any(_is_for_administrators(one) for one in subjects):
        return False
    led = [Partnership.objects.led_by(who).values("pk") for who in (user, proposal.proposed_by)]
    return not partnerships_of(*subjects).exclude(pk__in=led[0]).exclude(pk__in=led[1]).exists()


def _is_for_administrators(subject):
    user = getattr(subject, "user", None)
    return user is not None and user.role in MORE_THAN_LEADS
