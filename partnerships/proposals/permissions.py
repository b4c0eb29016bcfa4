from collections import defaultdict

from ..directory.models import Contact
from ..membership.models import Partnership, Seat
from ..membership.permissions import can_change_contact, can_change_organisation
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
    if _is_for_administrators(proposal):
        return False
    return not _led_by_others(proposal).exclude(pk__in=Partnership.objects.led_by(user).values("pk")).exists()


def leads_who_may_decide(proposal):
    """The ids of the contacts who lead wherever it matters and whoever proposed it does not, also of those who have
    never signed in."""
    if _is_for_administrators(proposal):
        return set()
    elsewhere = set(_led_by_others(proposal).values_list("pk", flat=True))
    here = elsewhere or partnerships_of(*_subjects(proposal))
    leads = Seat.objects.current().filter(is_lead=True, membership__partnership__in=here)
    led, contacts = defaultdict(set), defaultdict(set)
    for contact, user, partnership in leads.values_list("contact", "contact__user", "membership__partnership"):
        person = f"user {user}" if user else contact
        led[person].add(partnership)
        contacts[person].add(contact)
    return {one for person, places in led.items() if elsewhere <= places for one in contacts[person]}


def _led_by_others(proposal):
    """Where it matters, without the partnerships led by whoever proposed it."""
    mine = Partnership.objects.led_by(proposal.proposed_by).values("pk")
    return partnerships_of(*_subjects(proposal)).exclude(pk__in=mine)


def _is_for_administrators(proposal):
    users = [getattr(one, "user", None) for one in _subjects(proposal)]
    return any(user is not None and user.role in user.MORE_THAN_LEADS for user in users)


def _subjects(proposal):
    return [one for one in (proposal.subject, proposal.other) if one is not None]
