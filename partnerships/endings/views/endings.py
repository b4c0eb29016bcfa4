from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import endings
from ..forms import EndingForm, StepForm
from ..models import EndingStep


def ending(request, partnership_id):
    """What there is to do before a good end; the first visit asks why."""
    partnership = _fetch(request, partnership_id)
    current = getattr(partnership, "ending", None)
    form = EndingForm(request.POST or None, initial=_said(current))
    if request.method == "POST" and form.is_valid():
        try:
            endings.begin(partnership=partnership, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, "Written down. Nothing has ended yet: take the list one by one.")
        except endings.AlreadyEnded as refusal:
            messages.info(request, str(refusal))
        return redirect("ending", partnership.pk)
    return _render(request, "ending", partnership, form=form, ending=current, steps=_steps(partnership, current))


def do_ending_step(request, step_id):
    """What was done about one thing on the list."""
    found = EndingStep.objects.visible_to(request.user).select_related("ending__partnership")
    step = get_object_or_404(found, pk=step_id)
    partnership = step.ending.partnership
    require(can_lead(request.user, partnership))
    form = StepForm(request.POST or None)
    if step.is_done:
        messages.info(request, "This is done already.")
        return redirect("ending", partnership.pk)
    if request.method == "POST" and form.is_valid():
        try:
            endings.tick(step=step, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"Done: {step.get_kind_display().lower()}.")
        except endings.AlreadyDone as refusal:
            messages.info(request, str(refusal))
        return redirect("ending", partnership.pk)
    return _render(request, "do_ending_step", partnership, form=form, step=step)


def end_partnership(request, partnership_id):
    """Asks first, and says what is not done yet."""
    partnership = _fetch(request, partnership_id)
    current = getattr(partnership, "ending", None)
    if current is None or partnership.has_ended:
        return redirect("ending", partnership.pk)
    if request.method == "POST":
        try:
            endings.end(partnership=partnership, by=request.user, now=request.now)
            messages.success(request, "It has ended.")
        except endings.AlreadyEnded as refusal:
            messages.info(request, str(refusal))
        return redirect("story-so-far", partnership.pk)
    left = [step.get_kind_display() for step in current.steps.left()]
    return _render(request, "end_partnership", partnership, left=left)


def call_ending_off(request, partnership_id):
    """Asks first: the partnership goes on as before."""
    partnership = _fetch(request, partnership_id)
    current = getattr(partnership, "ending", None)
    if current is None or partnership.has_ended:
        return redirect("ending", partnership.pk)
    if request.method != "POST":
        return _render(request, "call_ending_off", partnership)
    try:
        endings.call_off(ending=current, by=request.user, now=request.now)
        messages.success(request, "It goes on. Nobody was told by mail that it might end.")
    except endings.AlreadyEnded as refusal:
        messages.info(request, str(refusal))
    return redirect("partnership", partnership.pk)


def _said(current):
    return {"reason": current.reason, "ends_on": current.ends_on} if current else None


def _steps(partnership, current):
    """(step, what the data says about it) in order."""
    if current is None:
        return []
    promises = partnership.commitments.binding().open().count()
    known = {
        EndingStep.Kind.PROMISES: f"{promises or 'No'} promise{'' if promises == 1 else 's'} still open.",
        EndingStep.Kind.THANKS: f"{partnership.memberships.present().count()} organisations took part.",
    }
    return [(step, known.get(step.kind, "")) for step in current.steps.select_related("done_by")]


def _fetch(request, pk):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user).select_related("ending"), pk=pk)
    require(can_lead(request.user, partnership))
    return partnership


def _render(request, page, partnership, **more):
    context = {"partnership": partnership, "tab": "Overview", "leads": True, **more}
    return render(request, f"partnerships/endings/{page}.html", context)
