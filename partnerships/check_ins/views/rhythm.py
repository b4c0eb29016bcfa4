from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import rhythms
from ..forms.rhythm import RhythmForm
from ..models import Rhythm


def set_rhythm(request, partnership_id):
    """How often to ask. “Check” shows the next days without saving."""
    found = Partnership.objects.visible_to(request.user).select_related("rhythm")
    partnership = get_object_or_404(found, pk=partnership_id)
    require(can_lead(request.user, partnership))
    rhythm = getattr(partnership, "rhythm", None) or Rhythm(partnership=partnership)
    form = RhythmForm(request.POST or None, instance=rhythm)
    fits = form.is_valid() if request.method == "POST" else rhythm.pk is not None
    if request.method == "POST" and fits and "check" not in request.POST:
        saved = rhythms.set_rhythm(partnership=partnership, by=request.user, now=request.now, **form.cleaned_data)
        messages.success(request, f"Check-ins are due {saved.in_words()}.")
        return redirect("check-ins", partnership.pk)
    context = {"partnership": partnership, "tab": "Check-ins", "leads": True, "form": form, "preview": None}
    if fits:
        context["preview"] = {"words": rhythm.in_words(), "days": rhythm.next_due_days(request.today)}
    return render(request, "partnerships/check_ins/set_rhythm.html", context)
