from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerships"

    def ready(self):
        from . import signs  # noqa: F401  registers what this floor can see, and how its rows become one
        from .merging import uniting  # noqa: F401  registers what this floor can see, and how its rows become one
