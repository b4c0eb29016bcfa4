"""Something that was checked about an organisation."""

from django.core.exceptions import ValidationError

from ...pages.forms import HouseModelForm
from ..actions import due_diligence
from ..models import DueDiligence


class DueDiligenceForm(HouseModelForm):
    labels_as = {
        "kind": "What was checked",
        "reference": "Its name or number",
        "checked_on": "Checked on",
        "expires_on": "It runs out on",
    }
    hints = {
        "reference": "Such as the policy’s number, or what it is when it is something else.",
        "expires_on": "Leave empty if it never runs out. Leads get reminders 60, 30 and 7 days before.",
        "note": "Such as who showed it, and what still waits.",
    }
    short = ("kind",)

    class Meta:
        model = DueDiligence
        fields = ["kind", "reference", "checked_on", "expires_on", "note"]

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["kind"].choices = [("", "Choose"), *DueDiligence.Kind.choices]

    def clean_checked_on(self):
        checked_on = self.cleaned_data["checked_on"]
        if checked_on > self.today:
            raise ValidationError("Give the day it was checked, today or earlier.")
        return checked_on

    def clean(self):
        values = super().clean()
        if values.get("kind") == DueDiligence.Kind.OTHER and not values.get("reference"):
            self.add_error("reference", "Say what it is.")
        checked_on, expires_on = values.get("checked_on"), values.get("expires_on")
        if checked_on and expires_on and expires_on < checked_on:
            self.add_error("expires_on", "It had run out before it was checked. Look at both dates again.")
        return values

    def save(self, *, by, now):
        """The item, added or changed."""
        return due_diligence.keep(item=self.instance, by=by, now=now)
