from django.contrib import admin
from django.urls import path

from partnerships.admin import HouseAdmin, ReadOnlyAdmin, register

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
    models.Celebration,
    HouseAdmin,
    list_display=["title", "partnership", "state", "drafted_at", "published_at"],
    list_filter=["state"],
    search_fields=["title", "body", "partnership__name"],
)
register(
    models.Contribution,
    HouseAdmin,
    list_display=["celebration", "organisation", "contact", "what", "is_named"],
    list_filter=["is_named"],
    search_fields=["what", "organisation__name"],
)
register(
    models.Silence,
    HouseAdmin,
    list_display=["contact", "topic", "since"],
    list_filter=["topic"],
    search_fields=["contact__name", "contact__email"],
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
