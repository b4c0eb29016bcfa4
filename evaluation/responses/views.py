"""The public side: answering without an account, and taking an answer back."""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from partnerships.links import links
from partnerships.membership.permissions import can_lead
from partnerships.models import ActionLink
from partnerships.pages.once import page_of, repeatable
from partnerships.pages.proxies import client_address

from ..rounds.models import Round
from ..rounds.views import find
from . import actions as responses
from . import limits
from .forms import ReceiptForm, ResponseForm
from .models import Invitation

RECEIPT = "receipt"
# Seconds: to copy it, on the device that answered. The address of a page would stand in a log.
RECEIPT_SHOWN = 15 * 60


@repeatable
@login_not_required
@never_cache
def give_feedback(request, code):
    """The open form of a round for people served.

    It asks for a sign-in only to keep out whoever leads, and keeps nothing about the browser but a count for the day.
    With ?another it is somebody else's turn at this device.
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
    is_post, easy_read = request.method == "POST", round.is_for_people and request.asked.text("easy") == "1"
    # Who only turns to easy words, or back, sends what they have said so far without wanting it weighed.
    is_sent = is_post and not leads and "turn" not in request.POST
    said = request.POST if is_sent else None
    form = ResponseForm(said, initial=request.POST.dict(), round=round, easy_read=easy_read)
    if not round.is_answerable_on(request.today):
        return _ended(request, round, form)
    if not is_post and (there := _thanks(request, round, invitation)):
        return there
    if is_sent and form.is_valid():
        try:
            return _give(request, round, invitation, form)
        except responses.Ended:
            return _ended(request, round, form)
        except responses.NotTaken as refusal:
            form.add_error(None, str(refusal))
    context = {"round": round, "form": form, "easy_read": easy_read, "invitation": invitation, "leads": leads}
    status = 403 if leads and is_post else 200
    answer = render(request, "evaluation/responses/give_feedback.html", context, status=status)
    if RECEIPT in request.COOKIES:
        answer.delete_cookie(RECEIPT, path=request.path, samesite="Lax")
    return answer


def _give(request, round, invitation, form):
    """Take the answers, and lead to the page that says thank you: to reload it sends nothing."""
    sender = None if invitation else _sender_of(request)
    receipt = responses.give(
        round=round, answers=form.answers(), now=request.now, invitation=invitation, sender=sender,
        key=page_of(request),
    )  # fmt: skip
    answer = redirect(request.path)
    answer.set_signed_cookie(
        RECEIPT, receipt, salt=_salt(round), max_age=RECEIPT_SHOWN, path=request.path, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return answer


def _thanks(request, round, invitation):
    """The page for who has answered, with the receipt on the device where it was; or None: it is somebody's turn."""
    receipt = request.get_signed_cookie(RECEIPT, None, salt=_salt(round), max_age=RECEIPT_SHOWN)
    if invitation is None and (receipt is None or "another" in request.asked):
        return None
    if invitation is not None and not invitation.answered:
        return None
    context = {"round": round, "receipt": receipt, "invitation": invitation}
    return render(request, "evaluation/responses/feedback_thanks.html", context)


def _salt(round):
    return f"receipt of round {round.pk}"


def _ended(request, round, form):
    """Says that the round takes no more; what somebody was writing meanwhile stays on the screen."""
    said = form.in_words(request.POST) if request.method == "POST" else []
    return render(request, "evaluation/responses/feedback_ended.html", {"round": round, "said": said})


def _sender_of(request):
    agent = request.headers.get("User-Agent", "")
    return limits.Sender.of(address=client_address(request), agent=agent, now=request.now)


@repeatable
@login_not_required
@never_cache
def withdraw_feedback(request, code):
    """Take an answer back with its receipt, while the round is open."""
    round = get_object_or_404(Round.objects.answered_by_somebody(), code=code.lower())
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            responses.take_back(round=round, receipt=form.cleaned_data["receipt"])
            answer = redirect(f"{request.path}?gone")
            answer.delete_cookie(RECEIPT, path=reverse("give-feedback", args=[round.code]), samesite="Lax")
            return answer
        except responses.NotTaken as refusal:
            form.add_error("receipt", str(refusal))
    done = request.method == "GET" and "gone" in request.asked
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
