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
    list_select_related=["partnership", "membership__organisation", "membership__partnership"],
)

register(
    models.Update,
    list_display=["membership", "status", "submitted_at", "by"],
    list_filter=["status"],
    search_fields=["changed", "challenge", "ask", "win", "membership__organisation__name"],
    list_select_related=["by", "membership__organisation", "membership__partnership"],
)
