from crispy_forms.layout import Layout
from django import forms

from ..directory.models import Contact
from ..pages.forms import Group, HouseForm
from ..pages.typed import TypedDateField


class HandoverForm(HouseForm):
    """Who takes over from somebody who goes, and the thanks."""

    successor = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="Nobody yet, or somebody new", label="Who takes over?"
    )
    name = forms.CharField(max_length=200, required=False, label="Name")
    email = forms.EmailField(required=False, label="E-mail address")
    thanks = forms.CharField(
        label="Thanks",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Goes by mail to the person who leaves. One true sentence is enough.",
    )

    def __init__(self, *args, seat, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.seat = seat
        colleagues = Contact.objects.visible_to(user).current().filter(organisation=seat.membership.organisation_id)
        self.fields["successor"].queryset = colleagues.exclude(pk=seat.contact_id)
        self.helper.layout = Layout("successor", Group("Somebody new", "name", "email"), "thanks")

    def clean(self):
        values = super().clean()
        successor, name, email = values.get("successor"), values.get("name"), values.get("email")
        if successor and name:
            self.add_error("name", f"You chose {successor} above. Leave this empty, or choose nobody there.")
        if email and not name and "name" not in self.errors:
            self.add_error("name", "Type the name that goes with this address.")
        if name and email:
            known = self.seat.membership.organisation.contacts.current().with_address(email).first()
            if known:
                self.add_error("email", f"{known} has this address already. Choose them from the list above.")
        return values

    def heir(self):
        """The contact who takes over, not saved yet when new, or None."""
        chosen = self.cleaned_data
        if chosen["successor"] or not chosen["name"]:
            return chosen["successor"]
        organisation = self.seat.membership.organisation
        return Contact(organisation=organisation, name=chosen["name"], email=chosen["email"])


class PauseForm(HouseForm):
    """Why it rests, and until when."""

    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))
    back_on = TypedDateField(
        label="Back on", required=False, help_text="You are reminded on that day. Leave it empty when nobody knows yet."
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_back_on(self):
        back_on = self.cleaned_data["back_on"]
        if back_on and back_on <= self.today:
            raise forms.ValidationError("The day back must be after today.")
        return back_on


class EndingForm(HouseForm):
    """Why a partnership ends, and its last day."""

    reason = forms.CharField(
        label="Why does it end?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody in the partnership reads it. Reached what you set out to do is a fine reason.",
    )
    ends_on = TypedDateField(label="Last day", required=False)


class StepForm(HouseForm):
    """What was done about one thing on the list."""

    note = forms.CharField(label="What was done", widget=forms.Textarea(attrs={"rows": 4}))
