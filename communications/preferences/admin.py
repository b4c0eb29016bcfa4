from partnerships.pages.admin import register

from . import models

register(
    models.Silence,
    list_display=["contact", "topic", "since"],
    list_filter=["topic"],
    search_fields=["contact__name", "contact__email"],
)
