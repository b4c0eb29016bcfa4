from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from ..models import Contact, Membership, Seat
from .house import HouseForm, HouseModelForm

Stage = Membership.Stage
STAGE_HINT = "A member accepts the agreement and answers check-ins. The stages before lead there."


class InviteForm(HouseForm):
    """The stage an organisation comes in at."""

    stage = forms.ChoiceField(
        choices=[choice for choice in Stage.choices if choice[0] not in Membership.GONE],
        initial=Stage.IDENTIFIED,
        widget=forms.RadioSelect,
        help_text=STAGE_HINT,
    )


class MoveForm(HouseForm):
    """One step on the pipeline: the stage chosen on a card, and the stage that the card was in."""

    stage = forms.ChoiceField(choices=Stage.choices)
    was = forms.ChoiceField(choices=Stage.choices, required=False)


class StageForm(HouseForm):
    """A move with its reason, the day to ask again, and a note. `was` is the stage that the page showed."""

    stage = forms.ChoiceField(choices=Stage.choices, widget=forms.RadioSelect, help_text=STAGE_HINT)
    reason = forms.CharField(
        label="The reason, when left or not now",
        required=False,
        widget=forms.Textarea,
        help_text="Leads read it, so that nobody asks again too soon.",
    )
    ask_again_on = forms.DateField(
        label="Ask again on, when not now",
        required=False,
        help_text="On that day your first page reminds you. For example, 1 March 2027 or 1/3/27",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea,
        help_text="What was said, or what comes next. It stands on the card; only leads and viewers read it.",
    )
    was = forms.ChoiceField(choices=Stage.choices, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, membership, today, stage="", **kwargs):
        day = membership.ask_again_on
        initial = {
            "stage": stage if stage in Stage.values else membership.stage,
            "reason": membership.reason,
            "ask_again_on": day if day and day > today else None,
            "note": membership.note,
            "was": membership.stage,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.today = today

    def clean_ask_again_on(self):
        """A day that is still to come; left out with any other stage than not now."""
        day = self.cleaned_data["ask_again_on"]
        if self.cleaned_data.get("stage") != Stage.NOT_NOW:
            return None
        if day and day <= self.today:
            raise ValidationError("Give a day that is still to come, or leave it empty.")
        return day

    def clean(self):
        values = super().clean()
        if values.get("stage") in Membership.GONE and not values.get("reason", "").strip():
            self.add_error("reason", "Say why, so that nobody asks again too soon.")
        return values

    def take_in(self, membership):
        """Go on from the stage that somebody else moved it to, so that the same answers can be sent again."""
        self.data = self.data.copy()
        self.data["was"] = membership.stage


class RoleForm(HouseModelForm):
    """What a seated person may do."""

    class Meta:
        model = Seat
        fields = ["is_lead", "authority", "capacity", "until_on"]
        widgets = {"authority": forms.RadioSelect, "capacity": forms.RadioSelect}

    hints = {
        "is_lead": "Leads change everything here. There may be several, from different organisations.",
        "authority": "Who observes is told what happens, and is not asked to accept or answer.",
        "capacity": "What they bring to the table.",
        "until_on": "You are told a month before, in time to ask who comes next.",
    }
    labels_as = {
        "is_lead": "Leads the partnership",
        "authority": "Authority",
        "capacity": "They take part",
        "until_on": "Until when?",
    }

    def clean_until_on(self):
        """A seat does not end before it starts."""
        until_on, first = self.cleaned_data["until_on"], self.instance.from_on or timezone.localdate()
        if until_on and until_on < first:
            raise ValidationError(f"The seat starts on {first:%-d %B %Y}. Give that day or a later one.")
        return until_on


class SeatForm(RoleForm):
    """A seat for a contact we know at the organisation, or for somebody new."""

    contact = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="Somebody new", label="Contact", help_text="Or type a name below."
    )
    name = forms.CharField(max_length=200, required=False)
    job_title = forms.CharField(max_length=200, required=False)
    email = forms.EmailField(
        label="E-mail address", required=False, help_text="Without one they get no links: you phone them."
    )

    def __init__(self, *args, membership, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        known = Contact.objects.visible_to(user).current().filter(organisation=membership.organisation_id)
        known = known.exclude(seats__in=membership.seats.filter(to_on=None))
        self.fields["contact"].queryset = known
        new = Fieldset("Somebody new", "name", "job_title", "email", css_class="group")
        role = Fieldset("What they may do", *self.Meta.fields, css_class="group")
        if known.exists():
            self.helper.layout = Layout(Fieldset("Somebody we know", "contact", css_class="group"), new, role)
        else:
            self.fields["name"].required = True
            self.helper.layout = Layout(new, role)

    def clean(self):
        values = super().clean()
        contact, name, email = values.get("contact"), values.get("name"), values.get("email")
        if contact and name:
            self.add_error("name", f"You chose {contact} above. Leave this empty, or choose “Somebody new”.")
        if not contact and not name and "name" not in self.errors:
            self.add_error("name", "Type the name of somebody new, or choose a contact.")
        if name and email:
            self._refuse_twin(email)
        return values

    def person(self):
        """The contact for the seat; not saved yet when it is a new one."""
        chosen = self.cleaned_data
        return chosen["contact"] or Contact(
            organisation=self.membership.organisation,
            name=chosen["name"],
            job_title=chosen["job_title"],
            email=chosen["email"],
        )

    def _refuse_twin(self, email):
        known = self.membership.organisation.contacts.current().with_address(email).first()
        if known:
            self.add_error("email", f"{known} has this address already. Choose them from the list above.")
