from .ending import Ending, EndingStep
from .handover import Handover
from .pause import Pause

__all__ = ["Ending", "EndingStep", "Handover", "Pause"]
