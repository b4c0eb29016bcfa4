from django import forms

from partnerships.pages.forms import BigChoices, HouseForm

from ..results.disclosure import SCALES
from ..rounds.models import Question

# Not the empty value: that would be chosen before anybody has looked at the question.
DONT_KNOW = ("skip", "I don't know, or would rather not say")
FACES = {"3": "🙂", "2": "😐", "1": "🙁"}


class ResponseForm(HouseForm):
    """The questions of a round. Every one may be skipped; a form with nothing in it is sent back."""

    def __init__(self, *args, round, easy_read=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(round.questions.all())
        for question in self.questions:
            self.add_field(f"question-{question.pk}", _field(question, easy_read))

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.answers():
            raise forms.ValidationError("Answer at least one question, then send.")
        return cleaned

    def in_words(self, data):
        """(question, what was chosen or written) of sent data, valid or not, for somebody who wants to copy it."""
        said = []
        for name, field in self.fields.items():
            chosen = dict(getattr(field, "choices", []))
            text = data.get(name, "").strip()
            if text:
                said.append((field.label, chosen.get(text, text)))
        return said

    def answers(self):
        """Question id → number or words, for what was answered; skipped questions are left out."""
        said = {question.pk: self.cleaned_data.get(f"question-{question.pk}") for question in self.questions}
        return {pk: answer for pk, answer in said.items() if answer not in (None, "")}


def _field(question, easy_read):
    label = (easy_read and question.easy_read) or question.wording
    if question.kind == Question.Kind.WORDS:
        return forms.CharField(
            label=label, required=False, max_length=4000, widget=forms.Textarea,
            help_text="Please leave out names, phone numbers and addresses.",
        )  # fmt: skip
    choices = [(str(value), word) for value, word in SCALES[question.kind]]
    if question.kind == Question.Kind.FACES:
        widget, choices = BigChoices(hints=FACES), choices[::-1]
    else:
        widget = forms.RadioSelect
    return forms.TypedChoiceField(
        label=label, required=False, coerce=_number, empty_value=None, choices=[*choices, DONT_KNOW], widget=widget
    )


def _number(value):
    return None if value == DONT_KNOW[0] else int(value)


class ReceiptForm(HouseForm):
    receipt = forms.CharField(label="Your receipt", help_text="Twelve letters and digits, such as abcd-efgh-jkmn.")

    short = ("receipt",)
