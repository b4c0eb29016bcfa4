"""The answer, in a minute: one question that must be answered, the last answer beside each of the others."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from ...membership.models import Status
from ...pages.forms import BigChoices, HouseForm, HouseModelForm
from ...plan.models.measure import plain
from .. import correcting
from ..models import CheckIn, Update
from ..own_matters import OwnMatters, OwnWord

LONGEST = 5000
SHOWN = 240
UNTOLD = ("nothing_changed", "said_by", "win_audience", "reached_", "new_day_", "kept_")
STATUSES = [choice for choice in Status.choices if choice[0] != Status.NOT_KNOWN]


class AnswerForm(HouseModelForm):
    """Made for one check-in: `last` is the update before it, `measures` the numbers asked for, `own` what the
    organisation has on its way, `colleagues` whom the lead may have on the phone when the lead writes it down."""

    status = forms.ChoiceField(
        label="How is it going?",
        choices=STATUSES,
        widget=BigChoices(
            hints={"on_track": "Going as we planned", "wobbling": "Some trouble", "stuck": "We need help to go on"}
        ),
        error_messages={"required": "Choose how it is going."},
    )

    class Meta:
        model = Update
        fields = ("status", "nothing_changed", "changed", "challenge", "way_forward", "ask", "win", "win_audience")
        widgets = {"win_audience": forms.RadioSelect}

    labels_as = {
        "nothing_changed": "Nothing else changed",
        "changed": "What changed?",
        "challenge": "What is in the way?",
        "way_forward": "What is the way forward?",
        "ask": "What do you need from us?",
        "win": "A small win",
        "win_audience": "Who may hear of this win?",
    }
    hints = {
        "nothing_changed": "Tick this and you can send it now.",
        "challenge": "Anything that slows you down.",
        "way_forward": "What you will do next.",
        "ask": "You will get a reply.",
        "win": "However small. Somebody you helped, something that worked.",
        "win_audience": "Good news of the partnership may tell it to the other partners, if you say so here.",
    }

    def __init__(self, *args, today, last=None, measures=(), own=None, colleagues=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.own = today, own or OwnMatters([], [])
        self.fields["win_audience"].required = False  # who sends a form without it has widened nothing
        self.last, self.measures = last, list(measures)
        if last:
            self.fields["status"].help_text = self._last_time(last.get_status_display())
        for name in ("changed", "challenge", "way_forward", "ask", "win"):
            # A validator only: the attribute would make browsers cut off what is pasted.
            self.fields[name].validators.append(MaxLengthValidator(LONGEST))
            self._put_last_answer_beside(name)
        for measure in self.measures:
            self.add_field(f"measure_{measure.pk}", _field_of(measure))
        for milestone in self.own.milestones:
            self.add_field(f"reached_{milestone.pk}", forms.BooleanField(label="Reached", required=False))
            self.add_field(f"new_day_{milestone.pk}", forms.DateField(label="Or a new day for it", required=False))
        for promise in self.own.promises:
            self.add_field(f"kept_{promise.pk}", forms.BooleanField(label="Kept", required=False))
        if colleagues is not None:
            self.add_field("said_by", _field_for(colleagues))
            audience = self.fields["win_audience"]
            audience.choices = [(value, label.replace("my name", "their name")) for value, label in audience.choices]

    def _put_last_answer_beside(self, name):
        said = getattr(self.last, name, "")
        if not said:
            return
        reply = f" – and we replied: {self.last.ask_reply}" if name == "ask" and self.last.ask_reply else ""
        said = Truncator(said).chars(SHOWN) + Truncator(reply).chars(SHOWN)
        self.fields[name].help_text = format_html("{}{}", self.fields[name].help_text, self._last_time(said))

    def _last_time(self, words):
        day = timezone.localdate(self.last.submitted_at)
        return format_html('<span class="form-text last-answer">Last time ({}): {}</span>', f"{day:%-d %B}", words)

    @property
    def measure_fields(self):
        """The boxes for numbers, to be drawn one by one."""
        return [self[f"measure_{measure.pk}"] for measure in self.measures]

    @property
    def own_fields(self):
        """[(milestone or promise, whether it is late, its boxes)], the oldest first."""
        of_milestones = {one: [self[f"reached_{one.pk}"], self[f"new_day_{one.pk}"]] for one in self.own.milestones}
        boxes = of_milestones | {one: [self[f"kept_{one.pk}"]] for one in self.own.promises}
        return [(one, one.is_overdue(self.today), boxes[one]) for one in self.own]

    @property
    def own_word(self):
        """What was said of their own milestones and promises."""
        said = self.cleaned_data
        return OwnWord(
            reached=[one for one in self.own.milestones if said[f"reached_{one.pk}"]],
            moved=[(one, day) for one in self.own.milestones if (day := said[f"new_day_{one.pk}"])],
            kept=[one for one in self.own.promises if said[f"kept_{one.pk}"]],
        )

    def clean(self):
        """A milestone is reached, or has another day that is still to come."""
        cleaned = super().clean()
        for one in self.own.milestones:
            name = f"new_day_{one.pk}"
            if problem := _problem(one, cleaned.get(name), cleaned.get(f"reached_{one.pk}"), self.today):
                self.add_error(name, ValidationError(problem))
        return cleaned

    @property
    def answers(self):
        """The cleaned fields of the update."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**said, "win_audience": said["win_audience"] or Update.Audience.LEADS}

    @property
    def values(self):
        """The cleaned numbers that were given, by measure."""
        found = {measure.pk: self.cleaned_data.get(f"measure_{measure.pk}") for measure in self.measures}
        return {pk: value for pk, value in found.items() if value is not None}

    @property
    def typed(self):
        """(question, answer) for all that was filled in, valid or not: to pass on when it comes too late."""
        words = dict(STATUSES)
        found = [(field.label, field.data) for field in self if not field.name.startswith(UNTOLD)]
        return [(label, words.get(text, text)) for label, text in found if text]


class CorrectionForm(AnswerForm):
    """An answer once more, with what was said of it; `numbers` are those that were given. Own milestones and promises
    are settled where they stand."""

    def __init__(self, *args, numbers, is_ask_settled, **kwargs):
        given = {f"measure_{measure.pk}": plain(number) for measure, number in numbers}
        super().__init__(*args, initial=given, **kwargs)
        self.fields["nothing_changed"].help_text = ""
        self.fields["win_audience"].help_text = "Good news that is out already stays. Whoever leads can take it down."
        if is_ask_settled:
            del self.fields[correcting.ASK]

    @property
    def answers(self):
        """The cleaned fields of the update that may still change."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.fields}
        return {**said, "win_audience": said["win_audience"] or self.instance.win_audience}


class SkipForm(HouseForm):
    """Why there is no answer this time."""

    reason = forms.CharField(
        label="Why skip this one?",
        help_text="A few words are enough, such as “closed for the holidays”.",
        max_length=CheckIn._meta.get_field("skip_reason").max_length,
    )

    @property
    def typed(self):
        """As of an answer: to pass on when it comes too late."""
        return [(self["reason"].label, self["reason"].data)] if self["reason"].data else []


def _problem(milestone, day, is_reached, today):
    """What is wrong with another day for this milestone, or nothing."""
    if day is None:
        return ""
    if is_reached:
        return f"You say that “{milestone}” is reached. Leave the new day empty, or take the tick away."
    if day < today:
        return f"This day is over. When do you think “{milestone}” will be reached?"
    if milestone.starts_on and day < milestone.starts_on:
        return f"Work on “{milestone}” starts on {milestone.starts_on:%-d %B %Y}. Give that day or a later one."
    return ""


def _field_of(measure):
    """A box for the measure's new number, with the last one beside it."""
    value, on = (
        (measure.latest_value, measure.latest_on) if measure.latest_on else (measure.baseline, measure.baseline_on)
    )
    return forms.DecimalField(
        label=f"{measure.name} ({measure.unit})",
        help_text=f"Last number: {plain(value)}, on {on:%-d %B %Y}." if on else "The first number.",
        max_digits=14,
        decimal_places=3,
        required=False,
    )


def _field_for(colleagues):
    return forms.ModelChoiceField(
        label="Who told you?",
        help_text="The person you spoke to. Your own name goes beside it.",
        queryset=colleagues,
        required=False,
        empty_label="Somebody else",
    )
