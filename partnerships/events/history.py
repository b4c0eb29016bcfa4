"""Who changed a row, and when: what a verb is told of it stands in every line of history that is written inside."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.db import transaction
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from ..directory.models import Contact, User

REASON_LENGTH = 100


@dataclass(frozen=True)
class Signature:
    """Whose doing it is (a User, a Contact, or None for the system), and the moment."""

    by: User | Contact | None
    now: datetime

    @property
    def is_by_contact(self):
        return isinstance(self.by, Contact)

    @property
    def user(self):
        return self.by.user if self.is_by_contact else self.by

    @property
    def reason(self):
        """Names the contact whom a link brought here; somebody signed in is named by the user."""
        if not self.is_by_contact or _is_signed_in(self.by):
            return None
        return f"by link: {self.by.name}"[:REASON_LENGTH]


_signature = ContextVar("signature", default=None)


@contextmanager
def signed(*, by, now):
    """Lines of history written inside are by this User or Contact, at this moment. With None, whoever it was stays."""
    around = _signature.get()
    token = _signature.set(Signature(by or (around and around.by), now))
    try:
        yield
    finally:
        _signature.reset(token)


def signature():
    """{by, reason, at} of the verb around, for lines that bulk_history writes: no signal signs those."""
    said = _signature.get()
    return {"by": said.user, "reason": said.reason, "at": said.now}


def verb(act):
    """What the verb writes stands or falls together, and its history is signed.

    Whoever writes it down for another (`entered_by`), does it (`by`) or says it (`contact`) is who signs.
    """

    @wraps(act)
    def signed_act(*, now, **told):
        by = told.get("entered_by") or told.get("by", told.get("contact"))
        with transaction.atomic(), signed(by=by, now=now):
            return act(now=now, **told)

    signed_act.is_verb = True
    return signed_act


def change_once(queryset, row, **fields):
    """Change a row if it is still among these, and write the line of history that a guarded update does not write.

    Whether this very call changed it: of many at the same moment, one. Either way the row is then as it is stored.
    The queryset asks for columns of the row itself: nothing else is asked again after waiting for somebody quicker.
    """
    if _signature.get() is None:
        raise RuntimeError("history.change_once() belongs inside a verb, which says who changes the row, and when.")
    is_changed = bool(queryset.filter(pk=row.pk).update(**fields))
    row.refresh_from_db()
    if is_changed:
        row.save()
    return is_changed


@receiver(pre_create_historical_record)
def sign(history_instance, **kwargs):
    """Signs the line that a save or a delete writes."""
    said = _signature.get()
    if said is None:
        return
    history_instance.history_date = said.now
    if said.by is not None:
        history_instance.history_user_id = said.by.user_id if said.is_by_contact else said.by.pk
        history_instance.history_change_reason = said.reason or history_instance.history_change_reason


def _is_signed_in(contact):
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return contact.user_id is not None and user is not None and user.pk == contact.user_id
