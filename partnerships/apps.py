from importlib import import_module

from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerships"

    def ready(self):
        for room in (
            "links",
            "membership",
            "proposals",
            "plan",
            "agreements",
            "commitments",
            "check_ins",
            "pipeline",
            "endings",
        ):
            import_module(f"{self.name}.{room}.signs")
        from .merging import uniting  # noqa: F401  registers what this floor can see, and how its rows become one
