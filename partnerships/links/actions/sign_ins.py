"""Signing in by a link or a code from a mail: for partners, who have no password."""

import secrets
from datetime import timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare

from ... import events
from ...directory.models import Contact, User
from ...events import history
from ..models import SignIn, hash_of

LIFE = timedelta(minutes=10)
AT_MOST_AN_HOUR = 5


class SignInRefused(Exception):
    """The link or code cannot be used; the message says why and what to do."""


def new_browser():
    """A secret for the cookie of the browser that asks."""
    return secrets.token_urlsafe(24)


def contact_for(email):
    """The contact a sign-in mail may go to: one with a current seat whose user, if any, is a partner.

    Staff sign in with their password, so a mailbox alone must not be enough to become one of them.
    """
    staff = User.objects.exclude(role=User.Role.PARTNER) | User.objects.filter(is_active=False)
    found = Contact.objects.with_address(email).current().filter(seats__to_on=None, seats__isnull=False)
    if staff.filter(email=email.strip().lower()).exists():
        return None
    return found.order_by("pk").first()


@history.verb
def ask(*, email, browser, now):
    """Have a sign-in mail sent if this address belongs to a partner; otherwise do nothing, without saying so."""
    contact = contact_for(email)
    if contact is None:
        return
    recent = SignIn.objects.filter(contact=contact, created_at__gt=now - timedelta(hours=1))
    if recent.count() >= AT_MOST_AN_HOUR:
        return
    sign_in = SignIn.objects.create(
        contact=contact, browser_hash=hash_of(browser), expires_at=now + LIFE, created_at=now
    )
    events.record(events.Kind.SIGN_IN_ASKED, now=now, by=contact, subject=sign_in)


def alive(sign_in, now):
    return sign_in.used_at is None and sign_in.expires_at > now


def with_code(*, browser, code, now):
    """The sign-in this browser asked for, if the six digits are right.

    Raises SignInRefused after five wrong tries, ten minutes, or when nothing was asked.
    """
    waiting = SignIn.objects.filter(browser_hash=hash_of(browser), used_at=None, expires_at__gt=now)
    sign_in = waiting.order_by("-created_at", "-pk").first()
    if sign_in is None:
        raise SignInRefused("That code is not right, or it has run out. Ask for a new one.")
    # Counted down before comparing, so that five tries are five however many arrive at once.
    counted = waiting.filter(pk=sign_in.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1)
    if not counted:
        raise SignInRefused("That was five wrong codes. Ask for a new one.")
    if not constant_time_compare(sign_in.code, code.replace(" ", "")):
        raise SignInRefused("That code is not right, or it has run out. Ask for a new one.")
    return sign_in


@history.verb
def use(*, sign_in, now):
    """Use a sign-in up, once, and return the user, made on the first visit.

    Raises SignInRefused when it was used before or is too old.
    """
    used = SignIn.objects.filter(pk=sign_in.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise SignInRefused("This link has been used or is older than ten minutes. Ask for a new one.")
    contact = contact_for(sign_in.contact.email)
    if contact is None:
        raise SignInRefused("This address no longer has a seat. Ask the person who leads the partnership.")
    address = contact.email.strip().lower()
    user, _ = User.objects.get_or_create(email=address, defaults={"name": contact.name, "password": "!"})
    for mine in Contact.objects.with_address(address).current().filter(user=None):
        mine.user = user
        mine.save(update_fields=["user"])
    return user
