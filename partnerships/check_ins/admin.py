from ..pages.admin import register
from . import models

register(
    models.Rhythm,
    list_display=["partnership", "every", "unit", "first_due_on", "until_on"],
    list_filter=["unit"],
    search_fields=["partnership__name"],
)

register(
    models.CheckIn,
    list_display=["partnership", "membership", "period", "due_on", "state"],
    list_filter=["state"],
    search_fields=["partnership__name", "membership__organisation__name", "period"],
)

register(
    models.Update,
    list_display=["membership", "status", "submitted_at", "by"],
    list_filter=["status"],
    search_fields=["changed", "challenge", "ask", "win", "membership__organisation__name"],
)
