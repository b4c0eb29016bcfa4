"""Fit reviews: each person's own, given once."""

from django.db import IntegrityError, transaction

from ...events import history
from ..models import FitReview, FitScore


class AlreadyGiven(Exception):
    """This person has given theirs."""


@history.verb
def give(*, membership, scores, by, now):
    """Keep what one person thinks: `scores` is {statement: (score or None, comment)}. Raises AlreadyGiven."""
    try:
        with transaction.atomic():
            review = FitReview.objects.create(membership=membership, by=by, submitted_at=now)
    except IntegrityError:
        raise AlreadyGiven("You have given your fit review already. It stays as it was.") from None
    for statement, (score, comment) in scores.items():
        if score is not None or comment:
            FitScore.objects.create(review=review, statement=statement, score=score, comment=comment)
    return review
