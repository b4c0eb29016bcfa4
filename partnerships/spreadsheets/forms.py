"""Choosing a file, and saying what its columns mean."""

from collections import defaultdict

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from ..pages.forms import HouseForm
from .reading import ImportRefused, readers
from .reading.columns import FIELDS

NOT_USED = "not-used"


class ImportForm(HouseForm):
    file = forms.FileField(
        label="Spreadsheet",
        help_text="A .csv, .xlsx or .ods file, up to 5 MB, 20,000 rows and 60 filled columns. Any headers, or none.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.ods"}),
    )

    def clean_file(self):
        """Takes the bytes, into `self.data`; what is no spreadsheet at first sight is refused in words."""
        file = self.cleaned_data["file"]
        try:
            self.data = readers.take(file, name=file.name)
        except ImportRefused as refusal:
            raise ValidationError(str(refusal)) from None
        return file


class ImportSheetsForm(HouseForm):
    sheets = forms.MultipleChoiceField(
        label="Sheets to import",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each further sheet becomes an import of its own, with its own columns to check.",
        error_messages={"required": "Choose at least one sheet."},
    )

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        read = {"name": batch.sheet_name, "rows": batch.row_count, "is_hidden": False}
        sheets = [read, *batch.other_sheets]
        self.fields["sheets"].choices = [(sheet["name"], _in_words(sheet)) for sheet in sheets]
        self.fields["sheets"].initial = [batch.sheet_name]


def _in_words(sheet):
    rows = "1 row" if sheet["rows"] == 1 else f"{sheet['rows']:,} rows"
    return f"{sheet['name']} ({rows}{', hidden' if sheet['is_hidden'] else ''})"


class ImportColumnsForm(HouseForm):
    """One question per column. `samples` is {header: values found in it}."""

    def __init__(self, *args, batch, samples, **kwargs):
        super().__init__(*args, **kwargs)
        self.named = {f"column_{position}": header for position, header in enumerate(batch.headers)}
        choices = [(NOT_USED, "Not used"), *((name, field.label) for name, field in FIELDS.items())]
        for name, header in self.named.items():
            found = [value if len(value) <= 60 else f"{value[:57]}…" for value in samples.get(header, [])[:3]]
            hint = f"For example: {' · '.join(found)}" if found else "Nothing in the first rows."
            field = forms.ChoiceField(label=header, choices=choices, help_text=hint)
            field.initial = batch.columns.get(header) or NOT_USED
            self.add_field(name, field)
        self.helper.layout = Layout(
            Div(*(Field(name, wrapper_class="col-lg-6") for name in self.named), css_class="row")
        )

    def clean(self):
        super().clean()
        used = defaultdict(list)
        for name in self.named:
            if (field := self.cleaned_data.get(name, NOT_USED)) != NOT_USED:
                used[field].append(name)
        for field, names in used.items():
            for name in names[1:]:
                self.add_error(name, f"“{FIELDS[field].label}” is chosen for “{self.named[names[0]]}” already.")
        if "name" not in used and not self.errors:
            raise ValidationError("Say which column holds the organisation’s name. Every row needs one.")
        return self.cleaned_data

    @property
    def columns(self):
        """{header: field or None} as chosen."""
        chosen = {header: self.cleaned_data[name] for name, header in self.named.items()}
        return {header: None if field == NOT_USED else field for header, field in chosen.items()}


class ApplyImportForm(HouseForm):
    takes_repairs = forms.BooleanField(
        label="Take the suggested repairs",
        required=False,
        initial=True,
        help_text="Otherwise values go in as they were found, and what cannot be used that way goes into the notes.",
    )
