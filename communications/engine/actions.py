"""What an operator does with messages that need a person: send again, or discard, and take that back for a day."""

from datetime import timedelta

from django.db.models import F

from partnerships.events import history

from .models import Delivery

State = Delivery.State
TAKEN_BACK_FOR = timedelta(days=1)


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
    """Do not send messages (a queryset) that need a person. Returns how many. Raises AlreadySettled."""
    kept = {"former_state": F("state"), "former_reason": F("reason")}
    ended = {"state": State.CANCELLED, "reason": f"Discarded by {by}."[:400], "ended_at": now, "settled_by": by}
    return _counted(deliveries.needing_a_person().update(**kept, **ended))


@history.verb
def take_back(*, deliveries, by, now):
    """Let messages (a queryset) that were discarded within a day need a person again, as they did before. Returns how
    many. Raises AlreadySettled."""
    back = {"state": F("former_state"), "reason": F("former_reason"), "former_state": "", "former_reason": ""}
    found = deliveries.discarded_since(now - TAKEN_BACK_FOR)
    return _counted(found.update(**back, ended_at=now, settled_by=by))


def _counted(count):
    if not count:
        raise AlreadySettled("Somebody has settled this already.")
    return count
