from django import forms

from partnerships.pages.forms import HouseModelForm

from .models import Celebration, Contribution


class ThankedField(forms.ModelMultipleChoiceField):
    """Contributions by name."""

    def label_from_instance(self, contribution):
        return contribution.who


class CelebrationForm(HouseModelForm):
    """The words, who is thanked by name, and what for."""

    class Meta:
        model = Celebration
        fields = ["title", "body"]

    hints = {"body": "What happened, and what it means for the people you serve."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = found = self.instance.contributions.select_related("contact", "organisation")
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
        for contribution in found:
            self.add_field(f"thanks_{contribution.pk}", _field_of(contribution))

    @property
    def thanks(self):
        """The cleaned words of each contribution, by its id."""
        return {contribution.pk: self.cleaned_data[f"thanks_{contribution.pk}"] for contribution in self.found}


def _field_of(contribution):
    return forms.CharField(
        label=f"What we thank {contribution.who} for",
        max_length=Contribution._meta.get_field("what").max_length,
        initial=contribution.what,
    )
