from crispy_forms.layout import Fieldset, Layout
from django import forms

from ..models import AgreementVersion
from .house import HouseForm, HouseModelForm

# Section → one sentence of guidance and an example.
GUIDANCE = {
    "vision": (
        "Say in one or two sentences what will be different for people when this has worked.",
        "By next winter, nobody over 70 in Sale spends a whole week without a conversation.",
    ),
    "goals": (
        "List the few things you want to reach together, one on each line.",
        "A warm place to eat in every ward. A phone call each week for people who cannot leave home.",
    ),
    "communication": (
        "Say how you keep in touch, how often, and who starts it.",
        "We answer the monthly check-in, meet every quarter at the library, and phone when something is urgent.",
    ),
    "ground_rules": (
        "Write down how you want to treat each other, in words everybody would use.",
        "We say early when something will be late. We do not speak for people who are not in the room.",
    ),
    "conflict": (
        "Agree now what happens when you disagree: who talks to whom, and within how many days.",
        "First the two people talk, within a week. Then the leads. After four weeks, somebody from outside helps.",
    ),
    "data_sharing": (
        "Say which information about people you share, why, and how they are told.",
        "We share first name, phone number and preferred day, only when the person has said yes.",
    ),
    "review": (
        "Say when you look at this agreement again, and what would make you change it sooner.",
        "Every year in March, and whenever a partner joins or the money changes.",
    ),
}


class SectionForm(HouseForm):
    """One section of a draft."""

    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args, section, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = AgreementVersion.SECTIONS[section]
        self.fields["text"].help_text = GUIDANCE[section][0]


class AgreementDatesForm(HouseModelForm):
    class Meta:
        model = AgreementVersion
        fields = ["starts_on", "review_on", "ends_on"]

    labels_as = {"starts_on": "It starts on", "review_on": "You look at it again on", "ends_on": "It ends on"}

    def clean(self):
        values = super().clean()
        starts, review, ends = (values.get(name) for name in self.Meta.fields)
        if starts and ends and ends < starts:
            self.add_error("ends_on", "The agreement ends before it starts.")
        if starts and review and review < starts:
            self.add_error("review_on", "You look at it again before it starts.")
        return values


class ResponsibilitiesForm(HouseForm):
    """A role and its duties for each organisation, side by side."""

    def __init__(self, *args, memberships, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.memberships = memberships
        here = {row.membership_id: row for row in version.responsibilities.all()}
        for membership in memberships:
            row = here.get(membership.pk)
            role = forms.CharField(label="Role", max_length=200, required=False, initial=row.role if row else "")
            duties = forms.CharField(
                label="Responsibilities", required=False, widget=forms.Textarea, initial=row.duties if row else ""
            )
            self.add_field(f"role-{membership.pk}", role)
            self.add_field(f"duties-{membership.pk}", duties)
        self.helper.layout = Layout(
            *(Fieldset(str(m.organisation), f"role-{m.pk}", f"duties-{m.pk}", css_class="group") for m in memberships)
        )

    def clean(self):
        values = super().clean()
        for membership in self.memberships:
            if values.get(f"duties-{membership.pk}") and not values.get(f"role-{membership.pk}"):
                self.add_error(f"role-{membership.pk}", f"Give the role of {membership.organisation} a name.")
        return values

    def rows(self):
        """{membership id: (role, duties)}"""
        values = self.cleaned_data
        return {m.pk: (values[f"role-{m.pk}"], values[f"duties-{m.pk}"]) for m in self.memberships}


class AcceptForm(HouseForm):
    """One organisation's yes to the text whose hash the page showed."""

    text_hash = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        if seat.must_consult:
            self.add_field(
                "consulted",
                forms.BooleanField(
                    label=f"I have asked those I must ask, and may say yes for {seat.membership.organisation}",
                    error_messages={"required": "Tick this once you have asked those you must ask."},
                ),
            )
