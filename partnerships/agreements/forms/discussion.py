"""Saying something about one part of the agreement, and what the leads answer."""

from django import forms

from ...pages.forms import HouseForm
from ..models.question import PARTS, WHOLE


class TalkForm(HouseForm):
    """A comment on one part, or a question about it: the address it is sent to says which."""

    body = forms.CharField(label="Your comment or question", widget=forms.Textarea(attrs={"rows": 3}))

    shows_summary = False
    hints = {"body": "Everybody in the partnership can read it."}

    def __init__(self, data=None, *, part):
        super().__init__(data, auto_id=f"id_{part or 'whole'}_%s")
        self.part = part

    def as_comment(self):
        return {"section": self.part, "body": self.cleaned_data["body"]}

    def as_question(self):
        return {"section": self.part, "words": self.cleaned_data["body"]}


class AskAgainForm(HouseForm):
    """Why the answer to one AgreementQuestion was not enough."""

    body = forms.CharField(label="What is still unclear?", widget=forms.Textarea(attrs={"rows": 3}))

    shows_summary = False

    def __init__(self, data=None, *, question):
        super().__init__(data, auto_id=f"id_again_{question.pk}_%s")
        self.question = question

    def for_its_part(self):
        """What was typed and what is wrong with it, beside the part: this question asks nothing any more."""
        form = TalkForm(self.data, part=part_of({"section": self.question.section}))
        for error in self.non_field_errors():
            form.add_error(None, error)
        return form


def part_of(data):
    """The part a posted form names; anything unknown is the whole agreement."""
    part = data.get("section", WHOLE)
    return part if part in PARTS else WHOLE


class AnswerQuestionForm(HouseForm):
    answer = forms.CharField(label="Your answer", widget=forms.Textarea(attrs={"rows": 5}))

    hints = {"answer": "Every partner can read it. They can accept once you have answered."}


class ReplyToCommentForm(HouseForm):
    reply = forms.CharField(label="Your reply", required=False, widget=forms.Textarea(attrs={"rows": 5}))
    is_settled = forms.BooleanField(label="Settled: there is nothing more to do", required=False)

    hints = {
        "reply": "Every partner can read it.",
        "is_settled": "Leave it open while you still want to change the text.",
    }

    def __init__(self, *args, comment, **kwargs):
        self.instance = comment  # another lead may be replying too
        super().__init__(
            *args, initial={"reply": comment.reply, "is_settled": comment.settled_at is not None}, **kwargs
        )
        self.comment = comment

    def clean(self):
        """A reply, or the tick, or both; who takes the tick away again has done something too."""
        cleaned = super().clean()
        if not cleaned.get("reply") and not cleaned.get("is_settled") and self.comment.settled_at is None:
            self.add_error("reply", "Write a reply, or tick that it is settled.")
        return cleaned
