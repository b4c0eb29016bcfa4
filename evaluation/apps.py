from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self):
        from partnerships.links import links

        from .models import Invitation
        from .responses import merge_rules  # noqa: F401  registers what this floor can see, and how its rows become one
        from .rounds import signs  # noqa: F401  registers what this floor can see, and how its rows become one

        links.PAGES[links.ActionLink.Purpose.RESPOND] = "answer-round"
        links.TO_MEMBERSHIP[links.ActionLink.Purpose.RESPOND] = (Invitation, "membership")
