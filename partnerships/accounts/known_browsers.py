"""Browsers that somebody signed in from before: there they may go on trying while strangers fail for their name."""

import unicodedata

from django.utils.crypto import salted_hmac

COOKIE, SALT = "known_browser", "partnerships.known browser"
LASTS = 60 * 60 * 24 * 365


def folded(name):
    """A name as it is counted: capitals, width and blanks around it make no other name."""
    return unicodedata.normalize("NFKC", str(name or "")).strip().casefold()[:255]


def mark(request, response, name):
    """Let this browser be known for this name."""
    response.set_signed_cookie(
        COOKIE, _mark_of(name), salt=SALT, max_age=LASTS, httponly=True, samesite="Lax", secure=request.is_secure()
    )


def is_known(request, name):
    found = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LASTS) if request is not None else ""
    return bool(found) and found == _mark_of(name)


def _mark_of(name):
    return salted_hmac("partnerships.known browser of", folded(name), algorithm="sha256").hexdigest()[:32]
