"""What an operator does with messages that need a person: send again, or discard."""

from partnerships.events import history

from .models import Delivery

State = Delivery.State


class AlreadySettled(Exception):
    """The message no longer needs a person."""


@history.verb
def retry(*, deliveries, by, now):
    """Send messages (a queryset) that were refused, held or are uncertain. Returns how many.

    What was refused is written afresh, for a corrected address; what has perhaps arrived goes out as it was. Raises
    AlreadySettled when none of them needs a person any more.
    """
    waiting = {"state": State.PENDING, "not_before": now, "ended_at": None, "attempts": 0, "settled_by": by}
    rows = deliveries.needing_a_person()
    rows.filter(expires_at__lte=now).update(expires_at=None)
    refused = list(rows.filter(state=State.DEAD).only("contact_id"))
    Delivery.objects.tell_by_themselves(refused)
    fresh = rows.filter(pk__in=[d.pk for d in refused]).update(frozen_at=None, **waiting)
    return _counted(fresh + rows.update(**waiting))


@history.verb
def discard(*, deliveries, by, now):
    """Never send messages (a queryset) that need a person. Returns how many. Raises AlreadySettled."""
    reason = f"Discarded by {by}."[:400]
    ended = {"state": State.CANCELLED, "reason": reason, "ended_at": now, "settled_by": by}
    return _counted(deliveries.needing_a_person().update(**ended))


def _counted(count):
    if not count:
        raise AlreadySettled("Somebody has settled this already.")
    return count
