"""What this floor answers to: each room has its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("evaluation.rounds.urls")),
    path("", include("evaluation.responses.urls")),
]
