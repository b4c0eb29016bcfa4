"""Asking only those whom a new version touches; the yes of the others is carried over, with the reason."""

from ... import events
from ...events import history
from ..affected import Affected
from ..models import Acceptance, AgreementVersion
from . import versions


class NotNarrowed(Exception):
    """It cannot be shared with only some; the message says why and what to do."""


@history.verb
def share_with_touched(*, version, reason, also, text_hash, by, now):
    """Share a draft and ask only the members it touches, and those in `also` (membership ids).

    `text_hash` is that of the draft as the page showed it. Raises NotNarrowed, NotReady or StaleVersion.
    """
    versions.hold(version, AgreementVersion.State.DRAFT)
    affected = Affected(version)
    if text_hash != affected.content.hash():
        raise NotNarrowed("The draft has changed since this page was opened. Look again at whom it touches.")
    if not reason.strip():
        raise NotNarrowed("Say why the others are not asked again.")
    found = affected.touches()
    kept = [touch for touch in found if not touch.is_touched and touch.membership.pk not in also]
    if not kept:
        raise NotNarrowed("Everybody is asked then. Choose “Everybody accepts again”.")
    if len(kept) == len(found):
        raise NotNarrowed("Nobody would be asked. Choose at least one organisation, or ask everybody.")
    versions.share(version=version, by=by, now=now)
    version.only_touched_because = reason.strip()
    version.save()
    for touch in kept:
        _carry(version, touch)
    events.record(
        events.Kind.AGREEMENT_NARROWED,
        now=now,
        by=by,
        partnership=version.agreement.partnership,
        subject=version,
        number=version.number,
        reason=version.only_touched_because,
    )
    return version


def _carry(version, touch):
    """The same person, authority, moment and hash as when they read: nobody claims that they read the new words."""
    first = touch.accepted
    Acceptance.objects.create(
        version=version,
        membership=touch.membership,
        accepted_by=first.accepted_by,
        authority=first.authority,
        accepted_at=first.accepted_at,
        text_hash=first.text_hash,
        carried_from=first,
    )
