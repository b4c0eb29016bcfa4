"""When somebody's access ends or moves: seats, sessions, codes and links, all at once and in one place."""

from ...directory.models import Contact
from ...events import history
from ...links import links
from ...links.models import SignIn
from ..models import Seat
from . import roles, seats


@history.verb
def end(*, contact, by, now):
    """The person has left: every seat of theirs ends today, and every door closes.

    Raises seats.LastLead, with nothing changed, where nobody else leads a partnership of theirs.
    """
    held = Seat.objects.of_contact(contact).filter(to_on=None)
    for seat in held.select_related("contact__user", "membership__organisation", "membership__partnership"):
        seats.end(seat=seat, by=by, now=now)
    close_doors(contact, now=now)


@history.verb
def move(*, contact, before, by, now):
    """They have another address than `before`: what was mailed to that one opens nothing, and whoever reads the new one
    signs in as them. The account that went with the old address is theirs no longer: a password, a second step or a
    session of it would otherwise open whatever the new address is ever given."""
    close_doors(contact, now=now)
    if contact.user is not None and not _stays(contact, before):
        user, contact.user = contact.user, None
        contact.save(update_fields=["user"])
        roles.settle(user=user, by=by, now=now)


def close_doors(contact, *, now):
    """Nothing that was mailed to this contact opens anything any more, and who is signed in as them is signed out:
    not who sits somewhere as another contact, for whom this one was no way in."""
    links.revoke_for(contact, now=now)
    SignIn.objects.filter(contact=contact, used_at=None, expires_at__gt=now).update(expires_at=now)
    if contact.user is not None and not _seats_of(contact.user).exclude(contact=contact).exists():
        contact.user.end_sessions()


def _stays(contact, before):
    """Whether it goes on being somebody's with a fixed name: what they lead as, what they are alone, and what was
    theirs with another address already. Else it became theirs by having their address, and has it no longer."""
    user = contact.user
    if not user.has_fixed_name:
        return False
    others = Contact.objects.of_user(user).with_address(user.email).exclude(pk=contact.pk).exclude(organisation=None)
    leads = Seat.objects.filter(contact=contact, to_on=None, is_lead=True)
    return before.casefold() != user.email.casefold() or leads.exists() or not others.exists()


def _seats_of(user):
    return Seat.objects.filter(to_on=None).of_user(user)
