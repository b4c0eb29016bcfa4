"""Which words stay when two become one."""

from django import forms

from ..pages.forms import HouseForm
from ..proposals import actions as proposals
from . import actions as merges
from . import comparison


class MergeForm(HouseForm):
    """A choice for each field in which the two differ. Sent with what the choices were made about."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, kept, gone):
        self.kept, self.gone = kept, gone
        self.compared = comparison.compared(kept, gone)
        self.now_seen = comparison.fingerprint(kept, gone)
        super().__init__(data, initial={"seen": self.now_seen})
        for one in self.compared:
            if one.is_conflict:
                choices = [(comparison.KEPT, one.kept), (comparison.TAKEN, one.gone)]
                if one.can_be_both:
                    choices.append((comparison.BOTH, "Both, one after the other"))
                field = forms.ChoiceField(
                    label=one.label, choices=choices, widget=forms.RadioSelect, initial=comparison.KEPT
                )
                self.add_field(one.name, field)

    @property
    def has_choices(self):
        return len(self.fields) > 1

    def propose(self, *, by, now):
        """Put the same choices before those who may make them."""
        picks = {name: pick for name, pick in self.cleaned_data.items() if name != "seen"}
        seen = self.cleaned_data["seen"]
        return proposals.propose(subject=self.kept, other=self.gone, changes=picks, seen=seen, why="", by=by, now=now)

    def save(self, *, by, now):
        """What stays of the two."""
        picks = {name: pick for name, pick in self.cleaned_data.items() if name != "seen"}
        return merges.merge(kept=self.kept, gone=self.gone, picks=picks, seen=self.cleaned_data["seen"], by=by, now=now)

    def looked_at_again(self):
        """The same choices, about the two as they are now."""
        data = self.data.copy()
        data["seen"] = self.now_seen
        return MergeForm(data, kept=self.kept, gone=self.gone)
