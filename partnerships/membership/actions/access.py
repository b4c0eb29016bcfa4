"""When somebody's access ends or moves: seats, sessions, codes and links, all at once and in one place."""

from ...directory.models import Contact, User
from ...events import history
from ...links import links
from ...links.models import SignIn
from ..models import Seat
from . import seats


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
    """Their address was `before` and is another one now: what was mailed to the old one opens nothing, and the same
    person signs in with the new one. A contact without a seat is no longer its user's, where they are another one."""
    if contact.user is not None and _is_beside_their_own(contact):
        # It became theirs because somebody typed their address here; they go on as who they are.
        contact.user = None
        contact.save(update_fields=["user"])
    close_doors(contact, now=now)
    if contact.user is not None:
        sign_in_with(contact.user, before, contact.email)


def sign_in_with(user, before, after):
    """Whoever signs in with the address `before` does so with `after` from now on, if nobody else does. Staff sign in
    by a name that only an administrator changes."""
    address = after.strip().lower()
    if user.role != User.Role.PARTNER or user.email != before.strip().lower() or not address:
        return
    if not User.objects.filter(email=address).exists():
        user.email = address
        user.save(update_fields=["email"])


def close_doors(contact, *, now):
    """Nothing that was mailed to this contact opens anything any more, and who is signed in as them is signed out:
    not who sits somewhere as another contact, for whom this one was no way in."""
    links.revoke_for(contact, now=now)
    SignIn.objects.filter(contact=contact, used_at=None, expires_at__gt=now).update(expires_at=now)
    if contact.user is not None and not _seats_of(contact.user).exclude(contact=contact).exists():
        contact.user.end_sessions()


def _is_beside_their_own(contact):
    """Whether its user is another contact too, and this one has no seat."""
    others = Contact.objects.current().filter(user=contact.user).exclude(pk=contact.pk)
    return others.exists() and not _seats_of(contact.user).filter(contact=contact).exists()


def _seats_of(user):
    return Seat.objects.filter(to_on=None).of_user(user)
