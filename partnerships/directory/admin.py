from django.contrib import admin

from ..pages.admin import HouseAdmin, register
from . import models

register(
    models.OrganisationType,
    HouseAdmin,
    list_display=["name", "slug", "position"],
    search_fields=["name"],
    list_filter=["position"],
)


@admin.register(models.Area)
class AreaAdmin(HouseAdmin):
    """One that an organisation serves stays: it would lose it without a line in its history."""

    list_display = ["name", "code"]
    search_fields = ["name", "code"]

    def has_delete_permission(self, request, obj=None):
        is_free = obj is None or not obj.organisations.exists()
        return is_free and super().has_delete_permission(request, obj)


class IdentifierInline(admin.TabularInline):
    model = models.Identifier
    extra = 0


register(
    models.Organisation,
    HouseAdmin,
    is_ended=False,
    list_display=["name", "type", "postcode", "ended_on"],
    list_filter=["type", "ended_on"],
    search_fields=["name", "postcode", "identifiers__value"],
    autocomplete_fields=["areas"],
    inlines=[IdentifierInline],
)

register(
    models.Identifier,
    list_display=["organisation", "scheme", "value"],
    list_filter=["scheme"],
    search_fields=["value", "organisation__name"],
)

register(
    models.DueDiligence,
    list_display=["organisation", "kind", "reference", "checked_on", "expires_on"],
    list_filter=["kind"],
    search_fields=["reference", "organisation__name"],
)
