from django import forms

from partnerships.models import Partnership
from partnerships.pages.forms import HouseForm


class PutOffForm(HouseForm):
    """Which line, and for how many days it may wait; without days it comes back at once."""

    kind = forms.CharField(max_length=60)
    row = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    days = forms.TypedChoiceField(
        choices=[(1, "Tomorrow"), (3, "In three days"), (7, "In a week"), (30, "In a month")],
        coerce=int,
        required=False,
        empty_value=0,
    )
    page = forms.ChoiceField(choices=[(page, page) for page in ("dashboard", "needs-you")])


class ContactFilterForm(HouseForm):
    """Which people the list shows. A choice that makes no sense is ignored."""

    q = forms.CharField(label="Name, address or organisation", required=False)
    partnership = forms.ModelChoiceField(
        Partnership.objects.none(), label="With a seat in", required=False, empty_label="Any partnership, or none"
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partnership"].queryset = Partnership.objects.visible_to(user).with_lead(user)
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "partnership" else "form-control"

    def narrow(self, contacts):
        """Those of `contacts` that were asked for."""
        chosen = self.cleaned_data if self.is_valid() else {}
        contacts = contacts.matching(chosen.get("q", ""))
        return contacts.seated_in(chosen["partnership"]) if chosen.get("partnership") else contacts
