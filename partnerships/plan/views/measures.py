from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...agreements import suggestions
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import measures as acts
from ..forms.measures import MeasureForm, MeasureValueForm
from ..models import Measure, MeasureValue, Objective

TAB = "Objectives"
SHOWN = 50


def add_measure(request, objective_id):
    found = Objective.objects.visible_to(request.user).select_related("partnership")
    objective = get_object_or_404(found, pk=objective_id)
    require(can_lead(request.user, objective.partnership))
    form = MeasureForm(
        request.POST or None, instance=Measure(objective=objective), initial=_suggested(request, objective)
    )
    if request.method == "POST" and form.is_valid():
        measure = acts.change(measure=form.instance, by=request.user, now=request.now)
        messages.success(request, f"“{measure}” will be measured. Its next number goes in below, whenever you have it.")
        return redirect("objective", objective.pk)
    return render(request, "partnerships/plan/add_measure.html", _context(objective, form))


def edit_measure(request, measure_id):
    measure = _fetch(request, measure_id)
    require(can_lead(request.user, measure.objective.partnership))
    form = MeasureForm(request.POST or None, instance=measure)
    if request.method == "POST" and form.is_valid():
        acts.change(measure=measure, by=request.user, now=request.now)
        messages.success(request, f"“{measure}” is saved.")
        return redirect("objective", measure.objective_id)
    return render(
        request, "partnerships/plan/edit_measure.html", {**_context(measure.objective, form), "measure": measure}
    )


def add_measure_value(request, measure_id):
    """A new number; for a day that has one already, the corrected number."""
    measure = _fetch(request, measure_id)
    require(can_lead(request.user, measure.objective.partnership))
    form = MeasureValueForm(request.POST or None, measure=measure, today=request.today)
    if request.method == "POST" and form.is_valid():
        taken = acts.take(measure=measure, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"Noted for {taken.on:%-d %B %Y}. {measure}: {measure.in_unit(taken.value)}.")
        return redirect("objective", measure.objective_id)
    given = [(value, measure.in_unit(value.value)) for value in measure.values.order_by("-on", "-pk")[:SHOWN]]
    context = {**_context(measure.objective, form), "measure": measure, "given": given}
    return render(request, "partnerships/plan/add_measure_value.html", context)


def remove_measure_value(request, value_id):
    """Asks first; for a number that was written down by mistake."""
    found = MeasureValue.objects.visible_to(request.user).select_related("measure__objective__partnership")
    value = get_object_or_404(found, pk=value_id)
    objective = value.measure.objective
    require(can_lead(request.user, objective.partnership))
    if request.method == "POST":
        acts.take_back(value=value, by=request.user, now=request.now)
        messages.success(request, f"The number of {value.on:%-d %B %Y} is gone.")
        return redirect("add-measure-value", value.measure_id)
    context = {**_context(objective, None), "value": value, "measure": value.measure}
    return render(request, "partnerships/plan/remove_measure_value.html", context)


def _suggested(request, objective):
    """The measure that ?typical= names: its words, without numbers."""
    template = suggestions.template_of(objective.partnership)
    row = suggestions.chosen(template.measures, request.asked.number("typical")) if template else None
    return {name: getattr(row, name) for name in ("name", "kind", "unit", "direction", "source")} if row else None


def _fetch(request, measure_id):
    found = Measure.objects.visible_to(request.user).with_latest().select_related("objective__partnership")
    return get_object_or_404(found, pk=measure_id)


def _context(objective, form):
    return {"partnership": objective.partnership, "tab": TAB, "leads": True, "objective": objective, "form": form}
