from django import forms

from partnerships.pages.forms import HouseModelForm

from .models import Celebration


class ThankedField(forms.ModelMultipleChoiceField):
    """Contributions by name and what for."""

    def label_from_instance(self, contribution):
        who = (
            f"{contribution.contact}, {contribution.organisation}"
            if contribution.contact
            else contribution.organisation
        )
        return f"{who}: {contribution.what}"


class CelebrationForm(HouseModelForm):
    """The words, and who is thanked by name."""

    class Meta:
        model = Celebration
        fields = ["title", "body"]

    hints = {"body": "What happened, and what it means for the people you serve."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = self.instance.contributions.select_related("contact", "organisation")
        if found:
            field = ThankedField(
                found,
                label="Thank by name",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text="Found in your partnership's own records. Untick whoever would rather not be named.",
                initial=[contribution.pk for contribution in found if contribution.is_named],
            )
            self.add_field("named", field)
