"""Every model of this floor, room by room: for Django and the floors above."""

from .responses.models import Answer, BallotBox, Burst, Invitation, Response, Salt, Tally
from .rounds.models import Question, Round, RoundQuestion

__all__ = [
    "Answer",
    "BallotBox",
    "Burst",
    "Invitation",
    "Question",
    "Response",
    "Round",
    "RoundQuestion",
    "Salt",
    "Tally",
]
