from django import forms
from django.core.exceptions import ValidationError

from ...directory.models import Organisation
from ...membership.models import Membership
from ...pages.forms import HouseForm

Stage = Membership.Stage
BEFORE = [choice for choice in Stage.choices if choice[0] not in Membership.GONE]
GONE_OR_IN = "One of them is in the partnership by now, or not in the directory. Look again."
STAGE_HINT = "A member accepts the agreement and answers check-ins. The stages before lead there."


class InviteForm(HouseForm):
    """The stage an organisation comes in at."""

    stage = forms.ChoiceField(
        choices=BEFORE,
        initial=Stage.IDENTIFIED,
        widget=forms.RadioSelect,
        help_text=STAGE_HINT,
    )


class SeveralForm(HouseForm):
    """Several organisations of the directory at once, at one stage."""

    AT_MOST = 50

    organisations = forms.ModelMultipleChoiceField(
        queryset=None,
        error_messages={
            "required": "Tick those that you want to add.",
            "invalid_choice": GONE_OR_IN,
            "invalid_pk_value": GONE_OR_IN,
        },
    )
    stage = forms.ChoiceField(choices=BEFORE, initial=Stage.IDENTIFIED, label="As")

    def __init__(self, *args, user, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        there = Organisation.objects.visible_to(user).exclude(memberships__partnership=partnership)
        self.fields["organisations"].queryset = there
        self.fields["stage"].widget.attrs["class"] = "form-select"

    def clean_organisations(self):
        chosen = self.cleaned_data["organisations"]
        if len(chosen) > self.AT_MOST:
            raise ValidationError(f"Add {self.AT_MOST} at a time.")
        return chosen


class MoveForm(HouseForm):
    """One step on the pipeline: the stage chosen on a card, and the stage that the card was in."""

    stage = forms.ChoiceField(choices=Stage.choices)
    was = forms.ChoiceField(choices=Stage.choices, required=False)


class StageForm(HouseForm):
    """A move with its reason, the day to ask again, and a note. `was` is the stage that the page showed."""

    stage = forms.ChoiceField(choices=Stage.choices, widget=forms.RadioSelect, help_text=STAGE_HINT)
    reason = forms.CharField(
        label="The reason, when left or not now",
        required=False,
        widget=forms.Textarea,
        help_text="Leads read it, so that nobody asks again too soon.",
    )
    ask_again_on = forms.DateField(
        label="Ask again on, when not now",
        required=False,
        help_text="On that day your first page reminds you. For example, 1 March 2027 or 1/3/27",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        widget=forms.Textarea,
        help_text="What was said, or what comes next. It stands on the card; only leads and viewers read it.",
    )
    was = forms.ChoiceField(choices=Stage.choices, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, membership, today, stage="", **kwargs):
        day = membership.ask_again_on
        initial = {
            "stage": stage if stage in Stage.values else membership.stage,
            "reason": membership.reason,
            "ask_again_on": day if day and day > today else None,
            "note": membership.note,
            "was": membership.stage,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.today = today

    def clean_ask_again_on(self):
        """A day that is still to come; left out with any other stage than not now."""
        day = self.cleaned_data["ask_again_on"]
        if self.cleaned_data.get("stage") != Stage.NOT_NOW:
            return None
        if day and day <= self.today:
            raise ValidationError("Give a day that is still to come, or leave it empty.")
        return day

    def clean(self):
        values = super().clean()
        if values.get("stage") in Membership.GONE and not values.get("reason", "").strip():
            self.add_error("reason", "Say why, so that nobody asks again too soon.")
        return values

    def take_in(self, membership):
        """Go on from the stage that somebody else moved it to, so that the same answers can be sent again."""
        self.data = self.data.copy()
        self.data["was"] = membership.stage
