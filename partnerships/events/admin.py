from ..pages.admin import ReadOnlyAdmin, register
from . import models

register(
    models.Event,
    ReadOnlyAdmin,
    list_display=["at", "__str__", "partnership", "told_at"],
    list_filter=["kind"],
    search_fields=["kind", "partnership__name"],
)
