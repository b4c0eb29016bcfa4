"""Who does what: the grid that everybody reads, and its lines while the agreement is a draft."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import activities
from ..actions import versions as agreements
from ..content import grid_of
from ..draft_steps import Place
from ..drafting import drafting
from ..forms.activities import MatterForm
from ..models import Matter
from .agreement import chosen_version, find_versions

TAB = "Who does what"


def who_does_what(request, partnership_id):
    """The grid of one version (?version=, by itself the one that the agreement's page shows)."""
    partnership, versions = find_versions(request, partnership_id)
    shown = chosen_version(versions, request.asked.text("version"))
    context = {
        "shown": shown,
        "versions": versions,
        "draft": next((version for version in versions if version.is_draft), None),
    }
    if shown:
        context["grid"] = grid_of(shown)
    return _render(request, "who_does_what", partnership, leads=can_lead(request.user, partnership), **context)


@drafting
def edit_matters(request, version):
    """The grid of a draft, with what is missing in it, and its lines to change."""
    context = {"version": version, "grid": grid_of(version), "place": Place(version, "matters")}
    return _render(request, "edit_matters", version.agreement.partnership, **context)


@drafting
def add_matter(request, version):
    matter = Matter(version=version)
    form = MatterForm(request.POST or None, matter=matter)
    if request.method == "POST" and form.is_valid() and _write(request, form, activities.add, version=version):
        return redirect("add-matter" if "more" in request.POST else "edit-matters", version.pk)
    return _edit(request, matter, form)


def edit_matter(request, matter_id):
    matter = _fetch(request, matter_id)
    form = MatterForm(request.POST or None, matter=matter)
    if request.method == "POST":
        if form.is_valid() and _write(request, form, activities.change, matter=matter):
            return redirect("edit-matters", matter.version_id)
        return _edit(request, matter, form)
    try:
        agreements.refuse_unless_draft(matter.version)
    except agreements.StaleVersion as refusal:
        return _too_late(request, matter, refusal)
    return _edit(request, matter, form)


def remove_matter(request, matter_id):
    """Asks first: the parts that everybody has in it go with it."""
    matter = _fetch(request, matter_id)
    try:
        if request.method == "POST":
            activities.remove(matter=matter, by=request.user, now=request.now)
            messages.success(request, f"“{matter.what}” is out of the draft.")
            return redirect("edit-matters", matter.version_id)
        agreements.refuse_unless_draft(matter.version)
    except agreements.StaleVersion as refusal:
        return _too_late(request, matter, refusal)
    context = {"version": matter.version, "matter": matter}
    return _render(request, "remove_matter", matter.version.agreement.partnership, **context)


def _fetch(request, matter_id):
    found = Matter.objects.visible_to(request.user).select_related("version__agreement__partnership__host")
    matter = get_object_or_404(found, pk=matter_id)
    require(can_lead(request.user, matter.version.agreement.partnership))
    return matter


def _write(request, form, verb, **row):
    """Whether it was written; otherwise the form says why not, and keeps what was typed."""
    said = {name: form.cleaned_data[name] for name in ("what", "objective")}
    try:
        verb(**row, **said, parts=form.parts(), by=request.user, now=request.now)
    except activities.AlreadyListed as refusal:
        form.add_error("what", str(refusal))
        return False
    except agreements.StaleVersion as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"“{said['what']}” is written down.")
    return True


def _too_late(request, matter, refusal):
    messages.error(request, str(refusal))
    return redirect("agreement", matter.version.agreement.partnership_id)


def _edit(request, matter, form):
    context = {"version": matter.version, "matter": matter, "form": form}
    return _render(request, "edit_matter", matter.version.agreement.partnership, **context)


def _render(request, page, partnership, leads=True, **more):
    context = {"partnership": partnership, "tab": TAB, "leads": leads, **more}
    return render(request, f"partnerships/agreements/activities/{page}.html", context)
