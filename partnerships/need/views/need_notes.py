"""What was learnt about the need, by leads and by partners."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Partnership
from ...membership.permissions import can_change_need_note, can_lead, can_note_need, seats_to_speak
from ...pages.access import require
from ...pages.keyset import page_of
from ..actions import need_notes
from ..forms import LeadsNeedNoteForm, NeedNoteForm
from ..models import NeedNote

TAB = "Need"


def needs(request, partnership_id):
    """What was learnt, the newest first."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    notes = partnership.need_notes.select_related("membership__organisation", "contact", "written_by")
    leads = can_lead(request.user, partnership)
    may_note = leads or seats_to_speak(request.user, partnership).exists()
    page = page_of(request, notes, ordering=("-learnt_on", "-pk"))
    for note in page:
        note.may_change = leads or (may_note and note.written_by_id == request.user.pk)
    context = {"partnership": partnership, "tab": TAB, "leads": leads, "may_note": may_note, "page": page}
    return render(request, "partnerships/need/needs.html", context)


def add_need_note(request, partnership_id):
    """A lead says who told us; a partner speaks for their own organisation."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_note_need(request.user, partnership))
    form = _form(request, NeedNote(partnership=partnership, **_own_place(request.user, partnership)))
    if request.method == "POST" and form.is_valid():
        need_notes.add(note=form.instance, by=request.user, now=request.now)
        messages.success(request, "The note is added.")
        return redirect("needs", partnership.pk)
    return _page(request, "add_need_note", partnership, form=form)


def edit_need_note(request, note_id):
    note = _fetch(request, note_id)
    form = _form(request, note)
    if request.method == "POST" and form.is_valid():
        try:
            need_notes.change(note=form.instance, by=request.user, now=request.now)
            messages.success(request, "The note is changed.")
            return redirect("needs", note.partnership_id)
        except need_notes.AlreadyRemoved as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "edit_need_note", note.partnership, form=form, note=note)


def remove_need_note(request, note_id):
    """Asks first."""
    note = _fetch(request, note_id)
    if request.method == "POST":
        need_notes.remove(note=note, by=request.user, now=request.now)
        messages.success(request, "The note is removed.")
        return redirect("needs", note.partnership_id)
    return _page(request, "remove_need_note", note.partnership, note=note)


def _fetch(request, note_id):
    note = get_object_or_404(NeedNote.objects.visible_to(request.user).select_related("partnership"), pk=note_id)
    require(can_change_need_note(request.user, note))
    return note


def _own_place(user, partnership):
    """Who a partner is here; a lead chooses in the form."""
    seat = None if can_lead(user, partnership) else seats_to_speak(user, partnership).select_related("contact").first()
    return {"contact": seat.contact, "membership_id": seat.membership_id} if seat else {}


def _form(request, note):
    form = LeadsNeedNoteForm if can_lead(request.user, note.partnership) else NeedNoteForm
    return form(request.POST or None, instance=note, today=request.today)


def _page(request, name, partnership, **more):
    context = {"partnership": partnership, "tab": TAB, "leads": can_lead(request.user, partnership), **more}
    return render(request, f"partnerships/need/{name}.html", context)
