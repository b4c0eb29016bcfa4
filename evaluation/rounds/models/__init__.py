from .question import Question
from .round import Round, RoundQuestion

__all__ = ["Question", "Round", "RoundQuestion"]
