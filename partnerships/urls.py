"""What this floor answers to: each room has its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("partnerships.accounts.urls")),
    path("", include("partnerships.links.urls")),
    path("", include("partnerships.check_ins.urls")),
    path("", include("partnerships.commitments.urls")),
    path("", include("partnerships.membership.urls")),
    path("", include("partnerships.pipeline.urls")),
    path("", include("partnerships.endings.urls")),
    path("", include("partnerships.conversations.urls")),
    path("", include("partnerships.need.urls")),
    path("", include("partnerships.agreements.urls")),
    path("", include("partnerships.plan.urls")),
    path("", include("partnerships.proposals.urls")),
    path("", include("partnerships.directory.urls")),
    path("", include("partnerships.merging.urls")),
    path("", include("partnerships.spreadsheets.urls")),
]
