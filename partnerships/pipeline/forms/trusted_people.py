from django import forms
from django.core.exceptions import ValidationError

from ...directory.models import Contact, Organisation
from ...pages.forms import HouseModelForm
from ..models import BuyIn, TrustedPerson


class TrustedPersonForm(HouseModelForm):
    """Somebody, or a place, that people already go to."""

    class Meta:
        model = TrustedPerson
        fields = ["name", "role", "told_by", "organisation", "contact"]

    hints = {
        "name": "For example, Mrs Begum, or the launderette on Tatton Road.",
        "role": "For example, everybody asks her about school places.",
        "told_by": "So that you can ask them for an introduction.",
        "organisation": "If they belong to one that is on the pipeline.",
        "contact": "If they are somebody we know there.",
    }
    labels_as = {
        "name": "Person or place",
        "role": "What they are to the community",
        "told_by": "Who told us",
    }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        here = Organisation.objects.visible_to(user).filter(memberships__partnership=self.instance.partnership)
        self.fields["organisation"].queryset = here
        self.fields["organisation"].empty_label = "None of them"
        people = Contact.objects.visible_to(user).current().filter(organisation__in=here)
        self.fields["contact"].queryset = people.select_related("organisation")
        self.fields["contact"].empty_label = "Nobody we know"


class BuyInForm(HouseModelForm):
    """What a trusted person said to the plan."""

    class Meta:
        model = BuyIn
        fields = ["answer", "words", "heard_by", "heard_on"]
        widgets = {"answer": forms.RadioSelect}

    labels_as = {"answer": "How do they stand to it?", "words": "In their words", "heard_by": "Who heard it"}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["answer"].choices = BuyIn.ANSWERS

    def clean_heard_on(self):
        """A day that has been."""
        heard_on = self.cleaned_data["heard_on"]
        if heard_on > self.today:
            raise ValidationError("Give the day it was said, today or earlier.")
        return heard_on
