from .question import Question
from .response import Answer, Invitation, Response
from .round import Round, RoundQuestion

__all__ = ["Answer", "Invitation", "Question", "Response", "Round", "RoundQuestion"]
