"""Signing in by a link or a code from a mail: for partners, who have no password."""

import secrets
from datetime import timedelta

from django.db.models import F, Sum
from django.utils.crypto import constant_time_compare, salted_hmac

from ... import events
from ...accounts import known_browsers
from ...accounts.mailboxes import mailbox_of
from ...directory.models import Contact, User
from ...events import history
from ..models import SignIn, hash_of

LIFE = timedelta(minutes=10)
# For one name from one address, from one address for all names, and for one name from anywhere but known browsers.
AT_MOST_AN_HOUR, FROM_AN_ADDRESS, AT_MOST_A_DAY = 5, 30, 30
WRONG_CODES_A_DAY, TRIES = 30, 5
WRONG = "That code is not right, or it has run out. Ask for a new one."


class SignInRefused(Exception):
    """The link or code cannot be used; the message says why and what to do."""


def new_browser():
    """A secret for the cookie of the browser that asks."""
    return secrets.token_urlsafe(24)


def contact_for(email):
    """The contact a sign-in mail may go to: one with a current seat whose user, if any, is a partner; of staff only
    the address they sign in with, which no lead can change.
    """
    named = User.objects.filter(email=email.strip().lower()).exclude(role=User.Role.PARTNER, is_active=True).first()
    if named is not None:
        return mailbox_of(named) if named.is_active else None
    others = User.objects.exclude(role=User.Role.PARTNER) | User.objects.filter(is_active=False)
    found = Contact.objects.with_address(email).current().filter(seats__to_on=None, seats__isnull=False)
    return found.exclude(user__in=others).order_by("pk").first()


@history.verb
def ask(*, email, browser, now, address="", is_known=False):
    """Have a sign-in mail sent if this address belongs to a partner, and otherwise do the same without a mail.

    `address` is where the browser asks from, `is_known` whether this person signed in from it before. Who asks too
    often is not told so: a stranger uses up what they may ask from there, and keeps nobody out.
    """
    contact = contact_for(email)
    sign_in = SignIn(
        contact=contact,
        browser_hash=hash_of(browser),
        name_hash=_counted("name", known_browsers.folded(email)),
        address_hash=_counted("address", address),
        expires_at=now + LIFE,
        created_at=now,
    )
    if _asked_too_often(sign_in, is_known, now):
        return
    sign_in.save()
    events.record(events.Kind.SIGN_IN_ASKED, now=now, by=contact, subject=sign_in)


def _asked_too_often(sign_in, is_known, now):
    last_hour = SignIn.objects.filter(address_hash=sign_in.address_hash, created_at__gt=now - timedelta(hours=1))
    if last_hour.filter(name_hash=sign_in.name_hash).count() >= AT_MOST_AN_HOUR or last_hour.count() >= FROM_AN_ADDRESS:
        return True
    last_day = SignIn.objects.filter(name_hash=sign_in.name_hash, created_at__gt=now - timedelta(days=1))
    return not is_known and last_day.count() >= AT_MOST_A_DAY


def _counted(kind, text):
    return salted_hmac(f"partnerships.sign-in {kind}", text, algorithm="sha256").hexdigest()


def alive(sign_in, now):
    return sign_in.used_at is None and sign_in.expires_at > now


def with_code(*, browser, code, now):
    """The sign-in this browser asked for, if the six digits are right.

    Raises SignInRefused after five wrong tries, ten minutes, or when nothing was asked.
    """
    waiting = SignIn.objects.filter(browser_hash=hash_of(browser), used_at=None, expires_at__gt=now)
    sign_in = waiting.order_by("-created_at", "-pk").first()
    if sign_in is None or _guessed_too_often(sign_in, now):
        raise SignInRefused(WRONG)
    # Counted down before comparing, so that five tries are five however many arrive at once.
    counted = waiting.filter(pk=sign_in.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1)
    if not counted:
        raise SignInRefused("That was five wrong codes. Ask for a new one.")
    if not constant_time_compare(sign_in.code, code.replace(" ", "")) or sign_in.contact_id is None:
        raise SignInRefused(WRONG)
    return sign_in


def _guessed_too_often(sign_in, now):
    """From this address today, whatever the name. It closes this way in only for who guesses: the link goes on."""
    today = SignIn.objects.filter(address_hash=sign_in.address_hash, created_at__gt=now - timedelta(days=1))
    used = today.filter(used_at=None).aggregate(wrong=Sum(TRIES - F("tries_left")))["wrong"] or 0
    return used >= WRONG_CODES_A_DAY


@history.verb
def use(*, sign_in, now):
    """Use a sign-in up, once, and return the user, made on the first visit.

    Raises SignInRefused when it was used before or is too old.
    """
    used = SignIn.objects.filter(pk=sign_in.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        raise SignInRefused("This link has been used or is older than ten minutes. Ask for a new one.")
    contact = contact_for(sign_in.contact.email) if sign_in.contact else None
    if contact is None:
        raise SignInRefused("This address no longer has a seat. Ask the person who leads the partnership.")
    user = contact.user or _user_of(contact)
    connect(user, email=contact.email)
    return user


def _user_of(contact):
    """The user whose name is this address, made on the first visit."""
    address = contact.email.strip().lower()
    return User.objects.get_or_create(email=address, defaults={"name": contact.name, "password": "!"})[0]


def connect(user, *, email):
    """Make the contacts with this address theirs, now that somebody has shown that they read it.

    At no other moment: an address that somebody else typed gives nobody anything.
    """
    for mine in Contact.objects.with_address(email).current().filter(user=None):
        mine.user = user
        mine.save(update_fields=["user"])
