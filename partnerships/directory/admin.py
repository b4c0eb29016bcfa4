from django.contrib import admin

from ..pages.admin import register
from . import models

register(
    models.OrganisationType, list_display=["name", "slug", "position"], search_fields=["name"], list_filter=["position"]
)

register(models.Area, list_display=["name", "code"], search_fields=["name", "code"])


class IdentifierInline(admin.TabularInline):
    model = models.Identifier
    extra = 0


register(
    models.Organisation,
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
