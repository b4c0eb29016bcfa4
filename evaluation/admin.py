from partnerships.admin import HouseAdmin, ReadOnlyAdmin, register

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
    HouseAdmin,
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
register(
    models.Invitation,
    ReadOnlyAdmin,
    list_display=["round", "contact", "answered"],
    list_filter=["answered"],
    search_fields=["contact__name", "round__title"],
)
# Responses and answers are not registered: results leave this app through disclosure.SafeTable only.
