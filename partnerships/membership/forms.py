from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from ..directory.models import Contact
from ..pages.forms import Group, HouseForm, HouseModelForm
from .models import Partnership, Seat, Status


class RoleForm(HouseModelForm):
    """What a seated person may do."""

    class Meta:
        model = Seat
        fields = ["is_lead", "authority", "capacity", "until_on"]
        widgets = {"authority": forms.RadioSelect, "capacity": forms.RadioSelect}

    hints = {
        "is_lead": "Leads change everything here and keep the directory of organisations and people. There may be"
        " several, from different organisations.",
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

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until_on(self):
        """A seat does not end before it starts."""
        until_on, first = self.cleaned_data["until_on"], self.instance.from_on or self.today
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
        new = Group("Somebody new", "name", "job_title", "email")
        role = Group("What they may do", *self.Meta.fields)
        if known.exists():
            self.helper.layout = Layout(Group("Somebody we know", "contact"), new, role)
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


PARTS = ["name", "need", "people_served", "area", "nation"]
PROMPTS = {
    "name": "What people will call it, such as “Sale eats together”.",
    "need": "What is wrong today, for whom. One or two sentences.",
    "people_served": "For example, people over 70 who live alone.",
    "area": "For example, Sale and Stretford.",
    "nation": "Reminders wait until a bank holiday of this nation is over.",
}


class PartnershipForm(HouseModelForm):
    """Starting a partnership at a host. Who starts it leads it, through one contact."""

    class Meta:
        model = Partnership
        fields = PARTS

    hints = PROMPTS

    def __init__(self, *args, host, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.host = host
        self.user, self.host = user, host
        self.mine = {str(contact.pk): contact for contact in self._my_contacts()}
        if self.mine and not self._at_host():
            new = f"{user}, new contact at {host}"
            choices = [(pk, f"{contact}, {contact.employer}") for pk, contact in self.mine.items()]
            self.add_field(
                "lead_as",
                forms.ChoiceField(
                    label="You lead it as",
                    choices=[*choices, ("new", new)],
                    initial=next(iter(self.mine)),
                    widget=forms.RadioSelect,
                    help_text="Your organisation becomes a member too.",
                ),
            )

    def lead(self):
        """The contact through whom this user leads; not saved yet when it is a new one."""
        chosen = self.mine.get(self.cleaned_data.get("lead_as", ""))
        new = Contact(organisation=self.host, user=self.user, name=str(self.user), email=self.user.email)
        return chosen or self._at_host() or new

    def _my_contacts(self):
        mine = Contact.objects.visible_to(self.user).current().filter(user=self.user)
        return mine.exclude(organisation=None).select_related("organisation")

    def _at_host(self):
        return next((contact for contact in self.mine.values() if contact.organisation_id == self.host.pk), None)


class EditPartnershipForm(HouseModelForm):
    class Meta:
        model = Partnership
        fields = [*PARTS, "stage"]

    hints = {
        **PROMPTS,
        "stage": "Where it is on its way. Any step can be taken again.",
    }
    short = ("stage",)


class StageForm(HouseForm):
    """The answer to a stage that was offered: yes, or not yet."""

    stage = forms.ChoiceField(choices=Partnership.Stage.choices)
    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("not-yet", "Not yet")])


class PartnershipFilter(HouseForm):
    """What the list shows. A choice that makes no sense is ignored."""

    q = forms.CharField(label="Search", required=False, widget=forms.TextInput({"type": "search"}))
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Partnership.Stage.choices], required=False)
    state = forms.ChoiceField(choices=[("", "Active or paused"), *Partnership.State.choices], required=False)
    status = forms.ChoiceField(choices=[("", "Any status"), *Status.choices], required=False)
    mine = forms.BooleanField(label="Only those I lead", required=False)

    shows_summary = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            kind = {"q": "form-control", "mine": "form-check-input"}.get(name, "form-select")
            field.widget.attrs["class"] = kind

    def narrow(self, found, *, user):
        """Those of `found` that were asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("q"):
            found = found.matching(chosen["q"])
        if chosen.get("stage"):
            found = found.filter(stage=chosen["stage"])
        states = [chosen["state"]] if chosen.get("state") else [Partnership.State.ACTIVE, Partnership.State.PAUSED]
        found = found.filter(state__in=states)
        if chosen.get("status"):
            found = found.filter(status=chosen["status"])
        return found.with_lead(user) if chosen.get("mine") else found

    @property
    def is_narrowing(self):
        return any(getattr(self, "cleaned_data", {}).values())
