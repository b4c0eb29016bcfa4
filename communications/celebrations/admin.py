from partnerships.pages.admin import register

from . import models

register(
    models.Celebration,
    list_display=["title", "partnership", "state", "drafted_at", "published_at"],
    list_filter=["state"],
    search_fields=["title", "body", "partnership__name"],
)

register(
    models.Contribution,
    list_display=["celebration", "organisation", "contact", "what", "is_named"],
    list_filter=["is_named"],
    search_fields=["what", "organisation__name"],
)
