"""Every model of this floor, room by room: for Django and the floors above."""

from .responses.models import Answer, Burst, Invitation, Response, Salt, Tally
from .rounds.models import Question, Round, RoundQuestion

__all__ = ["Answer", "Burst", "Invitation", "Question", "Response", "Round", "RoundQuestion", "Salt", "Tally"]
