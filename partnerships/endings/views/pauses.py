from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Membership, Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import pauses
from ..forms import PauseForm
from ..models import Pause


def pause_partnership(request, partnership_id):
    partnership = _partnership(request, partnership_id)
    form = PauseForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            pauses.pause(partnership=partnership, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"“{partnership}” rests. Reminders wait until it goes on.")
        except pauses.AlreadyPaused as refusal:
            messages.info(request, str(refusal))
        return redirect("partnership", partnership.pk)
    return _render(request, "pause_partnership", partnership, "Overview", form=form)


def resume_partnership(request, partnership_id):
    partnership = _partnership(request, partnership_id)
    if request.method == "POST":
        try:
            pauses.resume(partnership=partnership, by=request.user, now=request.now)
            messages.success(request, f"“{partnership}” goes on. What waited is on its way.")
        except pauses.NotPaused as refusal:
            messages.info(request, str(refusal))
        return redirect("partnership", partnership.pk)
    rest = Pause.objects.of_partnership(partnership).open().first()
    return _render(request, "resume_partnership", partnership, "Overview", rest=rest)


def pause_membership(request, membership_id):
    membership = _membership(request, membership_id)
    form = PauseForm(request.POST or None, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            pauses.pause_membership(membership=membership, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"{membership.organisation} rests. Nobody there is reminded until they are back.")
        except (pauses.AlreadyPaused, pauses.HostGoesOn) as refusal:
            messages.info(request, str(refusal))
        return redirect("people", membership.partnership_id)
    return _render(request, "pause_membership", membership.partnership, "People", form=form, membership=membership)


def resume_membership(request, membership_id):
    membership = _membership(request, membership_id)
    if request.method == "POST":
        try:
            pauses.resume_membership(membership=membership, by=request.user, now=request.now)
            messages.success(request, f"{membership.organisation} is back.")
        except pauses.NotPaused as refusal:
            messages.info(request, str(refusal))
        return redirect("people", membership.partnership_id)
    rest = membership.pauses.open().first()
    return _render(request, "resume_membership", membership.partnership, "People", membership=membership, rest=rest)


def _partnership(request, pk):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)
    require(can_lead(request.user, partnership))
    return partnership


def _membership(request, pk):
    found = Membership.objects.visible_to(request.user).select_related("partnership", "organisation")
    membership = get_object_or_404(found, pk=pk)
    require(can_lead(request.user, membership.partnership))
    return membership


def _render(request, page, partnership, tab, **more):
    context = {"partnership": partnership, "tab": tab, "leads": True, **more}
    return render(request, f"partnerships/endings/{page}.html", context)
