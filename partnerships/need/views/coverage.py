"""Who is missing: the bodies this partnership needs, and whether they are here and were heard."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ... import signs
from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import wanted_bodies
from ..coverage_grid import grid_of
from ..forms import UsualBodiesForm, WantedBodyForm
from ..models import WantedBody
from ..usual_bodies import reasons_of

TAB = "Who is missing"


def coverage(request, partnership_id):
    """The grid, and for leads the gaps in sentences."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    leads = can_lead(request.user, partnership)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": leads,
        "grid": grid_of(partnership, request.user),
        "gaps": signs.gaps_in(partnership, now=request.now) if leads else [],
        "usual_form": UsualBodiesForm() if leads else None,
    }
    return render(request, "partnerships/need/coverage.html", context)


def add_wanted_body(request, partnership_id):
    partnership = _led(request, partnership_id)
    form = WantedBodyForm(request.POST or None, instance=WantedBody(partnership=partnership))
    if request.method == "POST" and form.is_valid():
        try:
            body = wanted_bodies.add(body=form.instance, by=request.user, now=request.now)
            messages.success(request, f"“{body}” is on the list.")
            return redirect("coverage", partnership.pk)
        except wanted_bodies.AlreadyWanted as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "add_wanted_body", partnership, form=form)


@require_POST
def add_usual_bodies(request, partnership_id):
    """What is usual for such a partnership, with one click."""
    partnership = _led(request, partnership_id)
    form = UsualBodiesForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the kind of partnership first.")
        return redirect("coverage", partnership.pk)
    reasons = reasons_of(form.cleaned_data["kind"])
    added = wanted_bodies.add_usual(partnership=partnership, reasons=reasons, by=request.user, now=request.now)
    if added:
        messages.success(request, f"Added to the list: {', '.join(str(body) for body in added)}.")
    else:
        messages.info(request, "All of them are on the list already.")
    return redirect("coverage", partnership.pk)


def edit_wanted_body(request, body_id):
    body = _fetch(request, body_id)
    form = WantedBodyForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        try:
            wanted_bodies.change(body=form.instance, by=request.user, now=request.now)
            messages.success(request, f"“{body}” is saved.")
            return redirect("coverage", body.partnership_id)
        except (wanted_bodies.AlreadyWanted, wanted_bodies.AlreadyRemoved) as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "edit_wanted_body", body.partnership, form=form)


def remove_wanted_body(request, body_id):
    """Asks first."""
    body = _fetch(request, body_id)
    if request.method == "POST":
        wanted_bodies.remove(body=body, by=request.user, now=request.now)
        messages.success(request, f"“{body}” is off the list.")
        return redirect("coverage", body.partnership_id)
    return _page(request, "remove_wanted_body", body.partnership, question=f"Take “{body}” off the list?")


def _led(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    return partnership


def _fetch(request, body_id):
    found = WantedBody.objects.visible_to(request.user).select_related("partnership", "type")
    body = get_object_or_404(found, pk=body_id)
    require(can_lead(request.user, body.partnership))
    return body


def _page(request, name, partnership, **more):
    context = {"partnership": partnership, "tab": TAB, "leads": True, **more}
    return render(request, f"partnerships/need/{name}.html", context)
