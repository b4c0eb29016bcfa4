"""What somebody typed into a form that was refused: shown to them, so that nothing typed is lost.

A page that refuses it shows it at once. Where they are led to the sign-in page instead, the words wait in a cookie of
their own browser for a quarter of an hour; the server keeps nothing.
"""

import re

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.utils.functional import SimpleLazyObject

COOKIE, SALT, LASTS = "typed", "partnerships.typed", 15 * 60
# Of what is not words, or nobody's to see.
HIDDEN = re.compile(r"pass|code|token|once|opened|hash|seen|key|secret|receipt|username|_FORMS", re.IGNORECASE)
# Letters: of words that are worth keeping, of all together on a page, and of what fits into a cookie.
SHORTEST, LONGEST, FITS = 6, 20_000, 3_600


def words_of(data):
    """The texts somebody typed, in their order: no choices, numbers, secrets or what a page carries along."""
    found, left = [], LONGEST
    for name, values in data.lists():
        for value in [] if HIDDEN.search(name) else values:
            text = value.strip()[:left]
            if len(text) >= SHORTEST and re.search(r"\s", text):
                found.append(text)
                left -= len(text)
    return found


def words(request):
    """For templates: `typed` on a page that answers a form, `typed_before` on the pages after it."""
    return {
        "typed_words": SimpleLazyObject(lambda: words_of(request.POST)),
        "typed_before": SimpleLazyObject(lambda: _kept(request)),
    }


def _kept(request):
    if COOKIE not in request.COOKIES:
        return []
    request.has_shown_typed = True
    try:
        return signing.loads(request.COOKIES[COOKIE], salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return []


def forget(request, response):
    """Once they are in and have seen it, their browser need not keep it."""
    if getattr(request, "has_shown_typed", False) and request.user.is_authenticated:
        response.delete_cookie(COOKIE)


class LoginRequired(LoginRequiredMiddleware):
    """Django's; what was typed goes along to the sign-in page."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.method == "POST" and (typed := words_of(request.POST)):
            while len(packed := signing.dumps(typed, salt=SALT, compress=True)) > FITS:
                typed = typed[:-1] if len(typed) > 1 else [typed[0][: len(typed[0]) // 2]]
            response.set_cookie(
                COOKIE, packed, max_age=LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
            )
        return response
