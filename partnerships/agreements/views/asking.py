"""What a partner says on the page that accepts: a comment, a question, and what becomes of the question."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .. import waiting_for
from ..actions import questions, versions
from ..forms.discussion import AskAgainForm, TalkForm, part_of
from .acceptance import find_reader, onward, refused


def speaking(view):
    """Gives the view the Reader, and takes a POST only."""

    @wraps(view)
    def act(request, version_id, **kwargs):
        return view(request, find_reader(request, version_id), **kwargs)

    return never_cache(login_not_required(require_POST(act)))


@speaking
def send_comment(request, reader):
    """For everybody to read."""
    form = TalkForm(request.POST, part=part_of(request.POST))
    if form.is_valid() and _said(request, reader, form, versions.comment, version=reader.version, **form.as_comment()):
        messages.success(request, "Thank you. Your comment is there for everybody to read.")
        return onward(reader)
    return refused(request, reader, says=form)


@speaking
def ask_question(request, reader):
    """Which the leads answer before this organisation accepts."""
    form = TalkForm(request.POST, part=part_of(request.POST))
    whose = {"version": reader.version, "membership": reader.seat.membership}
    if form.is_valid() and _said(request, reader, form, questions.ask, **whose, **form.as_question()):
        return _asked(request, reader)
    return refused(request, reader, says=form)


@speaking
def ask_again(request, reader, question_id):
    """The answer was not enough."""
    question = _question(reader, question_id)
    form = AskAgainForm(request.POST, question=question)
    if not form.is_valid():
        return refused(request, reader, says=form)
    if _said(request, reader, form, questions.ask_again, question=question, words=form.cleaned_data["body"]):
        return _asked(request, reader)
    return refused(request, reader, says=form.for_its_part())


@speaking
def settle_question(request, reader, question_id):
    """The answer was enough."""
    try:
        questions.settle(question=_question(reader, question_id), contact=reader.seat.contact, now=request.now)
        messages.success(request, "Thank you. Good to know that this is clear now.")
    except questions.NotAnswered as refusal:
        messages.info(request, str(refusal))
    return onward(reader)


@speaking
def withdraw_question(request, reader, question_id):
    """Takes it back."""
    try:
        questions.withdraw(question=_question(reader, question_id), contact=reader.seat.contact, now=request.now)
        messages.success(request, "Your question is withdrawn. You can accept now, or ask again.")
    except questions.NoLongerOpen as refusal:
        messages.info(request, str(refusal))
    return onward(reader)


def _said(request, reader, form, verb, **words):
    """Whether it was said; otherwise the form says why not, and keeps what was typed."""
    try:
        verb(**words, contact=reader.seat.contact, now=request.now)
        return True
    except versions.AlreadyAccepted as refusal:
        form.add_error(None, f"{refusal} Send it as a comment instead.")
    except (versions.StaleVersion, questions.AlreadyAsked, questions.NotAnswered) as refusal:
        form.add_error(None, str(refusal))
    return False


def _asked(request, reader):
    told = waiting_for.have_been_told(waiting_for.leads_of(reader.partnership.pk))
    messages.success(request, f"Thank you for asking. {told}, and you get an e-mail with the answer.")
    return onward(reader)


def _question(reader, question_id):
    """One of their organisation, about this version."""
    found = reader.version.questions.filter(membership=reader.seat.membership)
    return get_object_or_404(found.select_related("version__agreement__partnership"), pk=question_id)
