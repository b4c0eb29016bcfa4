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
def move(*, contact, by, now):
    """They have another address: what was mailed to the old one opens nothing, and whoever reads the new one signs in
    as them. The account that went with the old address is theirs no longer: a password, a second step or a session of
    it would otherwise open whatever the new address is ever given."""
    close_doors(contact, now=now)
    if contact.user is not None and not _is_all_there_is(contact):
        before, contact.user = contact.user, None
        contact.save(update_fields=["user"])
        roles.settle(user=before, by=by, now=now)


def close_doors(contact, *, now):
    """Nothing that was mailed to this contact opens anything any more, and who is signed in as them is signed out:
    not who sits somewhere as another contact, for whom this one was no way in."""
    links.revoke_for(contact, now=now)
    SignIn.objects.filter(contact=contact, used_at=None, expires_at__gt=now).update(expires_at=now)
    if contact.user is not None and not _seats_of(contact.user).exclude(contact=contact).exists():
        contact.user.end_sessions()


def _is_all_there_is(contact):
    """Whether somebody with a fixed name is this contact and nobody else: they would be cut off from what they lead."""
    user = contact.user
    own = Contact.objects.of_user(user).with_address(user.email).exclude(pk=contact.pk)
    return user.has_fixed_name and not own.exists()


def _seats_of(user):
    return Seat.objects.filter(to_on=None).of_user(user)
