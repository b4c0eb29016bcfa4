from partnerships.pages.admin import HouseAdmin, ReadOnlyAdmin, register

from . import models

register(
    models.Question,
    HouseAdmin,
    list_display=["wording", "audience", "kind", "dimension", "position", "is_active"],
    list_filter=["audience", "kind", "dimension", "is_active"],
    search_fields=["wording", "code"],
)

register(
    models.Round,
    list_display=["title", "partnership", "audience", "mode", "state", "closes_on"],
    list_filter=["audience", "mode", "state"],
    search_fields=["title", "partnership__name"],
)

register(
    models.RoundQuestion,
    ReadOnlyAdmin,
    list_display=["round", "position", "wording"],
    list_filter=["kind"],
    search_fields=["wording", "round__title"],
)
