"""A second version of an agreement that is in force between three: what its tests say often."""

from datetime import date

from partnerships.agreements.actions import versions
from partnerships.commitments import actions as commitments

from ...factories import SeatFactory


def library_joins(pantry, name="Sale Library"):
    """A third member, with Bea who may decide for it."""
    return SeatFactory(
        membership__partnership=pantry, membership__organisation__name=name, contact__name="Bea Lomax",
        authority="decides",
    )  # fmt: skip


def promise(version, from_, to, what, by, now, due_on=date(2027, 3, 1)):
    return commitments.make(
        partnership=version.agreement.partnership, version=version, from_membership=from_, to_membership=to,
        what=what, due_on=due_on, by=by, now=now,
    )  # fmt: skip


def accept_as(version, seat, now):
    version.refresh_from_db()
    return versions.accept(
        version=version, membership=seat.membership, contact=seat.contact, text_hash=version.text_hash, now=now
    )


def change(version, what, by, now, /, **values):
    """Change the promise of these words in a draft."""
    here = version.commitments.get(what=what)
    kept = {name: getattr(here, name) for name in ("from_membership", "to_membership", "what", "due_on")}
    return commitments.change(commitment=here, **kept | values, by=by, now=now)
