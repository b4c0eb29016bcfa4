"""Facts become messages: one row for each listener, in the transaction that marks the fact told."""

import logging
from datetime import timedelta

from django.db import transaction

from partnerships.events import wishes
from partnerships.models import Event

from ..notices.catalogue import REACTIONS, SILENT, TOLD_BY
from ..reminders import ladder
from .models import Delivery, Stumble

log = logging.getLogger(__name__)
BATCH = 200
# An urgent message goes before everything that has been waiting for less than this.
HEAD_START = timedelta(days=30)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)


def relay(now):
    """Tell every fact that is untold, in their order. Returns how many were told.

    A fact that cannot be told is left aside and tried again later; the others go past it.
    """
    told = Event.objects.untold().filter(kind__in=SILENT).update(told_at=now)
    while events := list(_waiting(now)[:BATCH]):
        told += sum(tell(event, now) for event in events)
    return told


def _waiting(now):
    aside = Stumble.objects.filter(retry_at__gt=now).values("event")
    return Event.objects.untold().exclude(pk__in=aside).select_related("partnership").order_by("pk")


def tell(event, now):
    """Whether this call told it: another relay may have been faster, or it stumbled."""
    try:
        with transaction.atomic():
            if not Event.objects.untold().filter(pk=event.pk).update(told_at=now):
                return False
            if react := REACTIONS.get(event.kind):
                with wishes.wished(wishes.following(event)):
                    react(event, now)
            if notice := TOLD_BY.get(event.kind):
                Delivery.objects.bulk_create(messages(notice, event, now), ignore_conflicts=True)
            elif not react:
                raise LookupError(f"No notice, reaction or silence is laid down for {event.kind}.")
            Stumble.objects.filter(event=event).delete()
    except Exception as problem:
        log.exception("Fact %s (%s) could not be told", event.pk, event.kind)
        _set_aside(event, problem, now)
        return False
    return True


def messages(notice, event, now, hears=None):
    """One unsaved row a listener, without the person who did it; none when they wished that nobody gets mail."""
    if not event.is_told_by_mail:
        return
    for listener in (hears or notice.hears)(event):
        contact = listener.contact
        is_told = listener.former_address or (contact.is_reachable_by_mail and not _did_it(contact, event))
        if not is_told and not (notice.is_urgent and contact.is_reachable_by_mail):
            continue
        yield Delivery(
            notice=notice.name,
            dedupe_key=listener.key or f"event:{event.pk}:{notice.name}:{contact.pk}",
            former_address=listener.former_address,
            contact=contact,
            partnership_id=event.partnership_id,
            event=event,
            check_in_id=listener.check_in_id,
            subject_id=listener.subject_id,
            not_before=_first_moment(notice, contact, now),
            expires_at=listener.expires_at or event.at + notice.lasts,
            created_at=now,
        )


def _did_it(contact, event):
    by_user = event.by_user_id is not None and event.by_user_id == contact.user_id
    return by_user or contact.pk == event.by_contact_id


def _first_moment(notice, contact, now):
    if notice.is_urgent:
        return now - HEAD_START
    return ladder.next_quiet_end(now, ladder.zone_of(contact))


def _set_aside(event, problem, now):
    stumble, is_new = Stumble.objects.get_or_create(
        event=event, defaults={"retry_at": now + FIRST_PAUSE, "problem": repr(problem)}
    )
    if not is_new:
        stumble.attempts += 1
        stumble.retry_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(stumble.attempts, 10))
        stumble.problem = repr(problem)
        stumble.save()


def try_again(stumble, *, now):
    """Have the next run tell a fact that was left aside."""
    Stumble.objects.filter(pk=stumble.pk).update(retry_at=now)


def give_up(stumble, *, now):
    """Leave a fact untold for good: it counts as told, and nobody hears of it."""
    with transaction.atomic():
        Event.objects.untold().filter(pk=stumble.event_id).update(told_at=now)
        stumble.delete()
