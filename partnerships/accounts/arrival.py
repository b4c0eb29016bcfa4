"""The last steps of every way in: whoever has shown once who they are comes through here, and nowhere else."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme

from ..directory.models import User
from . import known_browsers, second_steps
from .devices import device_of
from .models import SessionStore

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What a session holds between the first step and the last, and how it was made.
WISHES, HALF, HOW = "sign_in_wishes", "half_signed_in", "signed_in_by"
HALF_LASTS = timedelta(minutes=10)
PARTNERS_STAY, STAFF_STAY = timedelta(days=14), timedelta(hours=12)
PASSWORD, MAIL, PROVIDER = "password", "mail", "provider"


_settling = []


def first_settles(settle):
    """Have a room above, which knows more of a person, bring their account up to date before they come in. It returns
    the user. Use as a decorator."""
    _settling.append(settle)
    return settle


def wish(request, *, shared=False, to=""):
    """Keep where they wanted to go and whether the computer is shared, until they are in."""
    asked = to or request.asked.text("next")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    request.session[WISHES] = {"next": asked if is_ours else "", "shared": shared}


def go_on(request, user, how):
    """They have shown who they are, `how` being one of the three: to the second step, or in."""
    for settle in _settling:
        user = settle(user=user, by=user, now=request.now)
    if how != PROVIDER and (second_steps.has(user) or second_steps.must_have(user)):
        request.session[HALF] = {
            "user": user.pk,
            "proof": user.get_session_auth_hash(),
            "until": (timezone.now() + HALF_LASTS).isoformat(),
            "how": how,
        }
        return redirect("second-step" if second_steps.has(user) else "set-up-second-step")
    return finish(request, user, how)


def half_way(request):
    """The user who has come half way in this browser within ten minutes, or None."""
    half = request.session.get(HALF)
    if not half or parse_datetime(half["until"]) < timezone.now():
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    # Another password or a lost address since: begin again.
    return user if user and user.get_session_auth_hash() == half["proof"] else None


def finish_half(request, user):
    """The second step is done."""
    return finish(request, user, request.session[HALF]["how"])


def finish(request, user, how):
    """In: a session of its own, as long as it may last, and on to the page they wanted."""
    wishes = request.session.get(WISHES, {})
    for name in (WISHES, HALF):
        request.session.pop(name, None)
    login(request, user, backend=BACKEND)
    request.session[HOW] = how
    remember(request)
    if wishes.get("shared"):
        # Until the browser is closed, and settings.SESSION_COOKIE_AGE at most.
        request.session.set_expiry(0)
    else:
        request.session.set_expiry(PARTNERS_STAY if user.role == User.Role.PARTNER else STAFF_STAY)
    response = redirect(wishes.get("next") or settings.LOGIN_REDIRECT_URL)
    if not wishes.get("shared"):
        known_browsers.mark(request, response, user.email)
    return response


def remember(request):
    """Note which browser a session is of, and since when, by the clock that ends it."""
    request.session[SessionStore.DEVICE] = device_of(request)
    request.session[SessionStore.BEGAN] = timezone.now().isoformat()


def came_by_mail(request):
    """Whether they read a mail to get in, a moment ago: as good as the old password."""
    began = parse_datetime(request.session.get(SessionStore.BEGAN, "") or "2000-01-01T00:00:00Z")
    return request.session.get(HOW) == MAIL and began > timezone.now() - HALF_LASTS
