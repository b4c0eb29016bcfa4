from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ..actions import agreements, commitments
from ..forms.commitments import CommitmentForm
from ..models import Commitment, Partnership
from ..permissions import can_keep, can_lead, require
from .drafts import drafting

TAB = "Agreement"


@drafting
def add_commitment(request, version):
    """A promise in a draft."""
    partnership = version.agreement.partnership
    form = CommitmentForm(request.POST or None, instance=Commitment(partnership=partnership, version=version))
    if request.method == "POST" and form.is_valid():
        _make(request, partnership, version, form)
        return redirect("edit-agreement", version.pk)
    return _render(request, partnership, form, version=version)


def make_commitment(request, partnership_id):
    """A promise outside the agreement: it counts at once."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    form = CommitmentForm(request.POST or None, instance=Commitment(partnership=partnership))
    if request.method == "POST" and form.is_valid():
        _make(request, partnership, None, form)
        return redirect("agreement", partnership.pk)
    return _render(request, partnership, form)


def edit_commitment(request, commitment_id):
    """Change a promise, while it stands in a draft."""
    commitment = _fetch_drafted(request, commitment_id)
    form = CommitmentForm(request.POST or None, instance=commitment)
    try:
        agreements.refuse_unless_draft(commitment.version)
        if request.method == "POST" and form.is_valid():
            commitments.change(commitment=commitment, **form.cleaned_data, by=request.user, now=timezone.now())
            messages.success(request, "The promise is changed.")
            return redirect("edit-agreement", commitment.version_id)
    except agreements.StaleVersion as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement", commitment.partnership_id)
    return _render(request, commitment.partnership, form, version=commitment.version)


@require_POST
def remove_commitment(request, commitment_id):
    commitment = _fetch_drafted(request, commitment_id)
    try:
        commitments.remove(commitment=commitment, by=request.user, now=timezone.now())
        messages.success(request, "The promise is out of the draft.")
        return redirect("edit-agreement", commitment.version_id)
    except agreements.StaleVersion as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement", commitment.partnership_id)


@require_POST
def keep_commitment(request, commitment_id):
    """Mark a promise kept: for leads, and for the organisation that made it."""
    commitment = _fetch(request, commitment_id)
    require(can_keep(request.user, commitment))
    try:
        commitments.keep(commitment=commitment, by=request.user, now=timezone.now())
        messages.success(request, "Kept. Thank you.")
    except (commitments.AlreadySettled, commitments.NotBinding) as refusal:
        messages.info(request, str(refusal))
    return redirect("agreement", commitment.partnership_id)


def _fetch(request, commitment_id):
    found = Commitment.objects.visible_to(request.user).select_related("partnership", "version")
    return get_object_or_404(found, pk=commitment_id)


def _fetch_drafted(request, commitment_id):
    """Only promises of an agreement are changed; one outside it was given in so many words."""
    found = Commitment.objects.visible_to(request.user).exclude(version=None).select_related("partnership", "version")
    commitment = get_object_or_404(found, pk=commitment_id)
    require(can_lead(request.user, commitment.partnership))
    return commitment


def _make(request, partnership, version, form):
    commitments.make(partnership=partnership, version=version, **form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "The promise is written down.")


def _render(request, partnership, form, version=None):
    context = {"partnership": partnership, "tab": TAB, "leads": True, "form": form, "version": version}
    return render(request, "partnerships/edit_commitment.html", context)
