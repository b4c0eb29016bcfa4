"""Every model of this floor, room by room: for Django and the floors above."""

from .responses.models import Answer, Invitation, Response
from .rounds.models import Question, Round, RoundQuestion

__all__ = ["Answer", "Invitation", "Question", "Response", "Round", "RoundQuestion"]
