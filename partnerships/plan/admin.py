from ..pages.admin import register
from . import models

register(
    models.Objective,
    list_display=["title", "partnership", "due_on", "state"],
    list_filter=["state"],
    search_fields=["title", "partnership__name"],
)

register(
    models.Measure,
    list_display=["name", "objective", "kind", "unit", "baseline", "target"],
    list_filter=["kind", "direction"],
    search_fields=["name", "objective__title"],
)

register(
    models.MeasureValue,
    list_display=["measure", "on", "value"],
    list_filter=["on"],
    search_fields=["measure__name", "note"],
)

register(
    models.Milestone,
    list_display=["title", "partnership", "due_on", "original_due_on", "state"],
    list_filter=["state"],
    search_fields=["title", "partnership__name"],
)
