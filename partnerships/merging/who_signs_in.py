"""Who signs in as the one contact that was two: whoever reads the address that stays, and nobody by choice."""

from ..directory.models import User
from ..membership.actions import access
from ..membership.models import Seat
from .engine import CannotUnite


def settle(kept, gone, addresses):
    """Give `kept` the account of the two that goes with its address. `addresses` are those of both before.

    Where the account's own address is given up, it goes along only to what has no seat: nobody comes into seats by
    being merged with whom they were given to. Raises CannotUnite where somebody who leads would lose theirs so.
    """
    owners = [row for row in (kept, gone) if row.user_id]
    readers = [row for row in owners if kept.email and addresses[row].casefold() == kept.email.casefold()]
    if readers:
        kept.user = readers[0].user
    elif owners and kept.user_id != gone.user_id:
        owner, other = (kept, gone) if kept.user_id else (gone, kept)
        kept.user = _moved(owner, other, addresses[owner], kept.email)


def _moved(owner, other, before, after):
    """The account of `owner`, whose address is given up for that of `other`, or None."""
    if not Seat.objects.filter(contact=other, to_on=None).exists():
        access.sign_in_with(owner.user, before, after)
        return owner.user
    if owner.user.role != User.Role.PARTNER:
        raise CannotUnite(
            f"{owner.user} signs in with another address than the one you keep, and would lose their seats. Keep the"
            " address they sign in with."
        )
    return None
