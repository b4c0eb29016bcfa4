"""How far the people concerned take part in each stage of the work."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import involvements
from ..forms import LADDER, InvolvementForm, NoteInvolvementForm
from ..involvement_grid import STAGES, changes_in, changes_of, rows_of
from ..models import Involvement

TAB = "Involvement"


def involvement(request, partnership_id):
    """The grid, and how it changed."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    rows = rows_of(partnership)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "stages": STAGES,
        "rows": rows,
        "is_empty": not any(cell.entry for _, cells in rows for cell in cells),
        "ladder": [(number, level.label, words) for number, (level, words) in enumerate(LADDER.items(), 1)],
        "changes": changes_in(partnership),
    }
    return render(request, "partnerships/need/involvement.html", context)


def note_involvement(request, partnership_id):
    """Fill an empty cell, which ?who= and ?stage= name."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    asked = {name: request.asked.text(name) for name in ("who", "stage") if name in request.asked}
    form = NoteInvolvementForm(
        request.POST or None, instance=Involvement(partnership=partnership), initial=asked, today=request.today
    )
    if request.method == "POST" and form.is_valid():
        try:
            involvements.note(involvement=form.instance, by=request.user, now=request.now)
            messages.success(request, "It is in the grid.")
            return redirect("involvement", partnership.pk)
        except involvements.AlreadyNoted as refusal:
            form.add_error("who", str(refusal))
    return _page(request, "note_involvement", partnership, form=form)


def edit_involvement(request, involvement_id):
    entry = _fetch(request, involvement_id)
    form = InvolvementForm(request.POST or None, instance=entry, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            involvements.change(involvement=form.instance, by=request.user, now=request.now)
            messages.success(request, "The grid is changed. What it said before stays in its history.")
            return redirect("involvement", entry.partnership_id)
        except involvements.AlreadyRemoved as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "edit_involvement", entry.partnership, form=form, entry=entry, changes=changes_of(entry))


def remove_involvement(request, involvement_id):
    """Asks first."""
    entry = _fetch(request, involvement_id)
    if request.method == "POST":
        involvements.remove(involvement=entry, by=request.user, now=request.now)
        messages.success(request, "The entry is removed.")
        return redirect("involvement", entry.partnership_id)
    return _page(request, "remove_involvement", entry.partnership, words=f"{entry}. {entry.words}")


def _fetch(request, involvement_id):
    found = Involvement.objects.visible_to(request.user).select_related("partnership")
    entry = get_object_or_404(found, pk=involvement_id)
    require(can_lead(request.user, entry.partnership))
    return entry


def _page(request, name, partnership, **more):
    context = {"partnership": partnership, "tab": TAB, "leads": True, **more}
    return render(request, f"partnerships/need/{name}.html", context)
