"""The event book: what happened, in the words of the field, written in the transaction that made it true."""

from django.db import transaction

from ..directory.models import Contact, User
from . import wishes
from .models import Event, Kind, Mail  # noqa: F401

_bells = []


def ring_with(bell):
    """Have `bell()` called after each commit that wrote a fact. It must be quick and must not raise."""
    _bells.append(bell)


def _ring():
    for bell in _bells:
        bell()


def record(kind, *, now, by=None, partnership=None, subject=None, **data):
    """Write a fact down and return it.

    `by` is the User or Contact who did it, or None for the system. `data` holds the words the sentence needs.
    Raises RuntimeError outside a transaction: a fact and what made it true must stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("events.record() belongs inside the transaction that made the fact true.")
    event = Event.objects.create(
        kind=Kind(kind),
        at=now,
        partnership=partnership,
        by_user=by if isinstance(by, User) else None,
        by_contact=by if isinstance(by, Contact) else None,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        data={"by": str(by) if by else "The system", **wishes.said(), **data},
    )
    wishes.note(event)
    transaction.on_commit(_ring)
    return event
