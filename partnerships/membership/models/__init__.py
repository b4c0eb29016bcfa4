from .membership import Membership
from .partnership import Partnership
from .seat import Seat
from .status import Status

__all__ = ["Membership", "Partnership", "Seat", "Status"]
