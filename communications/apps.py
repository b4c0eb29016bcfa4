from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self):
        from partnerships import events

        from . import doorbell, signs  # noqa: F401  registers what this floor can see

        events.ring_with(doorbell.ring)
