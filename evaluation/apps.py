from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self):
        from partnerships import links

        from . import signs  # noqa: F401  registers what this floor can see

        links.PAGES[links.ActionLink.Purpose.RESPOND] = "answer-round"
