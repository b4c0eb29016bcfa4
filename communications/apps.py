from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self):
        from partnerships import events

        from . import doorbell, signs, uniting  # noqa: F401  registers what this floor can see, and how its rows become one

        events.ring_with(doorbell.ring)
