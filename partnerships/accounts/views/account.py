"""One's own account: password, second step, and where one is signed in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ...directory.actions import contacts
from ...directory.forms.contacts import OwnDetailsForm
from ...directory.models import Contact, User
from ...pages.access import require
from .. import arrival, second_steps
from ..actions import passwords, sessions
from ..forms import NewPasswordForm
from ..models import Session


def account(request):
    user = request.user
    has_second_step = second_steps.has(user)
    context = {
        "may_have_password": may_have_password(user),
        "has_second_step": has_second_step,
        "must_have_second_step": second_steps.must_have(user),
        "codes_left": second_steps.codes_left(user) if has_second_step else 0,
        "sessions": Session.objects.alive(user),
        "here": request.session.session_key,
        "contacts": Contact.objects.of_user(user).select_related("organisation"),
    }
    return render(request, "partnerships/accounts/account.html", context)


def may_have_password(user):
    """Partners come in by mail and have none, unless an administrator gave them one."""
    return user.role != User.Role.PARTNER or user.has_usable_password()


@sensitive_post_parameters()
def change_password(request):
    require(may_have_password(request.user))
    needs_old = request.user.has_usable_password() and not arrival.came_by_mail(request)
    form = NewPasswordForm(request, request.POST or None, needs_old=needs_old)
    if request.method == "POST" and form.is_valid():
        user, password = request.user, form.cleaned_data["new_password1"]
        passwords.change(user=user, password=password, by=user, now=request.now)
        update_session_auth_hash(request, user)
        messages.success(request, "Your password is changed, and you are signed out everywhere else.")
        return redirect("account")
    return render(request, "partnerships/accounts/change_password.html", {"form": form, "needs_old": needs_old})


def change_details(request, contact_id):
    """How one is greeted, one's job title and phone number: at each organisation one's own."""
    contact = get_object_or_404(Contact.objects.of_user(request.user).select_related("organisation"), pk=contact_id)
    form = OwnDetailsForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        contacts.correct(contact=contact, fields=form.Meta.fields, by=request.user, now=request.now)
        messages.success(request, "Your details are saved.")
        return redirect("account")
    return render(request, "partnerships/accounts/change_details.html", {"contact": contact, "form": form})


@require_POST
def end_other_sessions(request):
    ended = sessions.end_others(but=request.session.session_key, by=request.user, now=request.now)
    messages.success(request, "You are signed out everywhere else." if ended else "You were signed in only here.")
    return redirect("account")
