"""Signing in by a link or a code from a mail: for partners, who have no password."""

import secrets
from datetime import UTC, datetime, timedelta

from django.db.models import F, Q, Sum
from django.utils.crypto import constant_time_compare, salted_hmac

from ... import events
from ...accounts import known_browsers
from ...accounts.mailboxes import mailbox_of
from ...directory.models import Contact, User
from ...events import history
from ..models import SignIn, hash_of

LIFE, AN_HOUR, A_DAY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=1)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# For one name from one address, from one address for all names, and for one name from anywhere but known browsers.
AT_MOST_AN_HOUR, FROM_AN_ADDRESS, AT_MOST_A_DAY = 5, 30, 30
WRONG_CODES_A_DAY, TRIES = 30, 5
WRONG = "That code is not right, or it has run out. Ask for a new one."


class SignInRefused(Exception):
    """The link or code cannot be used; the message says why and what to do."""


class AskedTooOften(Exception):
    """No mail is sent; `again_at` is the moment from which one may be asked."""

    def __init__(self, again_at):
        super().__init__(again_at)
        self.again_at = again_at


def new_browser(key=None):
    """A secret for the cookie of the browser that asks: for a form sent twice, which has one key, the same."""
    digest = salted_hmac("partnerships.sign-in browser", str(key or secrets.token_hex()), algorithm="sha256")
    return digest.hexdigest()


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

    `address` is where the browser asks from, `is_known` whether this person signed in from it before. The same
    `browser` twice is a form sent twice, and counts once. Raises AskedTooOften, for known and unknown names alike: a
    stranger uses up what they may ask from there, and keeps nobody out.
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
    if SignIn.objects.filter(browser_hash=sign_in.browser_hash, name_hash=sign_in.name_hash).exists():
        return
    again_at = when_to_ask(email=email, address=address, is_known=is_known, now=now)
    if again_at > now:
        raise AskedTooOften(again_at)
    sign_in.save()
    events.record(events.Kind.SIGN_IN_ASKED, now=now, by=contact, subject=sign_in)


def when_to_ask(*, email, address, is_known, now):
    """From when on another mail for this name may be asked from this address: `now`, or later."""
    name = Q(name_hash=_counted("name", known_browsers.folded(email)))
    here = Q(address_hash=_counted("address", address))
    limits = [(name & here, AT_MOST_AN_HOUR, AN_HOUR), (here, FROM_AN_ADDRESS, AN_HOUR)]
    if not is_known:
        limits.append((name, AT_MOST_A_DAY, A_DAY))
    return max(now, *(_room_at(SignIn.objects.filter(asked), limit, span) for asked, limit, span in limits))


def _room_at(asked, limit, span):
    """When fewer than `limit` of these are younger than `span`."""
    eldest = asked.order_by("-created_at").values_list("created_at", flat=True)[limit - 1 : limit]
    return max((at + span for at in eldest), default=LONG_AGO)


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
    if not constant_time_compare(sign_in.code, "".join(filter(str.isdecimal, code))) or sign_in.contact_id is None:
        raise SignInRefused(WRONG)
    return sign_in


def _guessed_too_often(sign_in, now):
    """From this address today, whatever the name. It closes this way in only for who guesses: the link goes on."""
    today = SignIn.objects.filter(address_hash=sign_in.address_hash, created_at__gt=now - A_DAY)
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
    user = _user_of(contact)
    connect(email=contact.email, by=user, now=now)
    return user


def _user_of(contact):
    """The user whose name is this address, made on the first visit. Of staff, to whom mail goes only at that address,
    the contact may be one made for it."""
    address = contact.email.strip().lower()
    return User.objects.get_or_create(email=address, defaults={"name": contact.name, "password": "!"})[0]


@history.verb
def connect(*, email, by, now):
    """Make the contacts with this address theirs, now that somebody has shown that they read it.

    At no other moment: an address that somebody else typed gives nobody anything. A partner's account that has another
    address has no part in them.
    """
    strangers = Q(user=None) | (Q(user__role=User.Role.PARTNER) & ~Q(user=by))
    for mine in Contact.objects.with_address(email).current().filter(strangers):
        mine.user = by
        mine.save(update_fields=["user"])
