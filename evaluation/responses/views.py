"""The public side: answering without an account, and taking an answer back."""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from partnerships.links import links
from partnerships.membership.permissions import can_lead
from partnerships.models import ActionLink
from partnerships.pages.once import key_of, repeatable
from partnerships.pages.proxies import client_address

from ..rounds.models import Round
from ..rounds.views import find
from . import actions as responses
from . import limits
from .forms import ReceiptForm, ResponseForm
from .models import Invitation


@repeatable
@login_not_required
@never_cache
def give_feedback(request, code):
    """The open form of a round for people served.

    It asks for a sign-in only to keep out whoever leads, and keeps nothing about the browser but a count for the day.
    """
    rounds = Round.objects.answerable_by_anybody().select_related("partnership__host")
    round = get_object_or_404(rounds, code=code.lower())
    leads = request.user.is_authenticated and can_lead(request.user, round.partnership)
    return _ask(request, round, leads=leads)


@repeatable
@login_not_required
@never_cache
def answer_round(request, invitation_id):
    """A partner's form, from the link in their mail or when signed in as the person who was asked."""
    asked = Invitation.objects.of_the_seated().select_related("round__partnership__host", "membership")
    link = links.held_by(request, ActionLink.Purpose.RESPOND, invitation_id)
    if link is not None:
        invitation = get_object_or_404(asked, pk=invitation_id, contact=link.contact)
    elif request.user.is_authenticated:
        invitation = get_object_or_404(asked, pk=invitation_id, contact__user=request.user)
    else:
        raise Http404
    return _ask(request, invitation.round, invitation)


def _ask(request, round, invitation=None, *, leads=False):
    if not round.is_open or (invitation and invitation.answered and request.method != "POST"):
        return render(request, "evaluation/responses/feedback_ended.html", {"round": round, "invitation": invitation})
    easy_read = round.is_for_people and request.asked.text("easy") == "1"
    # Who only turns to easy words, or back, sends what they have said so far without wanting it weighed.
    is_sent = request.method == "POST" and not leads and "turn" not in request.POST
    said = request.POST if is_sent else None
    form = ResponseForm(said, initial=request.POST.dict(), round=round, easy_read=easy_read)
    if is_sent and form.is_valid():
        try:
            receipt = responses.give(
                round=round, answers=form.answers(), easy_read=easy_read, now=request.now, invitation=invitation,
                sender=None if invitation else _sender_of(request), key=key_of(request),
            )  # fmt: skip
            return render(request, "evaluation/responses/feedback_thanks.html", {"round": round, "receipt": receipt})
        except responses.NotTaken as refusal:
            form.add_error(None, str(refusal))
    context = {"round": round, "form": form, "easy_read": easy_read, "invitation": invitation, "leads": leads}
    status = 403 if leads and request.method == "POST" else 200
    return render(request, "evaluation/responses/give_feedback.html", context, status=status)


def _sender_of(request):
    agent = request.headers.get("User-Agent", "")
    return limits.Sender.of(address=client_address(request), agent=agent, now=request.now)


@repeatable
@login_not_required
@never_cache
def withdraw_feedback(request, code):
    """Take an answer back with its receipt, while the round is open."""
    round = get_object_or_404(Round.objects.answered_by_somebody(), code=code.lower())
    form, done = ReceiptForm(request.POST or None), False
    if request.method == "POST" and form.is_valid():
        try:
            responses.take_back(round=round, receipt=form.cleaned_data["receipt"])
            done = True
        except responses.NotTaken as refusal:
            form.add_error("receipt", str(refusal))
    return render(request, "evaluation/responses/withdraw_feedback.html", {"round": round, "form": form, "done": done})


def address_of(round):
    """The address of the open form, as it is printed and scanned."""
    return settings.SITE_URL + reverse("give-feedback", args=[round.code])


def round_poster(request, round_id):
    """A page to print and hang up: what is asked, the QR code and the address."""
    round, _ = find(request, round_id)
    if not round.is_for_people:
        raise Http404
    return render(request, "evaluation/responses/round_poster.html", {"round": round, "address": address_of(round)})


def round_qr(request, round_id):
    """The QR code of the open form, as a picture."""
    round, _ = find(request, round_id)
    if not round.is_for_people:
        raise Http404
    picture = segno.make(address_of(round), error="m").svg_inline(scale=8, dark="#000", light="#fff", border=4)
    picture = picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return HttpResponse(picture, content_type="image/svg+xml")
