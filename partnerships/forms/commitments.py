from ..models import Commitment
from .house import HouseModelForm
from .objectives import OwnerField, owners


class CommitmentForm(HouseModelForm):
    """Who promises what to whom by when."""

    class Meta:
        model = Commitment
        fields = ["from_membership", "what", "to_membership", "due_on"]
        field_classes = {"from_membership": OwnerField, "to_membership": OwnerField}

    labels_as = {
        "from_membership": "Who promises",
        "what": "What is promised",
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
