from django import forms

from ..pages.forms import HouseForm
from .permissions import can_change

WHY = "The people who decide read this beside the change."


def ask_why(form, user, subject):
    """Where somebody may only propose, the form asks for a word why. Returns whether they may change it at once."""
    may_change = can_change(user, subject)
    if not may_change:
        field = forms.CharField(label="Why do you propose it?", required=False, max_length=400, help_text=WHY)
        form.add_field("why", field)
        if form.helper.layout is not None:
            form.helper.layout.append("why")
    return may_change


class DeclineForm(HouseForm):
    answer = forms.CharField(
        label="Why not?", required=False, max_length=400, help_text="Whoever proposed it reads this."
    )
