from ..directory.models import Contact
from ..membership.permissions import can_change_contact, can_change_organisation
from .models import Proposal


def can_change(user, subject):
    """Change all there is to change of an organisation or contact, at once."""
    allowed = can_change_contact if isinstance(subject, Contact) else can_change_organisation
    return allowed(user, subject)


def can_decide(user, proposal):
    """Say yes or no: whoever leads where it belongs, and administrators, but nobody about their own."""
    return Proposal.objects.filter(pk=proposal.pk).visible_to(user).exclude(proposed_by=user).exists()
