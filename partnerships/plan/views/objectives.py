from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...agreements import suggestions
from ...conversations.models import ConversationLine
from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from .. import smart_check
from ..actions import objectives as acts
from ..charts import line_of
from ..forms.objectives import ObjectiveForm
from ..models import Objective

TAB = "Objectives"


def objectives(request, partnership_id):
    """Every objective of the partnership, the active ones first by their day."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    found = partnership.objectives.with_measures().by_date().select_related("owner__organisation")
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "today": request.today,
        "active": [objective for objective in found if objective.is_active],
        "settled": [objective for objective in found if not objective.is_active],
        "typical": suggestions.measures(partnership),
    }
    return render(request, "partnerships/plan/objectives.html", context)


def add_objective(request, partnership_id):
    """From nothing, or from a common interest of a first conversation (?line=)."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    line = _line(request, partnership)
    form = ObjectiveForm(request.POST or None, instance=Objective(partnership=partnership), initial=_said_in(line))
    if request.method == "POST" and form.is_valid():
        objective = acts.add(objective=form.save(commit=False), line=line, by=request.user, now=request.now)
        messages.success(request, f"The objective is set. {_advice(objective, request.today)}")
        return redirect("objective", objective.pk)
    context = {"partnership": partnership, "tab": TAB, "leads": True, "form": form, "line": line}
    return render(request, "partnerships/plan/add_objective.html", context)


def _line(request, partnership):
    """The line of a conversation that becomes the objective, or None."""
    asked = request.asked.number("line")
    if asked is None:
        return None
    found = ConversationLine.objects.visible_to(request.user).filter(conversation__membership__partnership=partnership)
    return get_object_or_404(found.select_related("conversation__membership__organisation"), pk=asked)


def _said_in(line):
    """Its words as the sentence; what is longer than a sentence may be goes below the first letter."""
    if line is None:
        return {}
    longest = Objective._meta.get_field("title").max_length
    return {"title": line.words} if len(line.words) <= longest else {"specific": line.words}


def objective(request, objective_id):
    """One objective: how SMART it is, its measures with their charts, its milestones."""
    objective = _fetch(request, objective_id, "measures__values")
    today = request.today
    context = {
        "partnership": objective.partnership,
        "tab": TAB,
        "leads": can_lead(request.user, objective.partnership),
        "today": today,
        "objective": objective,
        "letters": _letters(objective),
        "typical": suggestions.measures(objective.partnership),
        "findings": smart_check.check(objective, objective.measures.all(), today=today),
        "measures": [(measure, line_of(measure, objective.due_on)) for measure in objective.measures.all()],
        "milestones": [
            (milestone, *milestone.standing(today))
            for milestone in objective.milestones.select_related("owner__organisation")
        ],
    }
    return render(request, "partnerships/plan/objective.html", context)


def edit_objective(request, objective_id):
    objective = _fetch(request, objective_id)
    require(can_lead(request.user, objective.partnership))
    form = ObjectiveForm(request.POST or None, instance=objective)
    if request.method == "POST" and form.is_valid():
        acts.change(objective=objective, by=request.user, now=request.now)
        messages.success(request, f"Saved. {_advice(objective, request.today)}")
        return redirect("objective", objective.pk)
    context = {"partnership": objective.partnership, "tab": TAB, "leads": True, "objective": objective, "form": form}
    return render(request, "partnerships/plan/edit_objective.html", context)


def reach_objective(request, objective_id):
    """Asks first; a second click is a kind sentence."""
    return _settle(request, objective_id, acts.reach, "reach_objective", "The objective is marked reached. Well done.")


def drop_objective(request, objective_id):
    """Asks first; a second click is a kind sentence."""
    return _settle(request, objective_id, acts.drop, "drop_objective", "The objective is dropped.")


def take_objective_up(request, objective_id):
    """Asks first; for what was said by mistake, or is worth another try."""
    return _settle(request, objective_id, acts.take_up, "take_objective_up", "The objective is worked on again.")


def _settle(request, objective_id, act, page, done):
    objective = _fetch(request, objective_id)
    require(can_lead(request.user, objective.partnership))
    if request.method != "POST":
        context = {"partnership": objective.partnership, "tab": TAB, "leads": True, "objective": objective}
        return render(request, f"partnerships/plan/{page}.html", context)
    try:
        act(objective=objective, by=request.user, now=request.now)
        messages.success(request, done)
    except acts.AlreadySettled:
        messages.info(request, "Somebody has said how this objective ended before. Nothing was changed.")
    except acts.StillActive:
        messages.info(request, "This objective is worked on already.")
    return redirect("objective", objective.pk)


def _fetch(request, objective_id, *also):
    found = Objective.objects.visible_to(request.user).select_related("partnership", "owner__organisation")
    return get_object_or_404(found.with_measures().prefetch_related(*also), pk=objective_id)


def _letters(objective):
    names = {field: Objective._meta.get_field(field).verbose_name.capitalize() for field in Objective.LETTERS}
    return [(name, getattr(objective, field)) for field, name in names.items()]


def _advice(objective, today):
    findings = smart_check.check(objective, list(objective.measures.all()), today=today)
    count = len(smart_check.unclear(findings))
    if not count:
        return "Every letter is clear."
    return f"{count} of its five letters could be clearer: see “How SMART is it?”."
