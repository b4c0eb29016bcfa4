"""Sharing the next version: with everybody, or only with those it touches."""

from django import forms

from ...pages.forms import BigChoices, HouseForm

EVERYBODY, TOUCHED = "everybody", "touched"


class ShareAgainForm(HouseForm):
    """Who accepts. The organisations it touches are no question here: they are always asked."""

    who = forms.ChoiceField(
        label="Who accepts this version?",
        choices=[(EVERYBODY, "Everybody accepts again"), (TOUCHED, "Only those it touches")],
        initial=EVERYBODY,
        widget=BigChoices(
            hints={
                EVERYBODY: "The plain way: every member says yes to the new words.",
                TOUCHED: "The others keep the yes they gave, and everybody can read why.",
            }
        ),
    )
    also = forms.MultipleChoiceField(
        label="Ask these as well",
        help_text="It does not touch them. Tick whom you want to ask all the same.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label="Why are the others not asked again?",
        help_text="Only when you choose “Only those it touches”. Everybody in the partnership can read it.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_hash = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, untouched, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = [(str(m.pk), str(m.organisation)) for m in untouched]
        if not untouched:
            del self.fields["also"]

    def clean(self):
        values = super().clean()
        if values.get("who") == TOUCHED and not values.get("reason"):
            self.add_error("reason", "Say why the others are not asked again.")
        return values

    @property
    def only_touched(self):
        return self.cleaned_data["who"] == TOUCHED

    def also_asked(self):
        """The ids of the memberships that are asked besides."""
        return {int(pk) for pk in self.cleaned_data.get("also", [])}

    def show_again(self, text_hash):
        """The page shows the draft as it is now, so the next try is about these words."""
        self.data = self.data.copy()
        self.data["text_hash"] = text_hash
