from django import forms

from ..models import Contact, Partnership, Status
from .house import HouseForm, HouseModelForm

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

    def save(self):
        """Only what the form asks: the status beside it moves whenever a partner answers."""
        self.instance.save(update_fields=self.Meta.fields)
        return self.instance


class PartnershipFilter(HouseForm):
    """What the list shows. A choice that makes no sense is ignored."""

    q = forms.CharField(label="Search", required=False, widget=forms.TextInput({"type": "search"}))
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Partnership.Stage.choices], required=False)
    state = forms.ChoiceField(choices=[("", "Any state"), *Partnership.State.choices], required=False)
    status = forms.ChoiceField(choices=[("", "Any status"), *Status.choices], required=False)
    mine = forms.BooleanField(label="Only those I lead", required=False)

    shows_summary = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            kind = {"q": "form-control", "mine": "form-check-input"}.get(name, "form-select")
            field.widget.attrs["class"] = kind

    def narrow(self, found, *, user, now):
        """Those of `found` that were asked for."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("q"):
            found = found.matching(chosen["q"])
        if chosen.get("stage"):
            found = found.filter(stage=chosen["stage"])
        if chosen.get("state"):
            found = found.filter(state=chosen["state"])
        if chosen.get("status"):
            found = found.showing(chosen["status"], now)
        return found.with_lead(user) if chosen.get("mine") else found

    @property
    def is_narrowing(self):
        return any(getattr(self, "cleaned_data", {}).values())
