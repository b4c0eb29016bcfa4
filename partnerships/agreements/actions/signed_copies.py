"""Keeping the signed paper beside the version it belongs to."""

from django.db import transaction

from ... import events
from ...events import history
from ..models import SignedCopy
from ..models.signed_copy import MOST_FOR_A_VERSION


class NoPlace(Exception):
    """The version takes no paper: it is still a draft, or it has enough."""


@history.verb
def add(*, version, file, file_name, by, now):
    """Keep a signed copy. The form has looked at its bytes. Raises NoPlace."""
    if version.is_draft:
        raise NoPlace("A draft has nothing to sign yet. Share it first.")
    if version.signed_copies.count() >= MOST_FOR_A_VERSION:
        raise NoPlace(f"This version has {MOST_FOR_A_VERSION} signed copies. Remove one first.")
    copy = SignedCopy.objects.create(version=version, file=file, file_name=file_name, added_by=by, added_at=now)
    _record(events.Kind.SIGNED_COPY_ADDED, copy, by, now)
    return copy


@history.verb
def remove(*, copy, by, now):
    """Take a signed copy away for good; its file goes when that is certain."""
    storage, name = copy.file.storage, copy.file.name
    _record(events.Kind.SIGNED_COPY_REMOVED, copy, by, now)
    copy.delete()
    transaction.on_commit(lambda: storage.delete(name))


def _record(kind, copy, by, now):
    partnership = copy.version.agreement.partnership
    events.record(
        kind, now=now, by=by, partnership=partnership, subject=copy.version, number=copy.version.number,
        file_name=copy.file_name,
    )  # fmt: skip
