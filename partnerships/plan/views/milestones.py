from itertools import groupby

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render

from ...agreements import suggestions
from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import milestones as acts
from ..charts import gantt_of
from ..forms.milestones import MilestoneForm, ReachMilestoneForm
from ..models import Milestone

TAB = "Timeline"


def timeline(request, partnership_id):
    """Every milestone, by objective: as a Gantt chart and as lists."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    today = request.today
    found = list(
        partnership.milestones.select_related("objective", "owner__organisation").order_by(
            F("objective__due_on").asc(nulls_last=True), F("objective").asc(nulls_last=True), "due_on", "pk"
        )
    )
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "today": today,
        "chart": gantt_of(found, today),
        "groups": _by_objective(found, today),
        "typical": suggestions.milestones(partnership),
    }
    return render(request, "partnerships/plan/timeline.html", context)


def add_milestone(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    form = MilestoneForm(
        request.POST or None,
        instance=Milestone(partnership=partnership),
        initial={"objective": request.asked.text("objective"), **_suggested(request, partnership)},
    )
    if request.method == "POST" and form.is_valid():
        milestone = acts.add(partnership=partnership, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"“{milestone}” is planned for {milestone.due_on:%-d %B %Y}.")
        return redirect("timeline", partnership.pk)
    context = {"partnership": partnership, "tab": TAB, "leads": True, "form": form}
    return render(request, "partnerships/plan/add_milestone.html", context)


def edit_milestone(request, milestone_id):
    milestone = _fetch(request, milestone_id)
    form = MilestoneForm(request.POST or None, instance=milestone)
    if request.method == "POST" and form.is_valid():
        try:
            moved = acts.move(milestone=milestone, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"“{moved}” is saved. It is due on {moved.due_on:%-d %B %Y}.")
        except acts.NoLongerPlanned:
            messages.info(request, f"“{milestone}” is no longer planned, so nothing was changed.")
        return redirect("timeline", milestone.partnership_id)
    return _page(request, "edit_milestone", milestone, form=form)


def reach_milestone(request, milestone_id):
    """Asks for the day; whatever is clicked twice, it is reached once."""
    milestone = _fetch(request, milestone_id)
    form = ReachMilestoneForm(request.POST or None, today=request.today)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "reach_milestone", milestone, form=form)
    try:
        acts.reach(milestone=milestone, on=form.cleaned_data["on"], by=request.user, now=request.now)
        messages.success(
            request, f"“{milestone}” is reached. A draft of the good news comes in a moment: see Good news."
        )
    except acts.AlreadyReached as refusal:
        messages.info(request, f"“{milestone}” was marked reached for {refusal.on:%-d %B %Y} already.")
    except acts.NoLongerPlanned:
        messages.info(request, f"“{milestone}” was dropped before, so nothing was changed.")
    return redirect("timeline", milestone.partnership_id)


def drop_milestone(request, milestone_id):
    """Asks first."""
    milestone = _fetch(request, milestone_id)
    if request.method != "POST":
        return _page(request, "drop_milestone", milestone)
    try:
        acts.drop(milestone=milestone, by=request.user, now=request.now)
        messages.success(request, f"“{milestone}” is dropped from the plan.")
    except acts.NoLongerPlanned:
        messages.info(request, f"“{milestone}” is no longer planned, so nothing was changed.")
    return redirect("timeline", milestone.partnership_id)


def take_milestone_up(request, milestone_id):
    """Asks first; for what was marked reached or dropped by mistake."""
    milestone = _fetch(request, milestone_id)
    if request.method != "POST":
        return _page(request, "take_milestone_up", milestone)
    try:
        acts.take_up(milestone=milestone, by=request.user, now=request.now)
        messages.success(request, f"“{milestone}” is in the plan again, due on {milestone.due_on:%-d %B %Y}.")
    except acts.StillPlanned:
        messages.info(request, f"“{milestone}” is in the plan already.")
    return redirect("timeline", milestone.partnership_id)


def _suggested(request, partnership):
    """The step that ?typical= names, on its day from the agreement's start."""
    template = suggestions.template_of(partnership)
    row = suggestions.chosen(template.milestones, request.asked.number("typical")) if template else None
    if row is None:
        return {}
    latest = partnership.agreement.versions.order_by("-number").first()
    start = (latest and latest.starts_on) or request.today
    return {"title": row.title, "due_on": suggestions.day_after(start, days=0, weeks=row.weeks_after_start)}


def _fetch(request, milestone_id):
    """The milestone for somebody who may change it; 404 for a stranger, 403 for an insider."""
    found = Milestone.objects.visible_to(request.user).select_related("partnership")
    milestone = get_object_or_404(found, pk=milestone_id)
    require(can_lead(request.user, milestone.partnership))
    return milestone


def _page(request, name, milestone, **more):
    context = {"partnership": milestone.partnership, "tab": TAB, "leads": True, "milestone": milestone, **more}
    return render(request, f"partnerships/plan/{name}.html", context)


def _by_objective(milestones, today):
    return [
        (objective, [(milestone, *milestone.standing(today)) for milestone in group])
        for objective, group in groupby(milestones, key=lambda milestone: milestone.objective)
    ]
