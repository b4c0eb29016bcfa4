"""Starting a partnership: from nothing, or with the words of one there was before."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...directory.models import Organisation
from ...membership.actions import partnerships
from ...membership.forms import PartnershipForm
from ...membership.models import Partnership
from ...membership.permissions import can_start_partnership
from ...pages.access import require
from ..actions import endings

FOUND_AT_MOST = 20
# What is taken over from an example.
COPIED = ("need", "people_served", "area", "nation")


def add_partnership(request):
    """First find the host in the directory (?q=), then say what the partnership is for (?host=)."""
    require(can_start_partnership(request.user))
    asked = request.asked.number("host")
    if asked is None:
        return _find_host(request)
    host = get_object_or_404(Organisation.objects.visible_to(request.user), pk=asked)
    example = _example(request)
    words = {name: getattr(example, name) for name in COPIED} if example else None
    form = PartnershipForm(request.POST or None, initial=words, host=host, user=request.user)
    if request.method == "POST" and form.is_valid():
        parts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        parts |= {"host": host, "lead": form.lead(), "by": request.user, "now": request.now}
        partnership = endings.start_like(example=example, **parts) if example else partnerships.start(**parts)
        messages.success(request, f"“{partnership}” has begun. Now add the organisations it needs.")
        return redirect("people", partnership.pk)
    return render(request, "partnerships/endings/add_partnership.html", {"form": form, "host": host, "like": example})


def _example(request):
    """The partnership that another is to be like (?like=), or None."""
    like = request.asked.number("like")
    return like and get_object_or_404(Partnership.objects.visible_to(request.user), pk=like)


def _find_host(request):
    words = request.asked.text("q")
    found = Organisation.objects.visible_to(request.user).matching(words)[: FOUND_AT_MOST + 1] if words else []
    context = {
        "words": words,
        "like": _example(request),
        "own": Organisation.objects.visible_to(request.user).of_user(request.user),
        "found": list(found[:FOUND_AT_MOST]),
        "there_are_more": len(found) > FOUND_AT_MOST,
    }
    return render(request, "partnerships/endings/find_host.html", context)
