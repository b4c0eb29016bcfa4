from django.contrib import admin

from ..pages.admin import GuardedAdmin, ReadOnlyAdmin, register
from . import models

register(
    models.Merged,
    ReadOnlyAdmin,
    list_display=["name", "kind", "at", "by"],
    list_filter=["kind"],
    search_fields=["name"],
)


@admin.register(models.Apart)
class ApartAdmin(GuardedAdmin):
    """Somebody told apart what is one after all: taken away here, the pair is listed as alike again."""

    list_display = ["one", "other", "by", "at"]
    list_filter = ["at"]
    search_fields = ["one__name", "other__name"]

    def has_delete_permission(self, request, obj=None):
        return request.user.is_administrator
