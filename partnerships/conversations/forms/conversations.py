from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html

from ...directory.models import Contact
from ...pages.forms import HouseForm, HouseModelForm
from ..models import Conversation, ConversationLine

Prompt, Side = ConversationLine.Prompt, Conversation.Side
LONGEST, LINES = 3000, 20
# Prompt → the question and its hint, as the writer of one side reads them; {other} is whom they talk to.
QUESTIONS = {
    Prompt.INTERESTS: (
        "What do you and {other} both care about?",
        "For example: that nobody over 70 eats alone all week.",
    ),
    Prompt.GOALS: (
        "What do you want to reach together?",
        "In a year or two. For example: a shared lunch in every ward.",
    ),
    Prompt.ASPIRATIONS: ("What would be wonderful, if all went well?", "Think big. It binds nobody."),
    Prompt.OUTCOMES: (
        "What should be different for people?",
        "What would they notice themselves? For example: somebody rings when they are ill.",
    ),
    Prompt.BRINGS: ("What do you bring?", "People, rooms, trust, know-how, money: whatever you have."),
    Prompt.NEEDS: ("What do you need?", "What would make it easier for you to take part."),
    "own": ("What may {other} expect of you?", "What they can count on."),
    "other": ("What do you expect of {other}?", "What you would like to count on."),
    Prompt.WORRIES: ("What worries you?", "Said early, a worry is easier to solve."),
}


class ConversationForm(HouseModelForm):
    """When and who."""

    class Meta:
        model = Conversation
        fields = ["held_on", "people_there"]
        widgets = {"people_there": forms.Textarea(attrs={"rows": 3})}

    labels_as = {"held_on": "When do you meet, or when did you?", "people_there": "Who was there?"}
    hints = {"people_there": "Names and, where it helps, what they do."}


class SideForm(HouseForm):
    """One side's words, prompt by prompt, a thought on each line. Nothing has to be filled in."""

    # What the page showed, so that two who write at once do not undo each other.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, conversation, side, **kwargs):
        self.conversation, self.side = conversation, side
        words = conversation.words_of(side)
        super().__init__(*args, initial={"seen": conversation.seen(side), **words}, **kwargs)
        other = conversation.other_than(side)
        own = Prompt.OF_PARTNER if side == Side.THEIRS else Prompt.OF_HOST
        for prompt in Prompt:
            is_expectation = prompt in (Prompt.OF_HOST, Prompt.OF_PARTNER)
            question, hint = QUESTIONS["own" if prompt == own else "other"] if is_expectation else QUESTIONS[prompt]
            field = forms.CharField(
                label=question.format(other=other),
                help_text=hint,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                # A validator only: the attribute would make browsers cut off what is pasted.
                validators=[MaxLengthValidator(LONGEST)],
            )
            self.add_field(prompt.value, field)

    def clean(self):
        values = super().clean()
        for prompt in Prompt:
            lines = _lines(values.get(prompt.value) or "")
            if len(lines) > LINES:
                self.add_error(prompt.value, f"Keep it to {LINES} lines: this has {len(lines)}.")
            values[prompt.value] = lines
        if "send" in self.data and not self.errors and not any(values[prompt.value] for prompt in Prompt):
            raise forms.ValidationError("Write at least one line before you send it.")
        return values

    @property
    def words(self):
        """{prompt: [line, …]}"""
        return {prompt.value: self.cleaned_data[prompt.value] for prompt in Prompt}

    @property
    def typed(self):
        """(question, text) for all that was typed, valid or not: to pass on when it comes too late."""
        fields = [self[prompt.value] for prompt in Prompt]
        return [(field.label, field.data) for field in fields if field.data and field.data.strip()]

    def catch_up(self):
        """Keeps what was typed and shows beside it what somebody else has saved meanwhile; the next save counts."""
        now = self.conversation.words_of(self.side)
        self.data = self.data.copy()
        self.data["seen"] = self.conversation.seen(self.side)
        for prompt, words in now.items():
            if _lines(words) != _lines(self.data.get(prompt, "")):
                shown = self[prompt]
                saved = format_html('<span class="form-text last-answer">Saved now: {}</span>', words)
                shown.help_text = format_html("{}{}", shown.help_text, saved)


def _lines(text):
    """The thoughts in a box: one a line, without bullets and empty lines."""
    found = (line.strip().lstrip("-•*–").strip() for line in text.splitlines())
    return [line for line in found if line]


class AskForm(HouseForm):
    """Who of the partner is asked to write their side."""

    contacts = forms.ModelMultipleChoiceField(
        label="Who should write it?",
        help_text="Each gets a mail with a link of their own, and all of them write on the same page.",
        queryset=Contact.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person."},
    )

    def __init__(self, *args, contacts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = contacts
        self.fields["contacts"].initial = [contact.pk for contact in contacts]


class UseLineForm(HouseForm):
    """Where in the agreement a common interest goes; `text` is the section as it is being typed."""

    section = forms.ChoiceField(choices=[(name, name) for name in ConversationLine.SECTIONS])
    text = forms.CharField(required=False, strip=False)
