from django import forms

from ..pages.forms import HouseForm, HouseModelForm
from ..plan.forms.objectives import OwnerField, owners
from .models import Commitment


class CommitmentForm(HouseModelForm):
    """Who promises what to whom by when."""

    class Meta:
        model = Commitment
        fields = ["from_membership", "what", "kind", "to_membership", "due_on"]
        field_classes = {"from_membership": OwnerField, "to_membership": OwnerField}

    labels_as = {
        "from_membership": "Who promises",
        "what": "What is promised",
        "kind": "What kind of thing it is",
        "to_membership": "To whom",
        "due_on": "By when",
    }
    hints = {
        "from_membership": "The host's own promises come first.",
        "what": "For example: the hall is free for us every Tuesday morning.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        promise = self.instance
        here = owners(promise.partnership)
        self.fields["from_membership"].queryset = here
        self.fields["to_membership"].queryset = here
        self.fields["to_membership"].empty_label = "Everybody"
        if promise._state.adding:
            hosts = [membership.pk for membership in here if membership.organisation_id == promise.partnership.host_id]
            self.fields["from_membership"].initial = next(iter(hosts), None)


class PromiseAskForm(HouseModelForm):
    """The host's promise in answer to what a partner asked for."""

    class Meta:
        model = Commitment
        fields = ["what", "kind", "due_on"]

    labels_as = {"what": "What we promise", "kind": "What kind of thing it is", "due_on": "By when"}
    hints = {"what": "Everybody in the partnership can read these words: leave out what was said in confidence."}


class SettleForm(HouseForm):
    """How a promise ended, in the words of those who know."""

    state = forms.ChoiceField(label="How did it end?", widget=forms.RadioSelect)
    evidence = forms.CharField(
        label="What shows it, or why not",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody in the partnership can read it.",
    )

    # State → what the choice says.
    CHOICES = {
        Commitment.State.KEPT: "It was kept",
        Commitment.State.NOT_KEPT: "It was not kept, and will not be",
        Commitment.State.RELEASED: "It is no longer needed: they are released from it",
    }

    def __init__(self, *args, states, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(state.value, self.CHOICES[state]) for state in states]

    def clean(self):
        values = super().clean()
        if values.get("state") in {"not-kept", "released"} and not values.get("evidence"):
            self.add_error("evidence", "Say why, so that everybody understands it later.")
        return values
