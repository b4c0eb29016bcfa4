"""What every page passes on its way in and out: bounds, headers, the site's names, and the page for a stale form."""

import uuid

from django.conf import settings
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from partnerships.links import links
from partnerships.membership.places import Places
from partnerships.pages.once import led_to
from partnerships.pages.queries import Asked

from . import words_kept

SAFE = ("GET", "HEAD")
SIGN_IN_PAGES = ("sign-in-with-password", "type-code", "second-step")
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
FEATURES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"


def site(request):
    """Names every template may use."""
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO}


def places(get_response):
    """While a page is only read, where its reader sits is asked once: `user.places`."""

    def answer(request):
        if request.method in SAFE:
            reader = request.user
            request.user = SimpleLazyObject(lambda: _placed(reader))
        return get_response(request)

    return answer


def _placed(reader):
    if reader.is_authenticated:
        reader.places = Places(reader)
    return reader


def csrf_failure(request, reason=""):
    """A form sent without its cookie: usually a page left open too long, and nothing was changed. Or a form of signing
    in, sent twice: by the second time they are in, and the cookie of the first is gone."""
    there = led_to(request)
    if there or (request.user.is_authenticated and request.resolver_match.url_name in SIGN_IN_PAGES):
        return redirect(there or settings.LOGIN_REDIRECT_URL)
    return render(request, "403_csrf.html", status=403)


def _only_a_button(request, refusal):
    """In place of a blank page: somebody opened the address behind a button."""
    response = render(request, "405.html", status=405)
    response["Allow"] = refusal["Allow"]
    return response


def manners(get_response):
    """No method and no character that no page of ours knows; and what a browser may keep and use of each page.

    Pages that somebody signed in for, or holds a link to, are stored nowhere.
    """

    def answer(request):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        if "\x00" in request.path or any("\x00" in value for _, values in request.GET.lists() for value in values):
            return render(request, "400.html", status=400)
        request.asked, request.once_key = Asked(request.GET), uuid.uuid4()
        response = get_response(request)
        words_kept.forget(request, response)
        if response.status_code == 405 and not response.content:
            response = _only_a_button(request, response)
        response.setdefault("Permissions-Policy", FEATURES)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES or links.COOKIE in request.COOKIES:
            response["Cache-Control"] = "private, no-store"
        return response

    return answer
