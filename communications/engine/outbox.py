"""Deliveries go out: claimed by lease, checked once more, written once, handed over, recorded.

Every step is a guarded UPDATE that names the state and the lease it expects, so any number of pumps may run, stop, or
be killed at any point. No transaction is open while a channel talks.
"""

import logging
import time
import uuid
from contextlib import nullcontext
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F

from ..notices.catalogue import NOTICES, REMINDING
from . import channels, delivery_context, send_checks
from .channels import writer
from .channels.outcome import Outcome, Unavailable, What
from .models import Delivery

log = logging.getLogger(__name__)
State = Delivery.State
BATCH = 100
LEASE = timedelta(minutes=3)
# After these many seconds of sending, what is left of a batch is given back: the lease must outlast a slow message.
PATIENCE = 60
# Pauses between attempts; after the last the message is dead.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 480, 960)]
OUTAGE = timedelta(minutes=1)
SENT_AGAIN = [name for name, notice in NOTICES.items() if notice.is_sent_again_when_uncertain]


def pump(now, *, channel=None, at_most=BATCH):
    """Take up one batch of what is due and bring each message to an end or a later time. Returns how many.

    Raises channels.Unavailable, with everything given back, when nothing can be sent.
    """
    reap(now)
    run = Run(now)
    batch = run.claim(at_most)
    if not batch:
        return 0
    letters = run.decide(delivery_context.gather(batch))
    run.send(letters, channel or channels.chosen())
    return len(batch)


def reap(now):
    """Take back what belonged to workers that are gone. What was being handed over may have arrived."""
    lost = Delivery.objects.leased_past(now)
    if not lost.exists():
        return
    free = {"lease": "", "lease_until": None}
    lost.filter(state=State.CLAIMED).update(state=State.PENDING, **free)
    sending = lost.filter(state=State.SENDING)
    words = "The worker was lost while it handed this over."
    again = {"state": State.PENDING, "not_before": now, "times_uncertain": 1, "reason": words, **free}
    sending.filter(notice__in=SENT_AGAIN, times_uncertain=0).update(**again)
    sending.update(state=State.UNCERTAIN, times_uncertain=F("times_uncertain") + 1, reason=words, ended_at=now, **free)


def claim(now, *, at_most=BATCH):
    """Put a lease on what has been due the longest. Returns the lease and how many rows carry it."""
    lease = uuid.uuid4().hex
    with transaction.atomic():
        due = Delivery.objects.due_by(now).order_by("not_before", "pk").values_list("pk", flat=True)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        # Fetched first: as a subquery PostgreSQL may run it again for each row and claim more than asked.
        count = _lease(Delivery.objects.waiting().filter(pk__in=list(due[:at_most])), lease, now)
    return lease, count


def _lease(rows, lease, now):
    return rows.update(state=State.CLAIMED, lease=lease, lease_until=now + LEASE)


class Run:
    """One batch under one lease."""

    def __init__(self, now):
        self.began_at, self.began = now, time.monotonic()
        self.lease = ""

    @property
    def now(self):
        return self.began_at + timedelta(seconds=time.monotonic() - self.began)

    def mine(self, state=State.CLAIMED):
        return Delivery.objects.filter(lease=self.lease, state=state)

    def claim(self, at_most):
        """Claim a batch, with whatever else is due to the people in it, so that they get one message."""
        self.lease, count = claim(self.began_at, at_most=at_most)
        batch = self._claimed() if count else []
        people = {d.contact_id for d in batch if d.notice in REMINDING}
        if people:
            due = Delivery.objects.due_by(self.began_at).filter(contact__in=people, notice__in=REMINDING)
            if _lease(due, self.lease, self.began_at):
                batch = self._claimed()
        return batch

    def _claimed(self):
        # The exact lease_until lets the index find them.
        rows = self.mine().filter(lease_until=self.began_at + LEASE)
        return list(rows.order_by().select_related("contact", "partnership", "event"))

    def decide(self, batch):
        """End or put off what must not go now; put the rest into words."""
        verdicts, odd = send_checks.verdicts(batch, self.began_at)
        groups = {}
        for delivery, verdict in verdicts.items():
            groups.setdefault(verdict, []).append(delivery)
        for verdict, deliveries in groups.items():
            self._apply(verdict, deliveries)
        going = [delivery for delivery in batch if delivery not in verdicts and delivery not in odd]
        letters, unwritten = writer.write(going, self.began_at)
        for delivery, problem in (odd | unwritten).items():
            self.try_later(delivery, problem, state=State.CLAIMED, attempts=F("attempts") + 1)
        return letters

    def _apply(self, verdict, deliveries):
        fields = {"state": verdict.state, "reason": verdict.reason, "lease": "", "lease_until": None}
        if verdict.not_before:
            fields["not_before"] = verdict.not_before
        else:
            fields["ended_at"] = self.began_at
            Delivery.objects.tell_by_themselves(deliveries)
        self.mine().filter(pk__in=[d.pk for d in deliveries]).update(**fields)

    def send(self, letters, channel):
        """Hand the letters over one by one; give back what there is no time or no server for."""
        try:
            with channel if letters else nullcontext():
                for letter in letters:
                    if time.monotonic() - self.began > PATIENCE:
                        break
                    if self.mark_sending(letter):
                        self.record(letter, self._hand_over(letter, channel))
        except Unavailable as problem:
            self.give_back(not_before=self.now + OUTAGE, reason=str(problem)[:400])
            raise
        self.give_back()

    def mark_sending(self, letter):
        """The point of no return, and the moment in which the words are fixed."""
        if not letter.companions:
            return self._mark(letter)
        with transaction.atomic():
            return self._mark(letter) and self._take_along(letter)

    def _mark(self, letter):
        rows = self.mine().filter(pk=letter.delivery.pk)
        fields = {"attempts": F("attempts") + 1, "lease_until": self.now + LEASE, **letter.frozen_fields()}
        return rows.update(state=State.SENDING, **fields)

    def _take_along(self, letter):
        others = self.mine().filter(pk__in=[d.pk for d in letter.companions])
        return others.update(
            state=State.SUPERSEDED,
            told_in=letter.delivery,
            reason=f"Told in one message with delivery {letter.delivery.pk}.",
            ended_at=self.now,
            lease="",
            lease_until=None,
        )

    def _hand_over(self, letter, channel):
        try:
            return channel.hand_over(letter)
        except Unavailable:
            self.unmark(letter.delivery)
            raise
        except Exception as problem:
            log.exception("Delivery %s could not be handed over", letter.delivery.pk)
            return Outcome(What.LATER, f"It could not be handed over: {problem!r}")

    def unmark(self, delivery):
        """Nothing was handed over, and not because of this message."""
        self.mine(State.SENDING).filter(pk=delivery.pk).update(state=State.CLAIMED, attempts=F("attempts") - 1)

    def record(self, letter, outcome):
        """Write down what became of a message."""
        delivery = letter.delivery
        if outcome.what is What.SENT:
            self.end(delivery, State.SENT, "")
        elif outcome.what is What.REFUSED:
            self.end(delivery, State.DEAD, outcome.said)
        elif outcome.what is What.LATER:
            self.try_later(delivery, outcome.said)
        elif delivery.rules.is_sent_again_when_uncertain and not delivery.times_uncertain:
            self.try_later(delivery, outcome.said, times_uncertain=1)
        else:
            self.end(delivery, State.UNCERTAIN, outcome.said, times_uncertain=F("times_uncertain") + 1)

    def end(self, delivery, new_state, reason, state=State.SENDING, **fields):
        self.leave(delivery, state, new_state, reason, ended_at=self.now, **fields)

    def try_later(self, delivery, reason, state=State.SENDING, **fields):
        """Put off until after a pause, or give up when it was tried often enough."""
        if delivery.attempts >= len(BACKOFF):
            self.end(
                delivery, State.DEAD, f"Given up after {delivery.attempts + 1} attempts. {reason}", state, **fields
            )
        else:
            pause = BACKOFF[delivery.attempts]
            self.leave(delivery, state, State.PENDING, reason, not_before=self.now + pause, **fields)

    def leave(self, delivery, state, state_after, reason, **fields):
        """Let go of a message that is still ours."""
        self.mine(state).filter(pk=delivery.pk).update(
            state=state_after, reason=reason[:400], lease="", lease_until=None, **fields
        )

    def give_back(self, **fields):
        """Return what was claimed and not handed over."""
        self.mine().update(state=State.PENDING, lease="", lease_until=None, **fields)
