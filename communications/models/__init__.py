from .celebration import Celebration, Contribution
from .delivery import Delivery
from .heartbeat import Heartbeat, Stumble
from .silence import Silence

__all__ = ["Celebration", "Contribution", "Delivery", "Heartbeat", "Silence", "Stumble"]
