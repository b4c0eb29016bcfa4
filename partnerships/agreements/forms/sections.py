"""A section's text, and the rows and choices that stand beside it."""

from crispy_forms.layout import Div, Layout
from django import forms

from ...pages.forms import Group, HouseForm
from ..draft_steps import GUIDANCE
from ..models import AgreementVersion, CommunicationRow, ConflictStep

EMPTY_ROWS = 3
AT_MOST = 30
LAST = (1000, 0)


class SectionForm(HouseForm):
    """One section of a draft."""

    # Its page shows one summary for text and rows together.
    shows_summary = False
    is_shared = True
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args, section, version, **kwargs):
        super().__init__(*args, initial={"text": getattr(version, section)}, **kwargs)
        self.section, self.version = section, version
        self.fields["text"].label = AgreementVersion.SECTIONS[section]
        self.fields["text"].help_text = GUIDANCE[section].gist

    def values(self):
        """{field of the version: value}"""
        return {self.section: self.cleaned_data["text"]}


class DataSharingForm(SectionForm):
    """The text, whether personal data is shared, and since when an agreement of its own covers that."""

    personal_data = forms.ChoiceField(
        label="Is personal data shared?",
        choices=AgreementVersion.PersonalData,
        widget=forms.RadioSelect,
        required=False,
        help_text="Personal data is anything about a person who can be recognised.",
    )
    data_agreement_on = forms.DateField(
        label="Date of your data-sharing agreement",
        required=False,
        help_text="Only where personal data is shared. A memorandum alone is not a data-sharing agreement.",
    )

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, version=version, **kwargs)
        self.initial |= {name: getattr(version, name) for name in ("personal_data", "data_agreement_on")}

    def clean(self):
        values = super().clean()
        is_shared = values.get("personal_data") == AgreementVersion.PersonalData.SHARED
        if values.get("data_agreement_on") and not is_shared and "personal_data" in values:
            said = "Choose “Personal data is shared”, or take the date of the data-sharing agreement out."
            self.add_error("personal_data", said)
        return values

    def values(self):
        names = ("personal_data", "data_agreement_on")
        return super().values() | {name: self.cleaned_data[name] for name in names}


class RowForm(HouseForm):
    """One row; emptied, it is taken out."""

    shows_summary = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_permitted = True
        self.helper.layout = Layout(Group(self.legend, Div(*self.fields, css_class="pair")))

    @property
    def legend(self):
        number = (self.prefix or "").rpartition("-")[2]
        return f"{self.name} {int(number) + 1 if number.isdigit() else ''}".strip()

    def has_changed(self):
        """Whether anything stands in it."""
        return any(str(self[name].value() or "").strip() for name in self.fields if name != "place")

    def place(self):
        """What the rows are sorted by. A row that is moved to a taken place gets it, and the other makes room."""
        typed, before = self.cleaned_data.get("place"), self.initial.get("place")
        if not typed:
            return LAST
        if before is None or typed < before:
            return typed, 0
        return typed, 2 if typed > before else 1


class CommunicationRowForm(RowForm):
    name = "Row"
    purpose = forms.CharField(label="What it is for", max_length=200)
    channel = forms.CharField(label="How", max_length=120, required=False)
    rhythm = forms.CharField(label="How often", max_length=120, required=False)
    starts = forms.CharField(label="Who starts it", max_length=120, required=False)


class ConflictStepForm(RowForm):
    name = "Step"
    what = forms.CharField(label="What happens", max_length=255)
    who = forms.CharField(label="Who sees to it", max_length=200, required=False)
    days = forms.IntegerField(label="Days allowed", min_value=1, max_value=365, required=False)
    place = forms.IntegerField(label="Place in the order", min_value=1, max_value=999, required=False)


class BaseRows(forms.BaseFormSet):
    """The rows of a section as boxes, with a few empty ones below."""

    def __init__(self, *args, **kwargs):
        kwargs["error_messages"] = {
            "missing_management_form": "Something of this page did not arrive. Open it again and type the rows anew.",
            "too_many_forms": f"Keep it to {AT_MOST} rows or fewer.",
        }
        super().__init__(*args, prefix="rows", **kwargs)

    def rows(self):
        """[{field: value}] of the rows that say something, in their order."""
        said = sorted((form for form in self.forms if form.cleaned_data), key=RowForm.place)
        return [{name: value for name, value in form.cleaned_data.items() if name != "place"} for form in said]


def _rows_of(form):
    return forms.formset_factory(
        form, formset=BaseRows, extra=EMPTY_ROWS, max_num=AT_MOST, absolute_max=AT_MOST + 10, validate_max=True
    )


CommunicationRows, ConflictSteps = _rows_of(CommunicationRowForm), _rows_of(ConflictStepForm)


def section_form(data, *, section, version):
    """The form of a section: its text, and what is asked beside it."""
    kind = DataSharingForm if section == "data_sharing" else SectionForm
    return kind(data, section=section, version=version)


def rows_form(data, *, section, version):
    """The rows of a section, or None where it has none. A page that sent no rows leaves them as they are."""
    data = data if data and "rows-TOTAL_FORMS" in data else None
    if section == "communication":
        rows = version.communication_rows.all()
        return CommunicationRows(data, initial=[_values(row, CommunicationRow) for row in rows])
    if section == "conflict":
        steps = enumerate(version.conflict_steps.all(), 1)
        return ConflictSteps(data, initial=[{**_values(step, ConflictStep), "place": place} for place, step in steps])
    return None


def _values(row, model):
    names = [field.name for field in model._meta.fields if field.name not in ("id", "version", "position")]
    return {name: getattr(row, name) for name in names}
