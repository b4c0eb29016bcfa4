from importlib import import_module

from django.apps import AppConfig

# The rooms that see what needs a lead, and those that know how two of their rows become one.
SIGNS = ["links", "membership", "proposals", "plan", "agreements", "commitments", "check_ins", "pipeline", "endings"]
MERGE_RULES = ["links", "membership", "agreements", "check_ins", "endings", "merging"]


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Partnerships"

    def ready(self):
        for rooms, kind in ((SIGNS, "signs"), (MERGE_RULES, "merge_rules")):
            for room in rooms:
                import_module(f"{self.name}.{room}.{kind}")
