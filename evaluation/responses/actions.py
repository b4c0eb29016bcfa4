"""Giving an answer, and taking it back. Nothing written here can be joined to the person who was asked."""

import re
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partnerships.events import history
from partnerships.links.models import hash_of

from ..rounds.models import Round
from ..rounds.models.round import ALPHABET
from . import limits
from .models import Answer, Invitation, Response

# Of a receipt.
LETTERS = 12


class NotTaken(Exception):
    """The answer was not taken; the message says why."""


def receipt_for(key):
    """Three groups of four letters and digits that are easy to copy from a screen; the same for the same sent form."""
    digest = salted_hmac("partnerships.receipt", str(key or secrets.token_hex()), algorithm="sha256").digest()
    return _in_groups("".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LETTERS]))


def as_written(typed):
    """A receipt as it was shown, from what somebody copied: capitals, other dashes, the sentence around it."""
    return _in_groups("".join(re.findall(r"[a-z0-9]", typed.lower()))[-LETTERS:])


def _in_groups(letters):
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


@history.verb
def give(*, round, answers, easy_read=False, now, invitation=None, sender=None, key=None):
    """Store one person's answers and return the receipt with which they can take them back.

    `answers` maps a RoundQuestion id to a number, to words, or to None for “I don't know”. With an invitation the
    person can answer once. The organisation is kept only in a round that said so when it asked.
    `sender` is by what an open form is counted (`limits.Sender`), `key` what a form sent twice carries twice: it counts
    once, and its receipt is the same. Raises NotTaken when the round is not open, the invitation was used, or too many
    answers came within the hour.
    """
    if not Round.objects.filter(pk=round.pk, state=Round.State.OPEN).exists():
        raise NotTaken("This round is closed. Thank you all the same.")
    receipt, organisation_id = receipt_for(key), None
    if key and Response.objects.filter(round=round, receipt_hash=hash_of(receipt)).exists():
        return receipt
    if sender and not limits.count(round, sender, now=now):
        raise NotTaken("Many answers came within this hour. Leave this page open and send yours in the next one.")
    if invitation is not None:
        if not Invitation.objects.filter(pk=invitation.pk, answered=False).update(answered=True):
            raise NotTaken("You have answered this already. Thank you.")
        if round.mode == Round.Mode.NAMED:
            organisation_id = invitation.membership.organisation_id
    response = Response.objects.create(
        round=round, organisation_id=organisation_id, on=timezone.localdate(now), easy_read=easy_read,
        receipt_hash=hash_of(receipt),
    )  # fmt: skip
    Answer.objects.bulk_create(_answer(response, pk, said) for pk, said in answers.items())
    return receipt


def _answer(response, question_id, said):
    if isinstance(said, str):
        return Answer(response=response, question_id=question_id, words=said)
    return Answer(response=response, question_id=question_id, value=said)


@transaction.atomic
def take_back(*, round, receipt):
    """Delete the answers behind a receipt while the round is open.

    Raises NotTaken when the round is closed or the receipt is not known.
    """
    if not Round.objects.filter(pk=round.pk, state=Round.State.OPEN).exists():
        raise NotTaken("The round is closed and its results are out, so answers can no longer be taken back.")
    mine = Response.objects.filter(round=round, receipt_hash=hash_of(as_written(receipt)))
    if not mine.exists():
        raise NotTaken("No answer has this receipt. Check the letters. If you have taken it back before, it is gone.")
    mine.delete()
    limits.forget_bursts(round)


@history.verb
def let_through(*, answer, shown, by, now):
    """A reader has looked at somebody's words: show them, or keep them hidden."""
    answer.check_state = Answer.Check.SHOWN if shown else Answer.Check.HIDDEN
    answer.save(update_fields=["check_state"])
