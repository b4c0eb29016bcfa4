"""What was learnt about the need, which bodies are wanted, and how far people take part."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from ..membership.models import Seat
from ..pages.forms import HouseForm, HouseModelForm
from ..plan.forms.objectives import OwnerField
from .models import Involvement, NeedNote, WantedBody
from .usual_bodies import USUAL

NOT_YET = "This day has not come yet. Give today or an earlier day."


class SpokenByField(forms.ModelChoiceField):
    """Somebody with a seat, named with their organisation."""

    def label_from_instance(self, seat):
        return f"{seat.contact}, {seat.membership.organisation}"


class NeedNoteForm(HouseModelForm):
    """What a partner writes: their own seat says who they are."""

    class Meta:
        model = NeedNote
        fields = ["learnt", "source", "told_by", "learnt_on", "figure", "link"]
        widgets = {"source": forms.RadioSelect}

    link = forms.URLField(label="Where to read more", required=False, max_length=400, assume_scheme="https")

    labels_as = {"learnt": "What did we learn?", "learnt_on": "When was that?"}
    hints = {
        "learnt": "In one or two sentences. Leave out whatever would show who somebody is.",
        "told_by": "For example: eight people at the lunch club, or the 2021 census.",
        "figure": "For example: 1 in 4 people over 75 in Sale lives alone.",
        "link": "The address of a web page.",
    }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["learnt_on"] = self.instance.learnt_on or today
        self.fields["source"].choices = NeedNote.Source.choices

    def clean_learnt_on(self):
        """Nothing is learnt ahead of time."""
        if self.cleaned_data["learnt_on"] > self.today:
            raise ValidationError(NOT_YET)
        return self.cleaned_data["learnt_on"]


class LeadsNeedNoteForm(NeedNoteForm):
    """A lead says who it was, so that the coverage grid knows they were heard."""

    spoken_by = SpokenByField(
        queryset=None,
        required=False,
        empty_label="Nobody with a seat here",
        label="Somebody with a seat who said it",
        help_text="Then they count as heard under “Who is missing”.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        note = self.instance
        seats = Seat.objects.of_partnership(note.partnership).select_related("contact", "membership__organisation")
        # Whoever said it when the note was written stays, though their seat may have ended since.
        who_said_it = Q(contact=note.contact_id, membership=note.membership_id)
        current = Seat.objects.current().of_partnership(note.partnership)
        self.fields["spoken_by"].queryset = seats.filter(Q(pk__in=current) | who_said_it).order_by(
            "contact__folded_name"
        )
        if note.contact_id:
            self.initial["spoken_by"] = seats.filter(who_said_it).first()

    def clean(self):
        values = super().clean()
        seat = values.get("spoken_by")
        self.instance.contact = seat.contact if seat else None
        self.instance.membership = seat.membership if seat else None
        return values


class WantedBodyForm(HouseModelForm):
    """A kind of body, or one body by its name."""

    class Meta:
        model = WantedBody
        fields = ["type", "name", "why", "membership"]
        field_classes = {"membership": OwnerField}

    labels_as = {
        "type": "Kind of body",
        "name": "Name, when you want one in particular",
        "why": "Why it is needed",
        "membership": "Who of those here is that?",
    }
    hints = {
        "type": "Choose a kind, type a name below, or both.",
        "name": "For example: a bus company, or the mosque on School Road.",
        "membership": "Without a name, every organisation of the kind counts by itself.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].empty_label = "None of these"
        here = self.instance.partnership.memberships
        self.fields["membership"].queryset = here.filter(
            Q(pk__in=here.present()) | Q(pk=self.instance.membership_id)
        ).select_related("organisation")
        self.fields["membership"].empty_label = "Nobody yet"

    def clean(self):
        values = super().clean()
        kind, name = values.get("type"), values.get("name", "").strip()
        if not kind and not name and not self.errors:
            self.add_error("type", "Choose a kind of body, or type a name below.")
        if values.get("membership") and not name:
            self.add_error("membership", "Type the name of the body above, or leave this at “Nobody yet”.")
        return values


class UsualBodiesForm(HouseForm):
    """Which kind of partnership it is most like."""

    kind = forms.ChoiceField(
        label="What is usual for…",
        choices=[(slug, title) for slug, (title, _) in USUAL.items()],
        help_text="Adds the kinds of body that such a partnership usually needs. You can change the list.",
    )


class InvolvementForm(HouseModelForm):
    """How far a group takes part, what was done and when."""

    class Meta:
        model = Involvement
        fields = ["level", "words", "noted_on"]
        widgets = {"level": forms.RadioSelect}

    labels_as = {"level": "How far did they take part?", "words": "What was done?", "noted_on": "When was that?"}
    hints = {"words": "For example: two open evenings in the library, 40 people came."}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial["noted_on"] = self.instance.noted_on or today
        words = {level.value: f"{level.label}: {LADDER[level]}" for level in Involvement.Level}
        self.fields["level"].choices = list(words.items())

    def clean_noted_on(self):
        """What is planned is not done yet."""
        if self.cleaned_data["noted_on"] > self.today:
            raise ValidationError(NOT_YET)
        return self.cleaned_data["noted_on"]


class NoteInvolvementForm(InvolvementForm):
    """A cell that is still empty."""

    class Meta(InvolvementForm.Meta):
        fields = ["who", "stage", *InvolvementForm.Meta.fields]
        widgets = {"stage": forms.RadioSelect, **InvolvementForm.Meta.widgets}

    labels_as = {"who": "Which group?", "stage": "In which stage?", **InvolvementForm.labels_as}
    hints = {
        "who": "For example: people served, community members, carers, young people.",
        "stage": "Naming the need, designing what to do, deciding, delivering it, or evaluating it.",
        **InvolvementForm.hints,
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = Involvement.Stage.choices

    def clean_who(self):
        """The usual groups keep their spelling, however they are typed."""
        typed = " ".join(self.cleaned_data["who"].split())
        known = {group.casefold(): group for group in Involvement.USUAL}
        return known.get(typed.casefold(), typed)


LADDER = {
    Involvement.Level.INFORMED: "we told them",
    Involvement.Level.CONSULTED: "we asked them and listened",
    Involvement.Level.INVOLVED: "they worked on it with us",
    Involvement.Level.COLLABORATED: "we decided together",
    Involvement.Level.LED: "they led, we helped",
}
