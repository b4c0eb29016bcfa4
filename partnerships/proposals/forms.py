from django import forms
from django.core.exceptions import ValidationError

from ..directory.forms.contacts import ContactForm
from ..membership.permissions import can_give_address
from ..pages.forms import HouseForm
from .permissions import can_change

WHY = "The people who decide read this beside the change."
SOMEBODY_ELSES = (
    "Somebody else has this address. If both are one person, merge the two instead; if not, give another"
    " address or ask an administrator."
)


def ask_why(form, user, subject):
    """Where somebody may only propose, the form asks for a word why. Returns whether they may change it at once."""
    may_change = can_change(user, subject)
    if not may_change:
        field = forms.CharField(label="Why do you propose it?", required=False, max_length=400, help_text=WHY)
        form.add_field("why", field)
        if form.helper.layout is not None:
            form.helper.layout.append("why")
    return may_change


class EditContactForm(ContactForm):
    """A person's details, by somebody."""

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_email(self):
        email = self.cleaned_data["email"]
        if email and "email" in self.changed_data and not can_give_address(self.by, self.instance, email):
            raise ValidationError(SOMEBODY_ELSES)
        return email


class DeclineForm(HouseForm):
    answer = forms.CharField(
        label="Why not?", required=False, max_length=400, help_text="Whoever proposed it reads this."
    )
