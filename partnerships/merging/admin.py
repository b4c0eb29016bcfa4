from ..pages.admin import ReadOnlyAdmin, register
from . import models

register(
    models.Merged,
    ReadOnlyAdmin,
    list_display=["name", "kind", "at", "by"],
    list_filter=["kind"],
    search_fields=["name"],
)

register(
    models.Apart,
    list_display=["one", "other", "by", "at"],
    list_filter=["at"],
    search_fields=["one__name", "other__name"],
)
