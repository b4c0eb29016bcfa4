"""What partners are unsure about, and what leads answer; replies to comments."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Partnership, Seat
from ...membership.permissions import can_lead
from ...pages.access import require
from ...pages.keyset import page_of
from ..actions import comments, questions
from ..forms.discussion import AnswerQuestionForm, ReplyToCommentForm
from ..models import AgreementQuestion, Comment

TAB = "Questions"


def agreement_questions(request, partnership_id):
    """Every question about the agreement: those that wait for an answer first, then the latest."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    seen = AgreementQuestion.objects.visible_to(request.user).of_partnership(partnership).with_people()
    waiting = seen.standing().order_by("asked_at", "pk")
    rest = page_of(request, seen.exclude(pk__in=waiting.values("pk")), ordering=("-asked_at", "-pk"))
    seats = Seat.objects.accepting().of_user(request.user).of_partnership(partnership)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "waiting": list(waiting),
        "page": rest,
        "speaks_for": {seat.membership_id: seat for seat in seats},
    }
    return render(request, "partnerships/agreements/agreement_questions.html", context)


def answer_question(request, question_id):
    """Once, for all to read."""
    found = AgreementQuestion.objects.visible_to(request.user).with_people()
    question = get_object_or_404(found.select_related("version__agreement__partnership"), pk=question_id)
    partnership = question.version.agreement.partnership
    require(can_lead(request.user, partnership))
    form = AnswerQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            questions.answer(question=question, answer=form.cleaned_data["answer"], by=request.user, now=request.now)
            messages.success(request, f"Your answer is there for all to read, {question.contact} among them.")
            return redirect("agreement-questions", partnership.pk)
        except questions.NoLongerOpen as refusal:
            form.add_error(None, str(refusal))
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": True,
        "question": question,
        "form": form,
        "text": dict((name, text) for name, _, text in question.version.sections()).get(question.section, ""),
    }
    return render(request, "partnerships/agreements/answer_question.html", context)


def answer_comment(request, comment_id):
    """Reply to a comment, and say whether it is settled."""
    found = Comment.objects.visible_to(request.user).with_people().select_related("version__agreement__partnership")
    comment = get_object_or_404(found, pk=comment_id)
    partnership = comment.version.agreement.partnership
    require(can_lead(request.user, partnership))
    form = ReplyToCommentForm(request.POST or None, comment=comment)
    if request.method == "POST" and form.is_valid():
        comments.reply(comment=comment, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, f"Saved. Everybody can read it beside the comment of {comment.contact}.")
        return redirect("agreement", partnership.pk)
    context = {"partnership": partnership, "tab": "Agreement", "leads": True, "comment": comment, "form": form}
    return render(request, "partnerships/agreements/answer_comment.html", context)
