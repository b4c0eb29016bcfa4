"""When somebody's access ends or moves: seats, sessions, codes and links, all at once and in one place."""

from ...directory.models import User
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
    person signs in with the new one."""
    close_doors(contact, now=now)
    user, address = contact.user, contact.email.strip().lower()
    # Staff sign in by a name that only an administrator changes.
    if user is None or user.role != User.Role.PARTNER or user.email != before.strip().lower() or not address:
        return
    if not User.objects.filter(email=address).exists():
        user.email = address
        user.save(update_fields=["email"])


def close_doors(contact, *, now):
    """Nothing that was mailed to this person opens anything any more, and who is signed in as them is signed out."""
    links.revoke_for(contact, now=now)
    SignIn.objects.filter(contact=contact, used_at=None, expires_at__gt=now).update(expires_at=now)
    if contact.user is not None:
        contact.user.end_sessions()
