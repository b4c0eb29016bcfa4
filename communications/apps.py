from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "communications"
    verbose_name = "Communications"

    def ready(self):
        from partnerships import events

        from .engine import doorbell, merge_rules  # noqa: F401  registers what this floor can see, and how its rows become one
        from .front import signs  # noqa: F401  registers what this floor can see, and how its rows become one

        events.ring_with(doorbell.ring)
