"""Browsers that somebody signed in from before: there they may go on trying while strangers fail for their name."""

import secrets
import unicodedata
from ipaddress import IPv6Address

from django.utils.crypto import salted_hmac

from ..pages.proxies import client_address

COOKIE, SALT = "known_browser", "partnerships.known browser"
LASTS = 60 * 60 * 24 * 365


def folded(name):
    """A name as it is counted: capitals, width and blanks around it make no other name."""
    return unicodedata.normalize("NFKC", str(name or "")).strip().casefold()[:255]


def mark(request, response, name):
    """Let this browser be known for this name."""
    value = f"{_mark_of(name)} {secrets.token_hex(8)}"
    response.set_signed_cookie(
        COOKIE, value, salt=SALT, max_age=LASTS, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def is_known(request, name):
    return bool(_own(request, name))


def address(request, name):
    """Where it comes from, as it is counted: a known browser is a place of its own, so that a colleague behind the same
    router who fails for this name keeps nobody out. As a private IPv6 address, where one must stand in a column."""
    if own := _own(request, name):
        return str(IPv6Address(bytes([0xFD, *bytes(7)]) + bytes.fromhex(own)))
    return client_address(request)


def _own(request, name):
    """What this browser was called when it became known for this name, or an empty string."""
    found = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS) if request is not None else ""
    mark, _, own = found.partition(" ")
    return own if mark == _mark_of(name) else ""


def _mark_of(name):
    return salted_hmac("partnerships.known browser of", folded(name), algorithm="sha256").hexdigest()[:32]
