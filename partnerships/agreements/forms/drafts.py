from crispy_forms.layout import Layout
from django import forms

from ...pages.forms import Group, HouseForm, HouseModelForm
from ..models import AgreementVersion


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

    is_shared = True

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
            *(Group(str(m.organisation), f"role-{m.pk}", f"duties-{m.pk}") for m in memberships)
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


class ControlForm(HouseForm):
    """What each organisation lets the others decide about, side by side."""

    is_shared = True

    def __init__(self, *args, memberships, version, **kwargs):
        super().__init__(*args, **kwargs)
        self.memberships = memberships
        here = dict(version.responsibilities.values_list("membership", "control"))
        for membership in memberships:
            control = forms.CharField(
                label=str(membership.organisation),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=here.get(membership.pk, ""),
            )
            self.add_field(f"control-{membership.pk}", control)

    def rows(self):
        """{membership id: text}"""
        return {m.pk: self.cleaned_data[f"control-{m.pk}"] for m in self.memberships}


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
