"""What was checked about an organisation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...pages.access import require
from ..actions import due_diligence
from ..forms.due_diligence import DueDiligenceForm
from ..models import DueDiligence, Organisation
from ..permissions import can_keep_directory


def add_due_diligence(request, organisation_id):
    """Note something that was checked."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=organisation_id)
    require(can_keep_directory(request.user))
    today = request.today
    item = DueDiligence(organisation=organisation)
    form = DueDiligenceForm(request.POST or None, instance=item, initial={"checked_on": today}, today=today)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, now=request.now)
        messages.success(request, f"Noted: {item.title}.")
        return redirect(organisation)
    return _render(request, "add_due_diligence", item, form=form)


def edit_due_diligence(request, item_id):
    """Correct what was noted. A new certificate is a new item, so that the old one stays to be read."""
    item = _fetch(request, item_id)
    form = DueDiligenceForm(request.POST or None, instance=item, today=request.today)
    if request.method == "POST" and form.is_valid():
        form.save(by=request.user, now=request.now)
        messages.success(request, f"{item.title} is saved.")
        return redirect(item.organisation)
    return _render(request, "edit_due_diligence", item, form=form)


def remove_due_diligence(request, item_id):
    """Asks first."""
    item = _fetch(request, item_id)
    if request.method == "POST":
        due_diligence.remove(item=item, by=request.user, now=request.now)
        messages.success(request, f"{item.title} is taken off the list.")
        return redirect(item.organisation)
    return _render(request, "remove_due_diligence", item)


def _fetch(request, item_id):
    found = DueDiligence.objects.visible_to(request.user).select_related("organisation")
    item = get_object_or_404(found, pk=item_id)
    require(can_keep_directory(request.user))
    return item


def _render(request, page, item, **more):
    context = {"organisation": item.organisation, "item": item, **more}
    return render(request, f"partnerships/directory/{page}.html", context)
