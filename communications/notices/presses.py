"""The pages whose button causes mail, by the name of their address: which fact it writes, and who will hear it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from evaluation.rounds import actions as rounds
from evaluation.rounds.models import Round
from partnerships.events import Event, Kind
from partnerships.models import (
    AgreementQuestion,
    AgreementVersion,
    Conversation,
    Membership,
    Partnership,
    Proposal,
    Seat,
    Update,
)

from ..celebrations.models import Celebration
from . import listeners


@dataclass(frozen=True)
class Press:
    """What one button will tell. `hears` stands in for the notice's own rule where that asks for rows which only the
    press makes; `besides` says who is only known when it is pressed, `only_if` when it is told at all."""

    kind: Kind
    row: type[models.Model]
    partnership_of: Callable = lambda row: row.partnership
    hears: Callable[[Event], Iterable[listeners.Listener]] | None = None
    besides: str = ""
    only_if: str = ""
    is_due: Callable = lambda row: True
    # Whether they are mailed unless it is wished otherwise.
    mails: Callable = lambda row: True
    # The page with the button, when the button leads to another address.
    page: str = ""


def _nobody_yet(event):
    return []


def _who_will_be_invited(event):
    round = Round.objects.get(pk=event.subject_id)
    seats = rounds.asked_by(round).select_related("contact")
    return [listeners.Listener(contact, expires_at=round.last_moment) for contact in {seat.contact for seat in seats}]


def _everybody_but_who_goes(event):
    seats = Seat.objects.in_touch().of_partnership(event.partnership_id).exclude(pk=event.subject_id)
    return [listeners.Listener(contact) for contact in {seat.contact for seat in seats.select_related("contact")}]


def _seated_in(row):
    return row.membership.partnership


PRESSES = {
    "share-agreement": Press(
        Kind.AGREEMENT_SHARED,
        AgreementVersion,
        lambda version: version.agreement.partnership,
    ),
    "end-agreement": Press(
        Kind.AGREEMENT_ENDED,
        AgreementVersion,
        lambda version: version.agreement.partnership,
    ),
    "answer-question": Press(
        Kind.QUESTION_ANSWERED,
        AgreementQuestion,
        lambda question: question.version.agreement.partnership,
    ),
    "add-seat": Press(
        Kind.SEAT_TAKEN,
        Membership,
        hears=_nobody_yet,
        besides="Whoever gets the seat is welcomed, if there is an e-mail address.",
        mails=lambda membership: membership.is_member,
    ),
    "end-seat": Press(
        Kind.SEAT_HANDED_OVER,
        Seat,
        _seated_in,
        hears=_everybody_but_who_goes,
        only_if="if somebody takes over",
        mails=lambda seat: seat.membership.is_member,
        besides="Who takes over hears it too, and who goes gets your thanks if you write any.",
    ),
    "ask-for-their-side": Press(
        Kind.CONVERSATION_ASKED,
        Conversation,
        _seated_in,
        hears=_nobody_yet,
        besides="Those whom you choose get a link of their own.",
    ),
    "open-round": Press(
        Kind.ROUND_OPENED,
        Round,
        hears=_who_will_be_invited,
        is_due=lambda round: round.is_draft and not round.is_for_people,
        page="round",
    ),
    "accept-proposal": Press(
        Kind.PROPOSAL_DECIDED,
        Proposal,
        lambda proposal: None,
        is_due=lambda proposal: proposal.is_open,
        page="proposal",
    ),
    "decline-proposal": Press(
        Kind.PROPOSAL_DECIDED,
        Proposal,
        lambda proposal: None,
        is_due=lambda proposal: proposal.is_open,
        page="proposal",
    ),
    "reply-to-ask": Press(Kind.ASK_ANSWERED, Update),
    "publish-celebration": Press(Kind.CELEBRATION_PUBLISHED, Celebration),
    "pause-partnership": Press(Kind.PARTNERSHIP_PAUSED, Partnership, lambda partnership: partnership),
    "end-partnership": Press(Kind.PARTNERSHIP_ENDED, Partnership, lambda partnership: partnership),
}
BY_PAGE = PRESSES | {press.page: press for press in PRESSES.values() if press.page}
