"""An organisation as people type it: one box for its areas, one box per register for its numbers."""

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from ...pages.forms import Group, HouseForm, HouseModelForm, Part
from ...pages.queries import number_in
from .. import similar
from ..actions import organisations
from ..cleaning.clean import clean
from ..models import Identifier, Organisation, OrganisationType
from ..registers import REGISTERS, suggested, tidied

TEXTS = ["name", "type", "description", "strengths", "needs", "people_served", "address", "postcode"]
REACHED = ["phone", "email", "website", "ended_on", "notes"]


class OrganisationFilterForm(HouseForm):
    q = forms.CharField(label="Name, place, strength or number", required=False)
    type = forms.ModelChoiceField(OrganisationType.objects.none(), required=False, empty_label="Every type")
    area = forms.CharField(label="Area served", required=False)
    state = forms.ChoiceField(label="State", choices=[("", "Open"), ("closed", "Closed")], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = OrganisationType.objects.order_by("position", "name")
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name in {"type", "state"} else "form-control"

    def narrow(self, rows):
        """The organisations that fit what was chosen; everything while nothing usable was."""
        chosen = self.cleaned_data if self.is_valid() else {}
        rows = rows.mentioning(chosen.get("q", "")).filter(ended_on__isnull=chosen.get("state") != "closed")
        if chosen.get("type"):
            rows = rows.of_type(chosen["type"])
        return rows.serving(chosen["area"]) if chosen.get("area") else rows


class OrganisationForm(HouseModelForm):
    areas_typed = forms.CharField(
        label="Areas served", required=False, max_length=1000, help_text="Names of places, with commas between them."
    )
    website = forms.URLField(required=False, max_length=400, assume_scheme="https")

    hints = {
        "strengths": "What it can give or does well: people, rooms, transport, knowledge.",
        "needs": "What it is looking for from others.",
        "people_served": "Whom it works for, such as older people who live alone.",
        "notes": "Such as opening hours or a second number. Partners do not see them.",
    }
    short = ("postcode", "phone")

    class Meta:
        model = Organisation
        fields = [*TEXTS, *REACHED]

    def __init__(self, *args, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory, self.rewritten, self.guessed = directory, [], []
        self.fields["type"].empty_label = "Not known"
        for scheme, label in Identifier.Scheme.choices:
            hint = f"{REGISTERS[scheme].hint} Several with commas between them."
            field = forms.CharField(label=label, required=False, max_length=400, help_text=hint)
            self.add_field(scheme, field)
        if self.instance.pk:
            self.show_what_is_there()
        self.helper.layout = Layout(
            "name",
            Part("partnerships/directory/_similar_as_typed.html"),
            *TEXTS[1:6],
            "areas_typed",
            Group("Where and how to reach it", "address", "postcode", *REACHED[:3]),
            Group("Numbers in public registers", *Identifier.Scheme.values),
            Group("If it has closed", "ended_on"),
            "notes",
        )

    @classmethod
    def sent_in(cls, request):
        """What was sent, with the page's suggestions taken if that button was pressed."""
        if "take_suggestions" in request.POST:
            return cls.with_suggestions(request.POST)
        return request.POST or None

    @property
    def rewritten_in_words(self):
        """What we wrote otherwise than it was typed, as the end of a message."""
        return f" We wrote {' and '.join(self.rewritten)} as registers do." if self.rewritten else ""

    @staticmethod
    def with_suggestions(data):
        """What was sent, with every guess taken that the page asked about."""
        data = data.copy()
        for scheme, register in REGISTERS.items():
            parts = [part for part in data.get(scheme, "").split(",") if part.strip()]
            data[scheme] = ", ".join(suggested(register.field, part) for part in parts)
        data["postcode"] = suggested("postcode", data.get("postcode", ""))
        return data

    def show_what_is_there(self):
        numbers = self.instance.identifiers.all()
        for scheme in Identifier.Scheme.values:
            self.initial[scheme] = ", ".join(one.value for one in numbers if one.scheme == scheme)
        self.initial["areas_typed"] = ", ".join(area.name for area in self.instance.areas.all())

    def clean_postcode(self):
        """One that nobody could judge stays as it is, as long as nobody changes it."""
        typed = self.cleaned_data["postcode"]
        return typed if typed == self.initial.get("postcode") else self._tidied("postcode", typed)

    def _tidied(self, field, text):
        """The value as it is kept; what the page must say about it is noted in `rewritten` and `guessed`."""
        try:
            kept = tidied(field, text)
        except ValidationError:
            if (guess := suggested(field, text)) != text.strip():
                self.guessed.append(guess)
            raise
        if kept != text.strip():
            self.rewritten.append(kept)
        return kept

    def clean_areas_typed(self):
        names = [" ".join(name.split()) for name in self.cleaned_data["areas_typed"].split(",")]
        names = list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]
        for name in names:
            if len(name) > 120:
                raise ValidationError("Keep each area to 120 characters or fewer.")
        return names

    def clean(self):
        super().clean()
        for scheme in Identifier.Scheme.values:
            try:
                typed = [one for one in (self.cleaned_data.get(scheme) or "").split(",") if one.strip()]
                kept = [self._tidied(REGISTERS[scheme].field, one) for one in typed]
                self.cleaned_data[scheme] = list(dict.fromkeys(filter(None, kept)))
            except ValidationError as error:
                self.add_error(scheme, error)
        return self.cleaned_data

    @property
    def identifiers(self):
        """{scheme: [values]} as cleaned."""
        return {scheme: self.cleaned_data[scheme] for scheme in Identifier.Scheme.values}

    def unseen_likenesses(self):
        """Similar organisations that the page has not shown yet, once everything else is right."""
        seen = {number_in(pk) for pk in self.data.getlist("seen")} - {None}
        found = likenesses(self.directory, self.cleaned_data, self.identifiers)
        return [] if {one.organisation.pk for one in found} <= seen else found

    def save(self, *, by, now):
        """The organisation, added or changed."""
        verb = organisations.change if self.instance.pk else organisations.add
        areas = self.cleaned_data["areas_typed"]
        return verb(organisation=self.instance, areas=areas, identifiers=self.identifiers, by=by, now=now)


def as_searched(words):
    """What was searched for and not found, in the box of the form where it belongs."""
    postcode = clean("postcode", words)
    if postcode.suggested and not postcode.problem and any(letter.isdigit() for letter in words):
        return {"postcode": postcode.suggested}
    return {"name": words} if any(letter.isalpha() for letter in words) else {}


def likenesses(directory, typed, identifiers, *, apart_from=None):
    """Organisations like the one being typed."""
    pairs = [(scheme, value) for scheme, values in identifiers.items() for value in values]
    words = {name: typed.get(name) or "" for name in ("name", "postcode", "email")}
    return similar.to(directory, identifiers=pairs, apart_from=apart_from, **words)


def likenesses_as_typed(directory, data, *, apart_from=None):
    """The same from a form that is still being filled in, where nothing needs to be right yet."""
    typed = {name: data.get(name, "")[:255] for name in ("name", "email")}
    typed["postcode"] = clean("postcode", data.get("postcode", "")[:20]).suggested
    numbers = {}
    for scheme, register in REGISTERS.items():
        parts = data.get(scheme, "")[:400].split(",")
        numbers[scheme] = [found for part in parts if (found := clean(register.field, part).suggested)]
    return likenesses(directory, typed, numbers, apart_from=apart_from)
