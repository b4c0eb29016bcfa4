"""The answer page and what belongs to it, for a partner with a link or signed in, and for a lead on the phone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ...commitments.models import Commitment
from .. import correcting, facts, own_matters
from ..actions import check_ins, updates
from ..forms.answer import AnswerForm, CorrectionForm, SkipForm

SKIPPED = "The check-in is skipped."


@login_not_required
@never_cache
def answer_check_in(request, check_in_id):
    check_in, answerer = facts.find(request, check_in_id)
    form = AnswerForm(request.POST or None, **_around(check_in, answerer, request.today))
    if not (check_in.is_asked and answerer.is_seated):
        return _closed(request, check_in, answerer, form)
    if request.method == "POST" and form.is_valid():
        try:
            _submit(check_in, answerer, form, request.now)
        except (updates.AlreadyAnswered, check_ins.NotAsked):
            return _closed(request, *facts.find(request, check_in_id), form)
        return _after(
            request, check_in, answerer, "Saved. Thank you for writing it down for them.", "answered-check-in"
        )
    owed = []
    if check_in.host_has_promised and answerer.lead is None:
        owed = Commitment.objects.owed_by_host([check_in.membership_id], request.today)
    context = {**_framed(check_in, answerer), "form": form, "owed": owed}
    if answerer.lead:
        context["to_call"] = facts.colleagues(check_in)
    return render(request, "partnerships/check_ins/answer_check_in.html", context)


@login_not_required
@never_cache
def answered_check_in(request, check_in_id):
    """Thank you: what happened, what comes next, and how the others are doing."""
    check_in, answerer = facts.find(request, check_in_id)
    if check_in.state != check_in.State.ANSWERED:
        return redirect("answer-check-in", check_in.pk)
    answered, asked = facts.round_of(check_in)
    context = {
        "check_in": check_in,
        "answerer": answerer,
        "answered": answered,
        "asked": asked,
        "status": check_in.partnership.status,
        "may_correct": correcting.may(answerer, check_in, request.now),
        **_until_next(check_in, request.today),
    }
    return render(request, "partnerships/check_ins/answered_check_in.html", context)


@login_not_required
@never_cache
def correct_answer(request, check_in_id):
    """The answer once more, to change while it counts."""
    check_in, answerer = facts.find(request, check_in_id)
    if not correcting.may(answerer, check_in, request.now):
        return _closed(request, check_in, answerer, form=None)
    update = check_in.update
    form = CorrectionForm(
        request.POST or None,
        instance=update,
        today=request.today,
        measures=check_in.measures_asked(),
        numbers=correcting.numbers(update),
        is_ask_settled=correcting.is_ask_settled(update),
    )
    if request.method == "POST" and form.is_valid():
        try:
            updates.correct(update=update, answers=form.answers, values=form.values, by=answerer.by, now=request.now)
        except updates.TooLate:
            return _closed(request, *facts.find(request, check_in_id), form)
        return _after(request, check_in, answerer, "Corrected. Those who lead hear of it.", "answered-check-in")
    return render(request, "partnerships/check_ins/correct_answer.html", {**_framed(check_in, answerer), "form": form})


@login_not_required
@require_POST
def open_check_in(request, check_in_id):
    """Somebody began to write: told by answer.js on the first key or press, never by loading the page."""
    check_in, answerer = facts.find(request, check_in_id)
    if answerer.lead is None:
        check_ins.mark_opened(check_in=check_in, now=request.now)
    return HttpResponse(status=204)


@login_not_required
@never_cache
def skip_check_in(request, check_in_id):
    check_in, answerer = facts.find(request, check_in_id)
    form = SkipForm(request.POST or None)
    if not (check_in.is_asked and answerer.is_seated):
        return _closed(request, check_in, answerer, form)
    if request.method == "POST" and form.is_valid():
        try:
            check_ins.skip(check_in=check_in, reason=form.cleaned_data["reason"], by=answerer.by, now=request.now)
        except check_ins.NotAsked:
            return _closed(request, *facts.find(request, check_in_id), form)
        return _after(request, check_in, answerer, SKIPPED, "answer-check-in")
    context = {**_framed(check_in, answerer), "form": form}
    return render(request, "partnerships/check_ins/skip_check_in.html", context)


def _answered(check_in, answerer, today):
    """What the organisation answered and what it has to do until it is asked again, for who may answer for it."""
    if check_in.state != check_in.State.ANSWERED or not answerer.is_seated:
        return {}
    values = [(measure.name, measure.in_unit(number)) for measure, number in correcting.numbers(check_in.update)]
    return {"update": check_in.update, "values": values, **_until_next(check_in, today)}


def _until_next(check_in, today):
    own, next_due_on = own_matters.of(check_in, today), facts.next_due_on(check_in)
    to_do = own.due_by(next_due_on) if next_due_on else list(own)
    return {"to_do": to_do, "next_due_on": next_due_on, "today": today}


def _framed(check_in, answerer):
    """A lead stays within the partnership's pages; a partner may have nothing but the link."""
    frame = "partnerships/check_ins/within.html" if answerer.lead else "public.html"
    more = {"partnership": check_in.partnership, "tab": "Check-ins", "leads": True} if answerer.lead else {}
    return {"check_in": check_in, "answerer": answerer, "frame": frame, **more}


def _around(check_in, answerer, today):
    """What the form needs to know of this check-in."""
    return {
        "today": today,
        "own": own_matters.of(check_in, today),
        "last": facts.last_update(check_in),
        "measures": check_in.measures_asked(),
        "colleagues": facts.colleagues(check_in) if answerer.lead else None,
    }


def _submit(check_in, answerer, form, now):
    updates.submit(
        check_in=check_in,
        answers=form.answers,
        by=form.cleaned_data.get("said_by") if answerer.lead else answerer.contact,
        entered_by=answerer.lead,
        values=form.values,
        own=form.own_word,
        now=now,
    )


def _after(request, check_in, answerer, words, page):
    """On from a form: a lead back to the board, a partner to the page with this name."""
    if answerer.lead:
        messages.success(request, words)
        return redirect("check-ins", check_in.partnership_id)
    return HttpResponseRedirect(reverse(page, args=[check_in.pk]), status=303)


def _closed(request, check_in, answerer, form):
    """A kind sentence instead of the form, with what was typed when somebody else was faster; thanks to who sends their
    own once more."""
    is_whole = request.method == "POST" and form is not None and form.is_valid()
    if is_whole and isinstance(form, SkipForm):
        if check_in.state == check_in.State.SKIPPED and check_in.skip_reason == form.cleaned_data["reason"]:
            return _after(request, check_in, answerer, SKIPPED, "answer-check-in")
    elif is_whole and facts.has_said(answerer, check_in, form.answers, form.values):
        return HttpResponseRedirect(reverse("answered-check-in", args=[check_in.pk]), status=303)
    context = {
        **_framed(check_in, answerer),
        "typed": form.typed if form and request.method == "POST" else [],
        "may_correct": correcting.may(answerer, check_in, request.now),
        "next_due_on": facts.next_due_on(check_in),
        **_answered(check_in, answerer, request.today),
    }
    return render(
        request, "partnerships/check_ins/closed_check_in.html", context, status=409 if request.method == "POST" else 200
    )
