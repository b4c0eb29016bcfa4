"""“I am unsure about this”: asked by a partner, answered by a lead for all to read, settled, asked again, withdrawn."""

from django.db import IntegrityError, transaction

from ... import events
from ...events import history
from ...membership.models import Seat
from ..models import AgreementQuestion, AgreementVersion
from . import versions

State = AgreementQuestion.State
ACCEPTABLE = (AgreementVersion.State.SHARED, AgreementVersion.State.IN_FORCE)


class AlreadyAsked(Exception):
    """The organisation has an open question about this part."""


class NoLongerOpen(Exception):
    """The question was answered or withdrawn before; the message says which."""


class NotAnswered(Exception):
    """There is no answer to say yes or no to."""


class MayNotAsk(Exception):
    """This person does not speak for that organisation."""


@history.verb
def ask(*, version, membership, contact, section, words, now):
    """Note what an organisation is unsure about. Until it is answered or withdrawn, they cannot accept.

    Raises StaleVersion, AlreadyAccepted (both of agreements), MayNotAsk or AlreadyAsked.
    """
    # accept() holds the same row, so a question and a colleague's yes cannot pass each other.
    versions.hold(version, *ACCEPTABLE)
    _require_seat(version, membership, contact)
    accepted = version.acceptances.select_related("accepted_by").filter(membership=membership).first()
    if accepted:
        raise versions.AlreadyAccepted(accepted)
    return _open(version, membership, contact, section, words, now)


@history.verb
def answer(*, question, answer, by, now):
    """Answer for all to read. Raises NoLongerOpen."""
    if not question.version.can_be_accepted:
        raise NoLongerOpen("This version has been replaced, so nobody waits for the answer any more.")
    _move(question, State.OPEN, State.ANSWERED, answer=answer, answered_by=by, answered_at=now)
    _record(events.Kind.QUESTION_ANSWERED, question, by, now)
    return question


@history.verb
def withdraw(*, question, contact, now):
    """Take an open question back. Any colleague who may accept can. Raises NoLongerOpen or MayNotAsk.

    If it asked on after an answer, that answer is once more the one to say yes or no to.
    """
    _require_seat(question.version, question.membership, contact)
    _move(question, State.OPEN, State.WITHDRAWN, closed_at=now)
    if before := _asked_on_by(question):
        _move(before, State.ASKED_AGAIN, State.ANSWERED, closed_at=None)
    _record(events.Kind.QUESTION_WITHDRAWN, question, contact, now)
    return question


@history.verb
def settle(*, question, contact, now):
    """The answer is enough. Raises NotAnswered or MayNotAsk."""
    _require_seat(question.version, question.membership, contact)
    _close(question, State.SETTLED, now)
    _record(events.Kind.QUESTION_SETTLED, question, contact, now)
    return question


@history.verb
def ask_again(*, question, contact, words, now):
    """The answer is not enough: ask on, and wait for the next answer. Returns the new question.

    Raises StaleVersion, AlreadyAccepted, MayNotAsk, NotAnswered or AlreadyAsked.
    """
    versions.hold(question.version, *ACCEPTABLE)
    _close(question, State.ASKED_AGAIN, now)
    return ask(
        version=question.version,
        membership=question.membership,
        contact=contact,
        section=question.section,
        words=words,
        now=now,
    )


def _open(version, membership, contact, section, words, now):
    try:
        with transaction.atomic():
            question = AgreementQuestion.objects.create(
                version=version, membership=membership, contact=contact, section=section, words=words, asked_at=now
            )
    except IntegrityError:
        there = AgreementQuestion.objects.blocking(version, membership).with_people().get(section=section)
        raise AlreadyAsked(
            f"{there.contact} has asked about {there.part_in_a_sentence} already, and the answer is not there yet."
        ) from None
    _record(events.Kind.QUESTION_ASKED, question, contact, now)
    return question


def _asked_on_by(question):
    """The answered question that this one asked on from, or None."""
    before = AgreementQuestion.objects.filter(
        version=question.version_id, membership=question.membership_id, section=question.section,
        state=State.ASKED_AGAIN, closed_at=question.asked_at,
    )  # fmt: skip
    return before.first()


def _require_seat(version, membership, contact):
    seats = Seat.objects.accepting().of_contact(contact).filter(membership=membership)
    if membership.partnership_id != version.agreement.partnership_id or not seats.exists():
        raise MayNotAsk(f"{contact} cannot speak for {membership.organisation} here.")


def _close(question, state, now):
    try:
        _move(question, State.ANSWERED, state, closed_at=now)
    except NoLongerOpen as refusal:
        raise NotAnswered(str(refusal)) from None


def _move(question, before, after, **changes):
    """From one state to the next, once; of two who try, the second is told how it stands."""
    if not history.change_once(AgreementQuestion.objects.filter(state=before), question, state=after, **changes):
        raise NoLongerOpen(f"This question stands as “{question.get_state_display().lower()}”, so nothing was changed.")


def _record(kind, question, by, now):
    events.record(
        kind,
        now=now,
        by=by,
        partnership=question.version.agreement.partnership,
        subject=question,
        organisation=question.membership.organisation.name,
        part=question.part_in_a_sentence,
    )
