"""A round's life: begun, opened, closed."""

from django.utils import timezone

from partnerships import events
from partnerships.events import history
from partnerships.links import links
from partnerships.models import ActionLink, Membership, Seat

from ..responses import ballot_box
from ..responses.models import Invitation
from ..results import disclosure
from .models import Round, RoundQuestion


class RoundRefused(Exception):
    """The round cannot move on; the message says why and what to do."""


@history.verb
def begin(*, partnership, title, audience, mode, closes_on, questions, by, now):
    """Start a draft with these questions of the bank, their wording copied, and return it."""
    round = Round.objects.create(
        partnership=partnership, title=title, audience=audience, mode=mode, closes_on=closes_on, created_by=by,
        created_at=now,
    )  # fmt: skip
    _copy_questions(round, questions)
    return round


@history.verb
def choose_questions(*, round, questions, by, now):
    """Ask exactly these questions. Raises RoundRefused once it is open: nothing changes under the answers."""
    if not Round.objects.filter(pk=round.pk, state=Round.State.DRAFT).select_for_update().exists():
        raise RoundRefused("The questions of a round are fixed once it is open.")
    _copy_questions(round, questions)
    return round


def _copy_questions(round, questions):
    round.questions.all().delete()
    RoundQuestion.objects.bulk_create(
        RoundQuestion(
            round=round, question=question, position=position, kind=question.kind, wording=question.wording,
            easy_read=question.easy_read,
        )
        for position, question in enumerate(questions, start=1)
    )  # fmt: skip


@history.verb
def open_round(*, round, by, now):
    """Open a draft for answers and, for partners, invite everybody who is asked to answer.

    Raises RoundRefused when it is no draft any more, asks nothing, or has nobody to ask.
    """
    drafts = Round.objects.filter(state=Round.State.DRAFT)
    if not history.change_once(drafts, round, state=Round.State.OPEN, opened_at=now):
        raise RoundRefused("This round has been opened already.")
    if not round.questions.exists():
        raise RoundRefused("Choose at least one question first.")
    if not round.is_for_people and not _invite(round):
        raise RoundRefused("No partner has a seat with an e-mail address yet. Add people first.")
    events.record(
        events.Kind.ROUND_OPENED, now=now, by=by, partnership=round.partnership, subject=round, title=round.title
    )


@history.verb
def ask_successor(*, handover, by, now):
    """Who took a seat over is asked in the open rounds in which whoever had it was: an organisation does not fall
    silent because its person changed. Whether the other one has answered makes no difference: nobody knows."""
    if not Seat.objects.answering().filter(pk=handover.successor_id).exists():
        return
    gone, heir = handover.seat, handover.successor
    asked = Invitation.objects.filter(contact=gone.contact_id, membership=gone.membership_id).select_related("round")
    for before in asked.filter(round__state=Round.State.OPEN, round__closes_on__gte=timezone.localdate(now)):
        invitation, is_new = Invitation.objects.get_or_create(
            round=before.round, contact=heir.contact, defaults={"membership": heir.membership}
        )
        if is_new:
            events.record(
                events.Kind.INVITATION_PASSED_ON, now=now, by=by, partnership=before.round.partnership,
                subject=invitation, contact=heir.contact.name, title=before.round.title,
            )  # fmt: skip


def asked_by(round):
    """The seats of those who are asked when it opens."""
    seats = Seat.objects.current().answering().of_partnership(round.partnership_id)
    return seats.filter(membership__stage=Membership.Stage.MEMBER).order_by("contact_id", "pk")


def _invite(round):
    once = {seat.contact_id: Invitation(round=round, contact_id=seat.contact_id, membership_id=seat.membership_id)
            for seat in asked_by(round)}  # fmt: skip
    return Invitation.objects.bulk_create(once.values())


@history.verb
def change(*, round, title, closes_on, by, now):
    """Give a round another title or last day, and the links in mails the same end.

    Raises RoundRefused once it is closed.
    """
    if not history.change_once(
        Round.objects.exclude(state=Round.State.CLOSED), round, title=title, closes_on=closes_on
    ):
        raise RoundRefused("This round is closed. Its title and its last day stay as they were.")
    links.end_at(ActionLink.Purpose.RESPOND, round.invitations.values("pk"), round.last_moment)
    return round


@history.verb
def close_round(*, round, by, now):
    """Close an open round and turn its box out; from now on there are results and no more answers.

    Raises RoundRefused when it is not open.
    """
    are_open = Round.objects.filter(state=Round.State.OPEN)
    if not history.change_once(are_open, round, state=Round.State.CLOSED, closed_at=now):
        raise RoundRefused("This round is not open.")
    ballot_box.turn_out(round)
    events.record(
        events.Kind.ROUND_CLOSED, now=now, by=by, partnership=round.partnership, subject=round, title=round.title,
        responses=disclosure.people_in_words(round),
    )  # fmt: skip
