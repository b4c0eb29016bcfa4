"""The fit review: what several of the host's people think of working with an organisation. No total, no verdict."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership
from ...pages.names import known
from .conversation import sitting_for, sitting_for_host


class FitReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Overseers see them. Leads and the host's people see the others' once they have given their own, and never
        one of an organisation that they sit for themselves."""
        seen = self.filter(membership__partnership__in=Partnership.objects.visible_to(user))
        if user.role == user.Role.ADMINISTRATOR:
            return seen
        seen = seen.exclude(Exists(sitting_for(user, membership="membership")))
        if user.role == user.Role.VIEWER:
            return seen
        host = Q(membership__partnership__in=Partnership.objects.led_by(user)) | Exists(
            sitting_for_host(user, partnership="membership__partnership")
        )
        own = FitReview.objects.filter(membership=OuterRef("membership"), by=user)
        return seen.filter(host, Exists(own))

    def of_membership(self, membership):
        """All about one organisation, in the order they were given, with their scores in one query more."""
        return self.filter(membership=membership).select_related("by").prefetch_related("scores")

    def count_of(self, membership):
        """How many people have given theirs: no secret to those who may give one."""
        return self.filter(membership=membership).count()


class FitReview(models.Model):
    """What one person thinks, given once."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="fit_reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField()

    NAMED_BY = ("by", "membership__organisation")

    objects = FitReviewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["submitted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "by"],
                name="fit_review_once",
                violation_error_message="This person has given their fit review.",
            )
        ]

    def __str__(self):
        return f"{known(self, 'by') or 'Somebody'} on working with {known(self, 'membership__organisation')}"


class FitScore(models.Model):
    """How far one statement holds, from 1 to 5, and why."""

    # Slug → the sentence; the order of asking and of reading.
    STATEMENTS = {
        "same-aim": "We want the same thing for the same people",
        "values": "Their values fit ours",
        "trusted": "They are trusted by the people we want to reach",
        "capacity": "They have the people and the time for this",
        "skills": "They can do something that we cannot",
        "decides": "Those we talk to can decide, or soon get an answer",
        "open": "They say what does not work, and hear it from us",
        "shares": "They share credit, data and money fairly",
        "lasting": "They will still be there in three years",
    }
    LOWEST, HIGHEST = 1, 5

    review = models.ForeignKey(FitReview, on_delete=models.CASCADE, related_name="scores")
    statement = models.CharField(max_length=20, choices=STATEMENTS)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "statement"],
                name="fit_score_once",
                violation_error_message="This statement has its score in this review.",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5),
                name="fit_score_from_1_to_5",
                violation_error_message="Choose a number from 1 to 5.",
            ),
            models.CheckConstraint(
                condition=~Q(score=None) | ~Q(comment=""),
                name="fit_score_says_something",
                violation_error_message="Give a number, a comment, or both.",
            ),
        ]

    def __str__(self):
        return f"{self.get_statement_display()}: {self.score or 'cannot say'}"
