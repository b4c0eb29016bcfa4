from django.urls import path

from .views import health, outbox

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:delivery_id>/", outbox.outbox_message, name="outbox-message"),
    path("outbox/<int:delivery_id>/html/", outbox.outbox_message_html, name="outbox-message-html"),
    path("health/live", health.health_live, name="health-live"),
    path("health/ready", health.health_ready, name="health-ready"),
    path("health/engine", health.health_engine, name="health-engine"),
]
