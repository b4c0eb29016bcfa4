"""Who signs in as the one contact that was two: whoever reads the address that stays, and nobody by choice."""

from ..directory.models import User
from ..membership.models import Seat
from .engine import CannotUnite


def settle(kept, gone):
    """Give `kept` the account that goes with its address, or none.

    Raises CannotUnite where somebody who leads would lose their seats so.
    """
    accounts = {row: row.user for row in (kept, gone) if row.user_id}
    # Of a fixed name the contact may have another address than its owner reads.
    readers = [user for user in accounts.values() if user.email.casefold() == kept.email.casefold()]
    kept.user = readers[0] if readers else None
    for row, user in accounts.items():
        if user in readers or user.role == User.Role.PARTNER:
            continue
        # A fixed name stays although its address goes, unless that would take the other one's seats from their reader.
        stays = user.has_fixed_name and not readers
        if _sits(row if not stays else gone if row == kept else kept):
            raise CannotUnite(
                f"{user} signs in with another address than the one you keep, and would lose their seats. Keep the"
                " address they sign in with."
            )
        if stays:
            kept.user = user


def _sits(contact):
    return Seat.objects.filter(contact=contact, to_on=None).exists()
