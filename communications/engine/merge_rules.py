"""What is left to tidy in the mail when two contacts become one: nobody gets the same message twice."""

from partnerships.merging.engine import afterwards, unites
from partnerships.models import Contact

from ..notices.catalogue import NOTICES
from ..preferences.models import Silence
from .models import Delivery


@unites(Silence)
def unite_silences(kept, gone, merging):
    """They asked for quiet, since the first time they did."""
    kept.since = min(kept.since, gone.since)


@afterwards
def follow_rows(merging):
    """A message about a row that became another is about that one."""
    for model, old, new in merging.folded:
        about = [notice.name for notice in NOTICES.values() if notice.about.model is model]
        Delivery.objects.filter(notice__in=about, subject_id=old).update(subject_id=new)


@afterwards
def send_once(merging):
    """What was planned or told to the one counts for the other: the key that keeps a message single ends in theirs."""
    for model, old, new in merging.folded:
        if model is not Contact:
            continue
        theirs = Delivery.objects.filter(contact=new, dedupe_key__endswith=f":{old}")
        for delivery in theirs:
            key = f"{delivery.dedupe_key[: -len(str(old))]}{new}"
            if not Delivery.objects.filter(dedupe_key=key).exists():
                Delivery.objects.filter(pk=delivery.pk).update(dedupe_key=key)
            else:
                Delivery.objects.waiting().filter(pk=delivery.pk).update(
                    state=Delivery.State.CANCELLED, ended_at=merging.now, reason="They get it once already."
                )
