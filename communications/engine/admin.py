from django.contrib import admin
from django.urls import path

from partnerships.pages.admin import ReadOnlyAdmin, register

from . import models
from .views.background_jobs import background_jobs

register(
    models.Delivery,
    ReadOnlyAdmin,
    list_display=["notice", "contact", "partnership", "state", "not_before", "ended_at"],
    list_filter=["state", "notice"],
    search_fields=["contact__name", "to_address", "mail_subject"],
)

register(
    models.Stumble,
    ReadOnlyAdmin,
    list_display=["event", "attempts", "retry_at", "problem"],
    list_filter=["attempts"],
    search_fields=["event__kind", "problem"],
)


@admin.register(models.Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """The list of heartbeats is the page of background jobs."""

    search_fields = ["name"]

    def get_urls(self):
        page = path("", self.admin_site.admin_view(background_jobs), name="background-jobs")
        return [page, *super().get_urls()]
