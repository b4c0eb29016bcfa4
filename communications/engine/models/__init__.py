from .delivery import Delivery
from .heartbeat import Heartbeat, Stumble

__all__ = ["Delivery", "Heartbeat", "Stumble"]
