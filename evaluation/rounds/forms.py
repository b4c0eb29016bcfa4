from django import forms

from partnerships.pages.forms import HouseForm, HouseModelForm

from .models import Question, Round


class RoundForm(HouseModelForm):
    """Whom to ask, how, and until when."""

    class Meta:
        model = Round
        fields = ["title", "audience", "mode", "closes_on"]
        widgets = {"audience": forms.RadioSelect, "mode": forms.RadioSelect}

    labels_as = {"audience": "Whom do you ask?", "mode": "How are answers kept?"}
    hints = {
        "title": "People see it, such as “Autumn 2026: how are we working together?”",
        "audience": "Partners get a mail each. People served answer through an open link or a QR code.",
        "mode": "Answers of people served are always anonymous.",
    }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        for name, choices in {"audience": Question.Audience, "mode": Round.Mode}.items():
            if name in self.fields:
                self.fields[name].choices = choices.choices

    def clean_closes_on(self):
        closes_on = self.cleaned_data["closes_on"]
        if closes_on < self.today:
            raise forms.ValidationError("This day is past. Choose today or a later day.")
        return closes_on

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("audience") == Question.Audience.PEOPLE:
            cleaned["mode"] = Round.Mode.ANONYMOUS
        return cleaned


class RoundChangeForm(RoundForm):
    """Another title or last day. A last day that is past already may stay."""

    class Meta:
        model = Round
        fields = ["title", "closes_on"]

    labels_as = {}

    def clean_closes_on(self):
        closes_on = self.cleaned_data["closes_on"]
        return closes_on if closes_on == self.initial["closes_on"] else super().clean_closes_on()


class QuestionsForm(HouseForm):
    """Which questions of the bank a draft asks."""

    questions = forms.ModelMultipleChoiceField(Question.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, audience, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["questions"].queryset = Question.objects.offered_to(audience)
