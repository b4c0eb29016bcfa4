from django.contrib import admin

from ..pages.admin import HouseAdmin, register
from . import models

register(
    models.Partnership,
    list_display=["name", "host", "stage", "state", "status", "status_at"],
    list_filter=["stage", "state", "status", "nation"],
    search_fields=["name", "need", "host__name"],
)


@admin.register(models.Membership)
class MembershipAdmin(HouseAdmin):
    list_display = ["organisation", "partnership", "stage", "stage_at", "ask_again_on", "status"]
    list_filter = ["stage", "status", "ask_again_on"]
    search_fields = ["organisation__name", "partnership__name", "note", "reason"]

    def save_model(self, request, membership, form, change):
        if "stage" in form.changed_data:
            membership.stage_at = request.now
        super().save_model(request, membership, form, change)


register(
    models.Seat,
    list_display=["contact", "membership", "is_lead", "authority", "from_on", "until_on", "to_on"],
    list_filter=["is_lead", "authority", "capacity"],
    search_fields=["contact__name", "membership__organisation__name", "membership__partnership__name"],
    list_select_related=["contact", "membership__organisation", "membership__partnership"],
)
