"""Just before sending: does it still make sense, and may this person be disturbed now?"""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..notices.catalogue import REMINDING
from ..reminders import kinds, ladder
from .models import Delivery

log = logging.getLogger(__name__)
State = Delivery.State
LOOK_AGAIN = timedelta(minutes=2)
SENT_LATELY = timedelta(days=2)


@dataclass(frozen=True)
class Verdict:
    """Not now (`pending`, with the moment), or not at all."""

    state: str
    reason: str
    not_before: datetime | None = None


def verdicts(deliveries, now):
    """({delivery: Verdict}, {delivery: problem}) of those in a gathered batch that must not go now, or that could not
    be checked. One of these must not stop the others."""
    found, problems = {}, {}
    for delivery in deliveries:
        try:
            if verdict := _ended(delivery, now) or _wait(delivery, now):
                found[delivery] = verdict
        except Exception as problem:
            log.exception("Delivery %s could not be checked", delivery.pk)
            problems[delivery] = f"It could not be checked: {problem!r}"
    reminding = [d for d in deliveries if d.notice in REMINDING and d not in found and d not in problems]
    return found | _of_reminders(reminding, now), problems


def _ended(delivery, now):
    contact, topic = delivery.contact, delivery.rules.topic
    if delivery.expires_at and delivery.expires_at <= now:
        return Verdict(State.EXPIRED, "Too late to be useful.")
    if not delivery.former_address and not contact.is_reachable_by_mail:
        return _cancelled("They have no e-mail address or have left.")
    if delivery.is_silenced:
        return _cancelled(f"They asked for no more mail of this kind: {topic.label.lower()}.")
    if delivery.partnership and delivery.partnership.has_ended and not delivery.rules.outlives_the_partnership:
        return _cancelled("The partnership has ended.")
    if delivery.about is None:
        return _cancelled("What it was about is gone.")
    if delivery.times_uncertain and delivery.to_address != delivery.address:
        return _cancelled("Their address changed after it had perhaps been sent.")
    objection = delivery.rules.objection(delivery, now)
    return _cancelled(objection) if objection else None


def _cancelled(reason):
    return Verdict(State.CANCELLED, reason)


def _wait(delivery, now):
    if delivery.rules.is_urgent:
        return None
    zone = ladder.zone_of(delivery.contact)
    nation = None
    if delivery.notice in REMINDING:
        nation = delivery.partnership.nation
        if not delivery.partnership.is_active:
            again = ladder.next_morning(now, zone, nation)
            return Verdict(State.PENDING, "The partnership is paused.", again)
        if delivery.notice == kinds.CHECK_IN.notice and delivery.about.membership.is_paused:
            return Verdict(State.PENDING, "The organisation is pausing.", ladder.next_morning(now, zone, nation))
    opens = ladder.next_quiet_end(now, zone, nation)
    return None if opens == now else Verdict(State.PENDING, "It is a quiet hour where they are.", opens)


def _of_reminders(deliveries, now):
    """One message a person and check-in or date, the newest rung; and one reminder a person and day."""
    if not deliveries:
        return {}
    found, others, going = {}, _others(deliveries, now), {}
    newest = defaultdict(lambda: -1000)
    for delivery in deliveries:
        key = _cause(delivery)
        stages = [other.stage for other in others[delivery.contact_id] if _cause(other) == key]
        newest[key] = max(newest[key], delivery.stage, *stages)
    for delivery in sorted(deliveries, key=lambda d: (d.needs_words, d.not_before, d.pk)):
        if delivery.stage < newest[_cause(delivery)]:
            found[delivery] = Verdict(State.SUPERSEDED, "A later reminder took its place.")
        elif verdict := _one_a_day(delivery, others[delivery.contact_id], now):
            found[delivery] = verdict
        elif going.setdefault(delivery.contact_id, delivery.notice) != delivery.notice:
            # Reminders of one kind travel together; another kind waits for its day.
            found[delivery] = _later(now)
        elif not delivery.needs_words:
            # Its words are fixed, so it cannot take the person's other reminders along: they wait.
            others[delivery.contact_id].append(delivery)
    return found


def _cause(delivery):
    """What the reminder is before or after, and to whom."""
    return delivery.contact_id, delivery.notice, delivery.check_in_id, delivery.subject_id, delivery.due_on


def _later(now):
    return Verdict(State.PENDING, "Another message to them is under way.", now + LOOK_AGAIN)


def _one_a_day(delivery, others, now):
    zone = ladder.zone_of(delivery.contact)
    if any(other.state in Delivery.TAKEN for other in others):
        return _later(now)
    today = now.astimezone(zone).date()
    if any(o.state == State.SENT and o.ended_at.astimezone(zone).date() == today for o in others):
        again = ladder.next_morning(now, zone, delivery.partnership.nation)
        return Verdict(State.PENDING, "They had a reminder today.", again)
    return None


def _others(deliveries, now):
    """The same people's reminders outside this batch that were sent lately or are being sent by another worker."""
    rows = Delivery.objects.filter(
        notice__in=REMINDING,
        contact__in={d.contact_id for d in deliveries},
        state__in=[*Delivery.TAKEN, State.SENT],
    ).exclude(pk__in=[d.pk for d in deliveries])
    rows = rows.exclude(state=State.SENT, ended_at__lt=now - ladder.BACK - SENT_LATELY)
    found = defaultdict(list)
    for row in rows.only("contact_id", "notice", "check_in_id", "subject_id", "due_on", "stage", "state", "ended_at"):
        found[row.contact_id].append(row)
    return found
