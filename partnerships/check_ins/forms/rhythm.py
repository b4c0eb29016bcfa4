from django import forms

from ...pages.forms import HouseModelForm
from ..models import Rhythm


class RhythmForm(HouseModelForm):
    """How often, from which day, until when."""

    every = forms.IntegerField(
        label="Ask every …",
        help_text="1 for every, 2 for every other.",
        initial=1,
        min_value=1,
        max_value=52,
        error_messages={"min_value": "Choose a number from 1 to 52.", "max_value": "Choose a number from 1 to 52."},
    )
    unit = forms.ChoiceField(
        label="… of these", choices=Rhythm.Unit, initial=Rhythm.Unit.MONTH, widget=forms.RadioSelect
    )

    class Meta:
        model = Rhythm
        fields = ("every", "unit", "first_due_on", "until_on")

    hints = {
        "first_due_on": "All later days are counted from this one. For example, 1 March 2027 or 1/3/27",
        "until_on": "Leave empty to go on until you change it.",
    }

    def clean(self):
        """The end, beside its own box."""
        cleaned = super().clean()
        first, until = cleaned.get("first_due_on"), cleaned.get("until_on")
        if first and until and until < first:
            self.add_error("until_on", "The last day is before the first.")
        return cleaned
