"""Every model of this floor, room by room: for Django and the floors above."""

from .celebrations.models import Celebration, Contribution
from .engine.models import Delivery, Heartbeat, Stumble
from .preferences.models import Silence

__all__ = ["Celebration", "Contribution", "Delivery", "Heartbeat", "Silence", "Stumble"]
