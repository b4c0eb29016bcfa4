"""May this person? Sentences that views and forms ask; the list twin of each is `visible_to` on the model's queryset.

A person who may not see a row gets 404 from the queryset; one who sees it and may not act gets 403 from here.
"""

from django.db.models import Q

from ..directory.models import Contact, User
from ..directory.permissions import can_keep_directory
from .models import Membership, Partnership, Seat
from .models.partnership import known_places


def can_change_organisation(user, organisation):
    """Rename, close or merge it: who keeps the directory and leads every partnership it takes part in."""
    if not can_keep_directory(user) or user.is_administrator:
        return user.is_administrator
    there = Membership.objects.present().filter(organisation=organisation)
    return not there.exclude(partnership__in=Partnership.objects.led_by(user)).exists()


def can_change_contact(user, contact):
    """Rename or merge somebody, change how they are reached, say that they have left: who keeps the directory and leads
    every partnership they sit or sat in. Their address opens what they may open, now and when they are given a seat
    again, so a user's seats count for all their contacts."""
    if not can_keep_directory(user) or user.is_administrator:
        return user.is_administrator
    if contact.user is not None and contact.user.role in User.MORE_THAN_LEADS:
        return False
    seats = Seat.objects.of_person(contact)
    return not seats.exclude(membership__partnership__in=Partnership.objects.led_by(user)).exists()


def can_give_address(user, contact, email):
    """Make this the contact's address: not where somebody has it whom they may not change. The contact becomes theirs
    when they sign in, and who may change it is then asked of all their seats. An account of a partner that is nobody's
    any more is no obstacle: an address that was typed wrongly is put right again."""
    if user.is_administrator:
        return True
    known = Contact.objects.current().with_address(email).exclude(pk=contact.pk)
    readers = Q(email=email.strip().lower()) | Q(contacts__in=known)
    others = User.objects.filter(readers).exclude(pk=contact.user_id or user.pk)
    others = others.exclude(role=User.Role.PARTNER, contacts=None).distinct()
    theirs = [*(other.contacts.first() for other in others), *known.filter(user=None)]
    return all(one is not None and can_change_contact(user, one) for one in theirs)


def can_merge_organisations(user, one, other):
    return can_change_organisation(user, one) and can_change_organisation(user, other)


def can_merge_contacts(user, one, other):
    return can_change_contact(user, one) and can_change_contact(user, other)


def can_start_partnership(user):
    return user.keeps_directory


def can_lead(user, partnership):
    """Change anything in the partnership, from a lead's seat or as an administrator: people, agreement, objectives,
    milestones, rhythm, rounds, celebrations."""
    if not user.is_active or user.is_administrator:
        return user.is_active
    if (known := known_places(user, "led")) is not None:
        return partnership.pk in known
    return Partnership.objects.led_by(user).filter(pk=partnership.pk).exists()


def can_oversee(user, partnership):
    """Read what leads keep to themselves: the pipeline, how organisations are rated, whom people trust."""
    return can_lead(user, partnership) or (user.is_active and user.role == User.Role.VIEWER)


def seats_to_answer(asked):
    """The seats that speak for the organisation asked by a check-in or in a first conversation: all that do more than
    observe."""
    return Seat.objects.current().answering().filter(membership=asked.membership_id)


def can_review_fit(user, membership):
    """Say how far an organisation fits: leads and the host's people who do more than observe, but nobody who sits for
    the organisation itself."""
    seats = Seat.objects.current().of_user(user)
    if membership.is_host or seats.filter(membership=membership).exists():
        return False
    hosts = seats.of_partnership(membership.partnership).filter(membership__organisation=membership.partnership.host_id)
    return hosts.exclude(authority=Seat.Authority.OBSERVES).exists() or can_lead(user, membership.partnership)


def can_see_fit(user, membership):
    """Read the fit reviews: those who may give one, and viewers. Never the organisation that is reviewed."""
    sits_there = Seat.objects.current().of_user(user).filter(membership=membership).exists()
    is_viewer = user.role == user.Role.VIEWER and not membership.is_host and not sits_there
    return is_viewer or can_review_fit(user, membership)


def can_keep(user, commitment):
    """Mark a promise kept: the promising organisation's seats that do more than observe, or a lead."""
    own = Seat.objects.current().of_user(user).filter(membership=commitment.from_membership_id)
    return own.exclude(authority=Seat.Authority.OBSERVES).exists() or can_lead(user, commitment.partnership)


def can_release(user, commitment):
    """Let somebody off a promise: the organisation it was made to, or a lead."""
    own = Seat.objects.current().of_user(user).filter(membership=commitment.to_membership_id)
    return own.exclude(authority=Seat.Authority.OBSERVES).exists() or can_lead(user, commitment.partnership)


def seats_to_speak(user, partnership):
    """The seats from which this person may say something here: those that do more than observe."""
    return Seat.objects.current().acting().of_user(user).of_partnership(partnership)


def can_note_need(user, partnership):
    """Write down what was learnt about the need: a lead, or a partner for their own organisation."""
    return can_lead(user, partnership) or seats_to_speak(user, partnership).exists()


def can_change_need_note(user, note):
    """A lead, or the partner who wrote it while their seat there lets them."""
    if can_lead(user, note.partnership):
        return True
    return note.written_by_id == user.pk and seats_to_speak(user, note.partnership).exists()
