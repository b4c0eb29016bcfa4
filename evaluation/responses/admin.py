from partnerships.pages.admin import ReadOnlyAdmin, register

from . import models

register(
    models.Invitation,
    ReadOnlyAdmin,
    list_display=["round", "contact"],
    # Who has answered would tell how many have.
    exclude=["answered"],
    search_fields=["contact__name", "round__title"],
)

register(
    models.Burst,
    ReadOnlyAdmin,
    list_display=["round", "on"],
    list_filter=["on"],
    search_fields=["round__title"],
)

# Responses, answers, and what is counted of browsers are not registered: results leave this app through
# disclosure.SafeTable only.
