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
from . import ballot_box, limits
from .models import Answer, Invitation

# Of a receipt.
LETTERS = 12


class NotTaken(Exception):
    """The answer was not taken; the message says why."""


class Ended(NotTaken):
    """The round takes no more answers: whoever is writing can only give their words to somebody."""


def receipt_for(key):
    """Three groups of four letters and digits, easy to copy from a screen; the same for the same opened page."""
    digest = salted_hmac("partnerships.receipt", str(key or secrets.token_hex()), algorithm="sha256").digest()
    return _in_groups("".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LETTERS]))


def as_written(typed):
    """A receipt as it was shown, from what somebody copied: capitals, other dashes, the sentence around it."""
    return _in_groups("".join(re.findall(r"[a-z0-9]", typed.lower()))[-LETTERS:])


def _in_groups(letters):
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


@history.verb
def give(*, round, answers, now, invitation=None, sender=None, key=None):
    """Put one person's answers into the round's BallotBox and return the receipt with which they can take them back.

    `answers` maps a RoundQuestion id to a number, to words, or to None for “I don't know”. With an invitation the
    person can answer once. The organisation is kept only in a round that said so when it asked.
    `sender` is by what an open form is counted (`limits.Sender`), `key` the page that somebody opened: what is sent
    from it again mends what was said before, counts once, and has the same receipt. Raises Ended when the round takes
    no more answers, NotTaken when the invitation was used or too many answers came within the hour.
    """
    box = ballot_box.held(round)
    if box is None or not Round.objects.answerable_on(timezone.localdate(now)).filter(pk=round.pk).exists():
        raise Ended("This round takes no more answers.")
    receipt, organisation_id = receipt_for(key), None
    if not ballot_box.holds(box, hash_of(receipt)):
        _count_in(round, invitation, sender, now)
    if invitation is not None and round.mode == Round.Mode.NAMED:
        organisation_id = invitation.membership.organisation_id
    ballot_box.put_in(box, receipt=hash_of(receipt), said=answers, organisation=organisation_id)
    return receipt


def _count_in(round, invitation, sender, now):
    """Somebody who has not answered yet: within the limits, and ticked off."""
    if sender and not limits.count(round, sender, now=now):
        raise NotTaken("Many answers came within this hour. Leave this page open and send yours in the next one.")
    if invitation is not None:
        if not Invitation.objects.filter(pk=invitation.pk, answered=False).exists():
            raise NotTaken("You have answered this already. Thank you.")
        ballot_box.tick_off(invitation)


@transaction.atomic
def take_back(*, round, receipt):
    """Destroy the answers behind a receipt while the round is open.

    Raises NotTaken when the round is closed or the receipt is not known.
    """
    box, mine = ballot_box.held(round), hash_of(as_written(receipt))
    if box is None or not Round.objects.open().filter(pk=round.pk).exists():
        raise NotTaken("The round is closed and its results are out, so answers can no longer be taken back.")
    if not ballot_box.holds(box, mine):
        raise NotTaken("No answer has this receipt. Check the letters. If you have taken it back before, it is gone.")
    ballot_box.take_out(box, mine)
    limits.forget_bursts(round)


@history.verb
def let_through(*, answer, shown, by, now):
    """A reader has looked at somebody's words: show them, or keep them hidden."""
    answer.check_state = Answer.Check.SHOWN if shown else Answer.Check.HIDDEN
    answer.save(update_fields=["check_state"])
