"""Who signs in as the one contact that was two: whoever reads the address that stays, and nobody by choice."""

from ..directory.models import User
from ..membership.models import Seat
from .engine import CannotUnite


def settle(kept, gone, addresses):
    """Give `kept` the account that goes with its address, or none. `addresses` are those of both before.

    Raises CannotUnite where somebody who leads would lose their seats so.
    """
    owners = [row for row in (kept, gone) if row.user_id]
    readers = [row for row in owners if addresses[row].casefold() == kept.email.casefold()]
    if readers:
        kept.user = readers[0].user
    elif owners:
        kept.user = _beyond(owners[0], gone if owners[0] is kept else kept)


def _beyond(owner, other):
    """The account of `owner`, whose address is given up: of somebody who leads it stays, of a partner it does not."""
    if owner.user.role == User.Role.PARTNER:
        return None
    if Seat.objects.filter(contact=other, to_on=None).exists():
        raise CannotUnite(
            f"{owner.user} signs in with another address than the one you keep, and would lose their seats. Keep the"
            " address they sign in with."
        )
    return owner.user
