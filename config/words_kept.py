"""What somebody typed into a form that was refused: shown to them, so that nothing typed is lost.

A page that refuses it shows it at once. Where they are led to the sign-in page instead, the words wait in a cookie of
their own browser for a quarter of an hour, until the one to whom the form was shown is in; the server keeps nothing.
"""

import re

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.utils.functional import SimpleLazyObject

COOKIE, SALT, LASTS = "typed", "partnerships.typed", 15 * 60
# In every form: to whom it was shown. It proves nothing but that, and opens nothing.
SHOWN_TO = "shown_to"
# Of what is not words, or nobody's to see.
HIDDEN = re.compile(r"pass|code|token|once|opened|hash|seen|key|secret|receipt|username|_FORMS|shown_to", re.IGNORECASE)
# Letters: of words that are worth keeping, of all together on a page, and of what fits into a cookie.
SHORTEST, LONGEST, FITS = 6, 20_000, 3_600

_signer = signing.Signer(salt="partnerships.shown to")


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
    """For templates: `typed_words` on a page that answers a form, `typed_before` on the pages after it, `typed_waits`
    while whoever typed something is not in."""
    return {
        "shown_to": SimpleLazyObject(lambda: _signer.sign(_reader(request)) if _reader(request) else ""),
        "typed_words": SimpleLazyObject(lambda: words_of(request.POST) if _is_ours(request) else []),
        "typed_before": SimpleLazyObject(lambda: _kept(request)),
        "typed_waits": SimpleLazyObject(lambda: not _reader(request) and bool(_in_cookie(request))),
    }


def _reader(request):
    """The key of who is signed in, as text; a page that is refused before that is known is for nobody."""
    user = getattr(request, "user", None)
    return str(user.pk) if user is not None and user.is_authenticated else ""


def _is_ours(request):
    """Whether a page of this site sent the form, as the browser says: no other site has words shown here."""
    sent_from = request.headers.get("Sec-Fetch-Site")
    if sent_from is None:
        return request.headers.get("Origin") in (None, f"{request.scheme}://{request.get_host()}")
    return sent_from in ("same-origin", "none")


def _in_cookie(request):
    """[to whom the form was shown, their words], or nothing."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return []


def _kept(request):
    kept = _in_cookie(request)
    if not kept or kept[0] != _reader(request):
        return []
    request.has_shown_typed = True
    return kept[1]


def forget(request, response):
    """Once they have seen it, their browser need not keep it."""
    if getattr(request, "has_shown_typed", False):
        response.delete_cookie(COOKIE)


class LoginRequired(LoginRequiredMiddleware):
    """Django's; what was typed goes along to the sign-in page."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        if request.method == "POST":
            _keep(request, response)
        return response


def _keep(request, response):
    try:
        shown_to = _signer.unsign(request.POST.get(SHOWN_TO, ""))
    except signing.BadSignature:
        return
    if not (typed := words_of(request.POST)):
        return
    while len(packed := signing.dumps([shown_to, typed], salt=SALT, compress=True)) > FITS:
        typed = typed[:-1] if len(typed) > 1 else [typed[0][: len(typed[0]) // 2]]
    response.set_cookie(
        COOKIE, packed, max_age=LASTS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
