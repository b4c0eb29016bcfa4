from ..pages.admin import register
from . import models

register(
    models.Handover,
    list_display=["seat", "successor", "handed_over_at", "handed_over_by"],
    list_filter=["handed_over_at"],
    search_fields=["seat__contact__name", "successor__contact__name", "thanks"],
)

register(
    models.Pause,
    list_display=["partnership", "membership", "from_on", "back_on", "ended_on"],
    list_filter=["ended_on"],
    search_fields=["partnership__name", "membership__organisation__name", "reason"],
)

register(
    models.Ending,
    list_display=["partnership", "ends_on", "begun_at", "ended_at"],
    list_filter=["ended_at"],
    search_fields=["partnership__name", "reason", "lessons"],
)

register(
    models.EndingStep,
    list_display=["ending", "kind", "done_at", "done_by"],
    list_filter=["kind"],
    search_fields=["ending__partnership__name", "note"],
)
