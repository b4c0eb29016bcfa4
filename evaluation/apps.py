from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self):
        from partnerships import links

        from . import signs, uniting  # noqa: F401  registers what this floor can see, and how its rows become one

        links.PAGES[links.ActionLink.Purpose.RESPOND] = "answer-round"
