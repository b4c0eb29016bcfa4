"""Keep, change or end: what a partner says, and what a lead decides."""

from django import forms

from ...pages.forms import BigChoices, HouseForm
from ..models import ReviewView

Choice = ReviewView.Choice
WHAT_IT_MEANS = {
    Choice.KEEP: "Nothing changes until the next review.",
    Choice.CHANGE: "Say below what should be different.",
    Choice.END: "Say below why.",
}


class ReviewViewForm(HouseForm):
    """What one organisation would do with the agreement."""

    choice = forms.ChoiceField(
        label="What should happen with it?", choices=Choice.choices, widget=BigChoices(hints=WHAT_IT_MEANS)
    )
    words = forms.CharField(
        label="What should change, or why should it end?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed only if you choose one of these. The leads read it.",
    )

    def clean(self):
        values = super().clean()
        missing = {
            Choice.CHANGE: "Say in a few words what should change.",
            Choice.END: "Say in a few words why it should end.",
        }
        if values.get("choice") in missing and not values.get("words") and "words" not in self.errors:
            self.add_error("words", missing[values["choice"]])
        return values


class KeepForm(HouseForm):
    """As it is, until another review."""

    shows_summary = False
    review_on = forms.DateField(label="We look at it again on")
    # Which review day the page showed.
    seen = forms.DateField(required=False, widget=forms.HiddenInput)


class ExtendForm(HouseForm):
    """The same words with a later end."""

    shows_summary = False
    ends_on = forms.DateField(label="It ends on")
    new_review_on = forms.DateField(label="We look at it again on")


class EndAgreementForm(HouseForm):
    """Its last day, and why."""

    ended_on = forms.DateField(label="Its last day", help_text="Today or an earlier day, like 1 March 2027 or 1/3/27.")
    reason = forms.CharField(
        label="Why it ends",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Everybody with a seat gets this by mail.",
    )
