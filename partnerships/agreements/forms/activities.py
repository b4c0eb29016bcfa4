from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Q

from ...pages.forms import Group, HouseForm
from ..actions import activities
from ..models import Part


class PartField(forms.ChoiceField):
    """One organisation's part. “No part” is an answer like the others, so this is not called optional."""

    def clean(self, value):
        return super().clean(value) if value else ""


class MatterForm(HouseForm):
    """What is to be done, and each organisation's part in it."""

    what = forms.CharField(
        label="What is to be done", max_length=255, help_text="In a few words. For example: Volunteers' insurance."
    )
    objective = forms.ModelChoiceField(
        queryset=None, label="Does it serve an objective?", required=False, empty_label="No, or not one of these"
    )

    def __init__(self, *args, matter, **kwargs):
        self.instance = matter  # another lead may be editing it too
        super().__init__(*args, initial={"what": matter.what, "objective": matter.objective_id}, **kwargs)
        self._offer_objectives(_objectives(matter))
        here = dict(matter.parts.values_list("membership", "kind")) if matter.pk else {}
        self.memberships = list(_memberships(matter, here))
        for membership in self.memberships:
            part = PartField(
                label=str(membership.organisation),
                choices=[("", "No part"), *Part.Kind.choices],
                initial=here.get(membership.pk, ""),
            )
            self.add_field(f"part-{membership.pk}", part)
        parts = Div(*(f"part-{membership.pk}" for membership in self.memberships), css_class="pair")
        first = [name for name in ("what", "objective") if name in self.fields]
        self.helper.layout = Layout(*first, Group("Who has which part?", parts))

    def _offer_objectives(self, objectives):
        """An objective can lend its words; without any, there is nothing to ask."""
        if not objectives:
            del self.fields["objective"]
            return
        self.fields["objective"].queryset = objectives
        self.fields["what"].required = False
        self.fields["what"].help_text += " Left empty, the words of the objective below are taken."

    def clean(self):
        values = super().clean()
        values.setdefault("objective", None)
        if not values.get("what") and values.get("objective"):
            values["what"] = values["objective"].title
        elif values.get("what") == "":
            self.add_error("what", "Say what is to be done, or choose an objective.")
        try:
            activities.refuse_two_leaders(self.parts())
        except activities.TwoLeaders as refusal:
            leading = [membership for membership, kind in self.parts().items() if kind == Part.Kind.LEADS]
            self.add_error(f"part-{leading[-1].pk}", str(refusal))
        return values

    def parts(self):
        """{membership: kind} of those who have a part."""
        chosen = {membership: self.cleaned_data.get(f"part-{membership.pk}") for membership in self.memberships}
        return {membership: kind for membership, kind in chosen.items() if kind}


def _memberships(matter, here):
    """Those that take part, and whoever has a part in it so far."""
    there = matter.version.agreement.partnership.memberships
    return there.filter(Q(pk__in=there.taking_part()) | Q(pk__in=here)).select_related("organisation")


def _objectives(matter):
    """Those still pursued, and the one it serves so far."""
    objectives = matter.version.agreement.partnership.objectives
    return objectives.active() | objectives.filter(pk=matter.objective_id)
