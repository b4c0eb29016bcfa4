from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q

from ...pages.forms import Group, HouseModelForm
from ..models import Objective


class OwnerField(forms.ModelChoiceField):
    """One of the partnership's organisations."""

    def label_from_instance(self, membership):
        return str(membership.organisation)


def owners(partnership, current=None):
    """The memberships that may see to something: those present, and whoever does now."""
    return partnership.memberships.filter(Q(pk__in=partnership.memberships.present()) | Q(pk=current)).select_related(
        "organisation"
    )


class ObjectiveForm(HouseModelForm):
    """One prompt for each letter. Only the sentence itself is asked for; the checker explains the rest."""

    class Meta:
        model = Objective
        fields = ["title", *Objective.LETTERS, "due_on", "owner"]
        field_classes = {"owner": OwnerField}

    hints = {
        **Objective.LETTERS,
        "title": "For example: by June, 60 older people in Sale eat together every week.",
    }
    labels_as = {
        "title": "The objective in one sentence",
        "specific": "S: specific",
        "measurable": "M: measurable",
        "achievable": "A: achievable",
        "relevant": "R: relevant",
        "time_bound": "T: time-bound",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        owner.queryset = owners(self.instance.partnership, self.instance.owner_id)
        owner.empty_label = "Nobody yet"
        self.helper.layout = Layout(
            "title",
            Group("Letter by letter", *Objective.LETTERS),
            Group("Who and when", "owner", "due_on"),
        )
