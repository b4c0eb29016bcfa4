from .measure import Measure, MeasureValue
from .milestone import Milestone
from .objective import Objective

__all__ = ["Measure", "MeasureValue", "Milestone", "Objective"]
