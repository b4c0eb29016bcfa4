from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ..agreements import suggestions
from ..agreements.actions import templates, versions
from ..agreements.drafting import drafting
from ..check_ins.models import Update
from ..membership.models import Partnership
from ..membership.permissions import can_keep, can_lead, can_release
from ..pages.access import require
from . import actions as commitments
from .forms import CommitmentForm, PromiseAskForm, SettleForm
from .ledger import Ledger
from .models import Commitment

State = Commitment.State
# How long we give ourselves, unless the form says otherwise.
SOON = timedelta(days=14)

TAB = "Promises"
SHOWN = {"": "All", "open": "Open", "settled": "Settled"}


def promises(request, partnership_id):
    """The ledger: who promised what to whom, the host first, and how many were kept."""
    user = request.user
    partnership = get_object_or_404(Partnership.objects.visible_to(user).select_related("host"), pk=partnership_id)
    only = request.asked.one_of(SHOWN, "show")
    leads = can_lead(user, partnership)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": leads,
        "ledger": Ledger(partnership, today=request.today, only=only),
        "only": only,
        "shown": SHOWN,
        "mine": set() if leads else partnership.memberships.acting(user),
    }
    return render(request, "partnerships/commitments/promises.html", context)


@drafting
def add_commitment(request, version):
    """A promise in a draft."""
    partnership = version.agreement.partnership
    promise = Commitment(partnership=partnership, version=version)
    form = CommitmentForm(request.POST or None, instance=promise, initial=_suggested(request, version))
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
        return redirect("promises", partnership.pk)
    return _render(request, partnership, form)


def edit_commitment(request, commitment_id):
    """Change a promise, while it stands in a draft."""
    commitment = _fetch_drafted(request, commitment_id)
    form = CommitmentForm(request.POST or None, instance=commitment)
    try:
        versions.refuse_unless_draft(commitment.version)
        if request.method == "POST" and form.is_valid():
            commitments.change(commitment=commitment, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, "The promise is changed.")
            return redirect("edit-agreement", commitment.version_id)
    except versions.StaleVersion as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement", commitment.partnership_id)
    return _render(request, commitment.partnership, form, version=commitment.version)


@require_POST
def remove_commitment(request, commitment_id):
    commitment = _fetch_drafted(request, commitment_id)
    try:
        commitments.remove(commitment=commitment, by=request.user, now=request.now)
        messages.success(request, "The promise is out of the draft.")
        return redirect("edit-agreement", commitment.version_id)
    except versions.StaleVersion as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement", commitment.partnership_id)


@require_POST
def keep_commitment(request, commitment_id):
    """Mark a promise kept: for leads, and for the organisation that made it."""
    commitment = _fetch(request, commitment_id)
    require(can_keep(request.user, commitment))
    try:
        commitments.keep(commitment=commitment, by=request.user, now=request.now)
        messages.success(request, "Kept. Thank you.")
    except (commitments.AlreadySettled, commitments.NotBinding) as refusal:
        messages.info(request, str(refusal))
    return redirect("promises", commitment.partnership_id)


def settle_commitment(request, commitment_id):
    """Say how a promise ended, with what shows it: who made it, and a lead; who was promised may release them."""
    commitment = _fetch(request, commitment_id)
    keeps, releases = can_keep(request.user, commitment), can_release(request.user, commitment)
    require(keeps or releases)
    states = [State.KEPT, State.NOT_KEPT] * keeps + [State.RELEASED] * releases
    form = SettleForm(request.POST or None, states=states)
    try:
        commitments.refuse_unless_open(commitment)
        if request.method == "POST" and form.is_valid():
            commitments.settle(commitment=commitment, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, "Written down. Everybody in the partnership can see it.")
            return redirect("promises", commitment.partnership_id)
    except (commitments.AlreadySettled, commitments.NotBinding) as refusal:
        messages.info(request, str(refusal))
        return redirect("promises", commitment.partnership_id)
    context = {"partnership": commitment.partnership, "tab": TAB, "commitment": commitment, "form": form}
    return render(request, "partnerships/commitments/settle_commitment.html", context)


def promise_ask(request, update_id):
    """What a partner asks for becomes the host's promise to them: the form has the words and a day already."""
    update = get_object_or_404(Update.objects.visible_to(request.user).with_words_around(), pk=update_id)
    require(can_lead(request.user, update.partnership))
    suggested = {"what": update.ask, "due_on": request.today + SOON}
    form = PromiseAskForm(request.POST or None, initial=suggested)
    try:
        commitments.refuse_unless_asked(update)
        if request.method == "POST" and form.is_valid():
            commitments.promise_what_was_asked(update=update, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"Promised to {update.membership.organisation}. Now tell them so.")
            return redirect("reply-to-ask" if update.awaits_reply else "update", update.pk)
    except (commitments.AlreadyPromised, commitments.NotBinding) as refusal:
        messages.info(request, str(refusal))
        return redirect("update", update.pk)
    context = {"partnership": update.partnership, "tab": "Check-ins", "leads": True, "update": update, "form": form}
    return render(request, "partnerships/commitments/promise_ask.html", context)


def _suggested(request, version):
    """The promise that ?typical= names, from nobody yet: a person says who makes it."""
    template = version.agreement.template
    row = suggestions.chosen(template.commitments, request.asked.number("typical")) if template else None
    if row is None:
        return None
    start = templates.starts_on(version, request.now)
    return {
        "what": row.what,
        "due_on": suggestions.day_after(start, days=row.days_after_start),
        "from_membership": None,
    }


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
    commitments.make(partnership=partnership, version=version, **form.cleaned_data, by=request.user, now=request.now)
    messages.success(request, "The promise is written down.")


def _render(request, partnership, form, version=None):
    context = {"partnership": partnership, "tab": "Agreement" if version else TAB, "leads": True}
    context |= {"form": form, "version": version}
    return render(request, "partnerships/commitments/edit_commitment.html", context)
