from partnerships.pages.admin import ReadOnlyAdmin, register

from . import models

register(
    models.Invitation,
    ReadOnlyAdmin,
    list_display=["round", "contact", "answered"],
    list_filter=["answered"],
    search_fields=["contact__name", "round__title"],
)

# Responses and answers are not registered: results leave this app through disclosure.SafeTable only.
