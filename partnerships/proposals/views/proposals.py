"""What is proposed, and the yes or no."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ...directory.permissions import can_keep_directory
from ...membership.actions import seats
from ...pages.access import require
from ...pages.keyset import page_of
from .. import actions
from ..difference import lines_of
from ..forms import DeclineForm
from ..models import Proposal
from ..permissions import can_decide


def proposals(request):
    """What waits for this person, then what they have seen before, the latest first."""
    require(can_keep_directory(request.user) or request.user.is_lead_anywhere)
    seen = Proposal.objects.visible_to(request.user).with_people()
    waiting = list(Proposal.objects.waiting_for(request.user).with_people()[:50])
    page = page_of(request, seen.exclude(pk__in=[one.pk for one in waiting]), ordering=("-proposed_at", "-pk"))
    return render(request, "partnerships/proposals/proposals.html", {"waiting": waiting, "page": page})


def proposal(request, proposal_id):
    """One change with what it was and what it would be."""
    found = _find(request, proposal_id)
    return _render(request, found, DeclineForm())


@require_POST
def accept_proposal(request, proposal_id):
    """Yes: the change is made."""
    found = _find(request, proposal_id)
    require(can_decide(request.user, found))
    try:
        actions.accept(proposal=found, by=request.user, now=request.now)
        messages.success(request, f"Accepted: {found.subject} is changed.")
    except (actions.NotOpen, actions.CannotMake, seats.LastLead) as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def decline_proposal(request, proposal_id):
    """No, perhaps with a word why."""
    found = _find(request, proposal_id)
    require(can_decide(request.user, found))
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _render(request, found, form)
    try:
        actions.decline(proposal=found, answer=form.cleaned_data["answer"], by=request.user, now=request.now)
        messages.success(request, "Declined. Nothing was changed.")
    except actions.NotOpen as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@require_POST
def withdraw_proposal(request, proposal_id):
    """Whoever proposed it takes it back."""
    found = _find(request, proposal_id)
    require(found.proposed_by_id == request.user.pk)
    try:
        actions.withdraw(proposal=found, by=request.user, now=request.now)
        messages.success(request, "Taken back.")
    except actions.NotOpen as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


def _find(request, proposal_id):
    return get_object_or_404(Proposal.objects.visible_to(request.user).with_people(), pk=proposal_id)


def _render(request, found, form):
    context = {
        "proposal": found,
        "lines": lines_of(found),
        "form": form,
        "may_decide": found.is_open and can_decide(request.user, found),
        "is_mine": found.proposed_by_id == request.user.pk,
    }
    return render(request, "partnerships/proposals/proposal.html", context)
