from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Layout
from django import forms

from ...pages.forms import Group, HouseForm
from ..models import FitScore

# Not the empty value: that would be chosen before anybody has looked at the statement.
CANNOT_SAY = ("none", "I cannot say yet")
WORDS = {1: "1 not at all", 2: "2", 3: "3", 4: "4", 5: "5 fully"}


class FitForm(HouseForm):
    """Every statement with a number and a few words. Each may be left out; a form with nothing in it is sent back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [*((str(number), words) for number, words in WORDS.items()), CANNOT_SAY]
        groups = []
        for slug, sentence in FitScore.STATEMENTS.items():
            number = forms.TypedChoiceField(
                label="How far is that so?",
                required=False,
                coerce=_number,
                empty_value=None,
                choices=choices,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose a number from 1 to 5."},
            )
            comment = forms.CharField(
                label="Why?", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.add_field(f"score-{slug}", number)
            self.add_field(f"comment-{slug}", comment)
            groups.append(Group(sentence, InlineRadios(f"score-{slug}"), f"comment-{slug}"))
        self.helper.layout = Layout(*groups)

    def clean(self):
        values = super().clean()
        if not self.errors and not any(score or comment for score, comment in self.scores().values()):
            raise forms.ValidationError("Answer at least one statement before you send it.")
        return values

    def scores(self):
        """{statement: (score or None, comment)}"""
        values = self.cleaned_data
        return {slug: (values.get(f"score-{slug}"), values.get(f"comment-{slug}", "")) for slug in FitScore.STATEMENTS}


def _number(value):
    return None if value == CANNOT_SAY[0] else int(value)
