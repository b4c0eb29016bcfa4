from django import forms
from django.core.exceptions import ValidationError

from ...pages.forms import BigChoices, HouseForm, HouseModelForm
from ..models import Measure


class MeasureForm(HouseModelForm):
    class Meta:
        model = Measure
        fields = ["name", "kind", "unit", "direction", "baseline", "baseline_on", "target", "source"]
        widgets = {
            "kind": BigChoices(
                hints={"output": "Such as lunches served.", "outcome": "Such as fewer people who feel lonely."}
            ),
            "direction": BigChoices,
        }

    labels_as = {
        "name": "What is measured",
        "kind": "Output or outcome?",
        "unit": "What is counted",
        "direction": "Which way is better?",
        "baseline": "Baseline: the number to start from",
        "target": "Target: the number to reach",
    }
    hints = {
        "name": "For example: people who eat with us.",
        "kind": "An output is what we do; an outcome is what changes for people because of it.",
        "unit": "For example: people a week, or %.",
        "baseline": "Leave it empty where nobody knows it yet.",
        "target": "The same as the baseline means: keep it there.",
        "source": "For example: the sign-in sheet, counted every Friday.",
    }
    short = ("unit", "baseline", "target")

    def clean(self):
        """Says beside the target when it lies the wrong way."""
        cleaned = super().clean()
        baseline, target = cleaned.get("baseline"), cleaned.get("target")
        for name, other in (("baseline", "baseline_on"), ("baseline_on", "baseline")):
            if cleaned.get(name) is None and cleaned.get(other) is not None and name not in self.errors:
                self.add_error(name, "Give the baseline and the day it was taken, or leave both empty.")
        if None in (baseline, target) or "direction" not in cleaned:
            return cleaned
        if cleaned["direction"] == Measure.Direction.UP and target < baseline:
            self.add_error("target", "Higher is better here, so the target cannot be less than the baseline.")
        if cleaned["direction"] == Measure.Direction.DOWN and target > baseline:
            self.add_error("target", "Lower is better here, so the target cannot be more than the baseline.")
        return cleaned


class MeasureValueForm(HouseForm):
    on = forms.DateField(label="On which day?")
    value = forms.DecimalField(label="The number", max_digits=14, decimal_places=3)
    note = forms.CharField(label="Note", max_length=255, required=False)

    hints = {
        "on": "A day that has a number already gets the new one.",
        "note": "Anything that explains this number.",
    }
    short = ("value",)

    def __init__(self, *args, measure, today, **kwargs):
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.today = today
        self.fields["value"].help_text = f"In {measure.unit}. {_latest(measure)}"

    def clean_on(self):
        """A number is of today or earlier."""
        if self.cleaned_data["on"] > self.today:
            raise ValidationError("This day has not come yet. Give today or an earlier day.")
        return self.cleaned_data["on"]


def _latest(measure):
    """The last answer, beside the question."""
    if measure.latest_value is None and measure.baseline is None:
        return "It is the first one."
    if measure.latest_value is None:
        return f"The baseline was {measure.in_unit(measure.baseline)} on {measure.baseline_on:%-d %B %Y}."
    return f"Last time it was {measure.in_unit(measure.latest_value)}, on {measure.latest_on:%-d %B %Y}."
