from django import forms

from ...pages.forms import HouseModelForm
from ..models import Stance


class StanceForm(HouseModelForm):
    """How one organisation is judged today."""

    class Meta:
        model = Stance
        fields = ["influence", "interest", "why"]
        widgets = {"influence": forms.RadioSelect, "interest": forms.RadioSelect}

    hints = {
        "influence": "How much they can help this work or stop it.",
        "interest": "How much it matters to them.",
        "why": "What you saw or heard. Partners never read it.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("influence", "interest"):
            self.fields[name].choices = Stance.Degree.choices
