"""The second step: taking it while coming in, setting it up, new codes, taking it away."""

from base64 import b32encode

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.util import random_hex

from ...pages.access import require
from .. import arrival, second_steps
from ..actions import second_step, sessions
from ..forms import SecondStepForm, SetUpSecondStepForm

# What the session holds while it is set up: the secret that the app is to take, and codes that were not yet kept.
SECRET, CODES = "second_step_secret", "second_step_codes"


@login_not_required
@never_cache
@sensitive_post_parameters()
def take(request):
    """The digits, of whoever has shown once who they are."""
    user = arrival.half_way(request)
    if user is None:
        return redirect("sign-in")
    form = SecondStepForm(user, request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        return arrival.finish_half(request, user)
    return render(request, "partnerships/accounts/take_second_step.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
def set_up(request):
    """A picture for the app, and the first digits it shows. Also for staff who may not go on without it.

    Whoever has a device already shows it once more: half way in, nobody replaces what they are asked for.
    """
    user, is_in = _who(request)
    if user is None:
        return redirect("sign-in")
    has_one = second_steps.has(user)
    if has_one and not is_in:
        return redirect("second-step")
    key = request.session.setdefault(SECRET, random_hex(20))
    needs_password = is_in and user.has_usable_password() and not arrival.came_by_mail(request)
    needs = {"needs_password": needs_password, "needs_current": has_one}
    form = SetUpSecondStepForm(request, user, request.POST or None, **needs)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_step.set_up(user=user, key=key, digits=form.cleaned_data["digits"], by=user, now=request.now)
        except second_step.WrongDigits as problem:
            form.add_error("digits", str(problem))
        else:
            if is_in:
                sessions.end_others(but=request.session.session_key, by=user, now=request.now)
            del request.session[SECRET]
            request.session[CODES] = {"user": user.pk, "codes": codes}
            return redirect("second-step-codes")
    device = second_steps.unsaved_device(user, key)
    context = {
        "form": form,
        "is_in": is_in,
        "has_one": has_one,
        "picture": segno.make(device.config_url).svg_data_uri(scale=5, border=3, light="#fff"),
        "secret": _in_fours(device),
    }
    return render(request, "partnerships/accounts/set_up_second_step.html", context)


@login_not_required
@never_cache
def codes(request):
    """The codes for paper, until their owner says that they are kept."""
    user, is_in = _who(request)
    made = request.session.get(CODES)
    if user is None or made is None or made["user"] != user.pk:
        return redirect("account" if is_in else "sign-in")
    if request.method == "POST":
        del request.session[CODES]
        if not is_in:
            return arrival.finish_half(request, user)
        messages.success(request, "Signing in now takes your app, or one of these codes.")
        return redirect("account")
    context = {"codes": made["codes"], "is_in": is_in}
    return render(request, "partnerships/accounts/second_step_codes.html", context)


@sensitive_post_parameters()
def renew_codes(request):
    return _after_the_digits(request, _make_new_codes, "renew_second_step_codes")


@sensitive_post_parameters()
def take_away(request):
    require(not second_steps.must_have(request.user))
    return _after_the_digits(request, _take_away, "take_second_step_away")


def _after_the_digits(request, act, template):
    """Neither is for somebody who finds a browser open: the device is asked for once more."""
    if not second_steps.has(request.user):
        messages.info(request, "You have no second step now. Here you can set it up.")
        return redirect("account")
    form = SecondStepForm(request.user, request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        return act(request)
    return render(request, f"partnerships/accounts/{template}.html", {"form": form})


def _make_new_codes(request):
    made = second_step.renew_codes(user=request.user, by=request.user, now=request.now)
    request.session[CODES] = {"user": request.user.pk, "codes": made}
    return redirect("second-step-codes")


def _take_away(request):
    second_step.take_away(user=request.user, by=request.user, now=request.now)
    request.session.pop(CODES, None)
    messages.success(request, "You sign in without a second step now.")
    return redirect("account")


def _who(request):
    """(who this is, whether they are in): signed in, or half way to it."""
    if request.user.is_authenticated:
        return request.user, True
    return arrival.half_way(request), False


def _in_fours(device):
    """The secret as people type it where no camera is at hand."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
