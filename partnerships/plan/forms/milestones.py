from django import forms
from django.core.exceptions import ValidationError

from ...pages.forms import HouseForm, HouseModelForm
from ..models import Milestone
from .objectives import OwnerField, owners


class MilestoneForm(HouseModelForm):
    class Meta:
        model = Milestone
        fields = ["title", "owner", "objective", "starts_on", "due_on"]
        field_classes = {"owner": OwnerField}

    labels_as = {"title": "What will be done", "owner": "Who sees to it", "objective": "For which objective"}
    hints = {"title": "For example: the first lunch club opens in Sale."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        partnership = self.instance.partnership
        self.fields["owner"].queryset = owners(partnership, self.instance.owner_id)
        self.fields["owner"].empty_label = "Nobody yet"
        self.fields["objective"].queryset = partnership.objectives.all()
        self.fields["objective"].empty_label = "None in particular"
        if self.instance.pk:
            first = self.instance.original_due_on
            self.fields["due_on"].help_text = f"First promised for {first:%-d %B %Y}. That day stays on record."

    def clean(self):
        """Says beside the start when it lies after the end."""
        cleaned = super().clean()
        starts_on, due_on = cleaned.get("starts_on"), cleaned.get("due_on")
        if starts_on and due_on and starts_on > due_on:
            self.add_error("starts_on", "The work cannot start after it is due.")
        return cleaned


class ReachMilestoneForm(HouseForm):
    on = forms.DateField(label="On which day?")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.today = today

    def clean_on(self):
        """Nothing is reached ahead of time."""
        if self.cleaned_data["on"] > self.today:
            raise ValidationError("This day has not come yet. Give today or an earlier day.")
        return self.cleaned_data["on"]
