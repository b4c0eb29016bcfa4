"""The lead's side of feedback: rounds, their questions, their results."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from partnerships.membership.permissions import can_lead
from partnerships.models import Partnership
from partnerships.pages.access import require
from partnerships.pages.keyset import page_of

from ..responses import actions as responses
from ..responses.models import Answer, Invitation
from ..results import disclosure, reading, results
from ..results.disclosure import INTERNAL, SafeTable
from . import actions
from .forms import QuestionsForm, RoundChangeForm, RoundForm
from .models import Question, Round


def rounds(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    found = Round.objects.visible_to(request.user).filter(partnership=partnership)
    context = {
        "partnership": partnership,
        "tab": "Feedback",
        "leads": can_lead(request.user, partnership),
        "page": page_of(request, found, ordering=("-created_at", "-pk")),
    }
    return render(request, "evaluation/rounds/rounds.html", context)


def add_round(request, partnership_id):
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    initial = {"audience": "partners", "mode": "anonymous"}
    form = RoundForm(request.POST or None, initial=initial, today=request.today)
    if request.method == "POST" and form.is_valid():
        bank = Question.objects.offered_to(form.cleaned_data["audience"])
        round = actions.begin(
            partnership=partnership, questions=bank, by=request.user, now=request.now, **form.cleaned_data
        )
        messages.success(request, "The draft is ready with the whole question bank. Take out what you do not need.")
        return redirect("round", round.pk)
    context = {"partnership": partnership, "tab": "Feedback", "leads": True, "form": form}
    return render(request, "evaluation/rounds/add_round.html", context)


def find(request, round_id):
    """The round, for whoever may see it, with whether they lead."""
    seen = Round.objects.visible_to(request.user).select_related("partnership__host")
    round = get_object_or_404(seen, pk=round_id)
    return round, can_lead(request.user, round.partnership)


def round(request, round_id):
    """A draft's questions, an open round's links and counts, or a closed round's results."""
    found, leads = find(request, round_id)
    context = {"partnership": found.partnership, "tab": "Feedback", "leads": leads, "round": found}
    if found.is_closed:
        table = SafeTable(found)
        context |= {"table": table, "charts": results.charts(table), "words": results.words(table)}
        context["to_read"] = words_to_read(found) if leads else []
    elif found.is_open:
        context |= {"count": disclosure.people(found), "threshold": INTERNAL, **invited(found)}
    else:
        context["questions"] = found.questions.all()
    return render(request, f"evaluation/rounds/round_{found.state}.html", context)


def invited(round):
    """How many partners were asked."""
    return {"invited": Invitation.objects.filter(round=round).count()}


def words_to_read(round):
    """Answers in people's own words that nobody has read yet, with what in them may name somebody.

    Below the threshold they stay unread: too few wrote.
    """
    written = Answer.objects.filter(response__round=round).exclude(words="")
    enough = [q for q, n in written.values_list("question").annotate(n=Count("pk")).order_by() if n >= INTERNAL]
    waiting = written.filter(question__in=enough, check_state=Answer.Check.WAITING).select_related("question")
    return [(answer, reading.marks(answer.words)) for answer in waiting.order_by("id")]


def edit_round(request, round_id):
    found, leads = find(request, round_id)
    require(leads)
    if not found.is_draft:
        messages.info(request, "The questions of a round are fixed once it is open.")
        return redirect("round", found.pk)
    chosen = [question.question_id for question in found.questions.all()]
    form = QuestionsForm(request.POST or None, audience=found.audience, initial={"questions": chosen})
    if request.method == "POST" and form.is_valid():
        questions = form.cleaned_data["questions"]
        actions.choose_questions(round=found, questions=questions, by=request.user, now=request.now)
        messages.success(request, "The questions are saved.")
        return redirect("round", found.pk)
    context = {"partnership": found.partnership, "tab": "Feedback", "leads": True, "round": found, "form": form}
    return render(request, "evaluation/rounds/edit_round.html", context)


def change_round(request, round_id):
    found, leads = find(request, round_id)
    require(leads)
    form = RoundChangeForm(request.POST or None, instance=found, today=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(round=found, by=request.user, now=request.now, **form.cleaned_data)
            messages.success(request, "The round is changed.")
        except actions.RoundRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("round", found.pk)
    context = {"partnership": found.partnership, "tab": "Feedback", "leads": True, "round": found, "form": form}
    return render(request, "evaluation/rounds/change_round.html", context)


@require_POST
def open_round(request, round_id):
    return _move(request, round_id, actions.open_round, "The round is open.")


@require_POST
def close_round(request, round_id):
    found, leads = find(request, round_id)
    require(leads)
    if found.is_open and disclosure.people(found) is None and "all_the_same" not in request.POST:
        messages.error(request, "Too few people have answered by now. If you close the round, nothing will ever show.")
        return redirect("round", found.pk)
    return _move(request, round_id, actions.close_round, "The round is closed.")


def _move(request, round_id, verb, done):
    found, leads = find(request, round_id)
    require(leads)
    try:
        verb(round=found, by=request.user, now=request.now)
        messages.success(request, done)
    except actions.RoundRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("round", found.pk)


@require_POST
def read_words(request, answer_id):
    """A reader lets somebody's words through, or keeps them hidden."""
    seen = Answer.objects.filter(response__round__in=Round.objects.visible_to(request.user))
    answer = get_object_or_404(seen.select_related("response__round__partnership"), pk=answer_id)
    found = answer.response.round
    require(can_lead(request.user, found.partnership) and found.is_closed)
    responses.let_through(answer=answer, shown=request.POST.get("show") == "1", by=request.user, now=request.now)
    return redirect("round", found.pk)
