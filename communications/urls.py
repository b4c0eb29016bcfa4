"""What this floor answers to, grouped by prefix. Its pages show what all three floors know."""

from django.urls import path

from .views import celebrations, check_ins, dashboard, health, outbox, partnership, unsubscribe

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("partnerships/<int:partnership_id>/check-ins/", check_ins.check_ins, name="check-ins"),
    path("partnerships/<int:partnership_id>/", partnership.partnership, name="partnership"),
    path("partnerships/<int:partnership_id>/story/", partnership.story, name="story"),
    path("partnerships/<int:partnership_id>/so-far/", partnership.story_so_far, name="story-so-far"),
    path("partnerships/<int:partnership_id>/celebrations/", celebrations.celebrations, name="celebrations"),
    path("celebrations/<int:celebration_id>/edit/", celebrations.edit_celebration, name="edit-celebration"),
    path("celebrations/<int:celebration_id>/publish/", celebrations.publish_celebration, name="publish-celebration"),
    path("celebrations/<int:celebration_id>/dismiss/", celebrations.dismiss_celebration, name="dismiss-celebration"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:delivery_id>/", outbox.outbox_message, name="outbox-message"),
    path("outbox/<int:delivery_id>/html/", outbox.outbox_message_html, name="outbox-message-html"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("health/live", health.health_live, name="health-live"),
    path("health/ready", health.health_ready, name="health-ready"),
    path("health/engine", health.health_engine, name="health-engine"),
]
