"""A person at an organisation."""

from crispy_forms.layout import Layout
from django.core.exceptions import ValidationError

from ...pages.forms import Group, HouseModelForm
from ..models import Contact


class ContactForm(HouseModelForm):
    labels_as = {"preferred_channel": "Best way to reach them", "greeting": "How do we greet them?"}
    hints = {
        "greeting": "What stands after “Dear”, such as Rev. Okafor or Grace. Without it we write the whole name.",
        "email": "Check-ins and links go to this address. Changing it ends the links that were sent to the old one.",
        "to_on": "Only when they have left. Nothing is sent to them after that.",
    }

    class Meta:
        model = Contact
        fields = ["name", "greeting", "job_title", "email", "phone", "preferred_channel", "from_on", "to_on"]

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper.layout = Layout(
            *["name", "greeting", "job_title", "email", "phone", "preferred_channel"],
            Group("When", "from_on", "to_on"),
        )

    def clean_to_on(self):
        to_on = self.cleaned_data["to_on"]
        if to_on and to_on > self.today:
            raise ValidationError("Give the day they left, today or earlier.")
        return to_on

    def clean(self):
        super().clean()
        asked = self.cleaned_data.get("preferred_channel")
        if asked == Contact.Channel.EMAIL and not self.errors and not self.cleaned_data["email"]:
            self.add_error("email", "Give an e-mail address, or choose another way to reach them.")
        return self.cleaned_data


class OwnDetailsForm(HouseModelForm):
    """What people correct of themselves. Name, address and leaving open and close doors: the leads change those."""

    labels_as = {"greeting": "How should we greet you?", "phone": "Your phone number"}
    hints = {
        "greeting": "What stands after “Dear”, such as Rev. Okafor or Grace. Without it we write your whole name.",
        "phone": "Those you sit with and everybody who leads see it. They may ring you when a check-in is late.",
    }
    autocomplete = {"phone": "tel", "job_title": "organization-title"}

    class Meta:
        model = Contact
        fields = ["greeting", "job_title", "phone"]
