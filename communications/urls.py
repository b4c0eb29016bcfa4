"""What this floor answers to: each room has its own list. Its pages show what all three floors know."""

from django.urls import include, path

urlpatterns = [
    path("", include("communications.front.urls")),
    path("", include("communications.celebrations.urls")),
    path("", include("communications.engine.urls")),
    path("", include("communications.preferences.urls")),
]
