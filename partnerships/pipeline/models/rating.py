"""How leads judge an organisation's weight in the work, over time. Those who are judged never see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership
from ...pages.names import known


class StanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For leads and overseers only: partners must not see how they are rated."""
        return self.filter(membership__partnership__in=Partnership.objects.overseen_by(user))


class Stance(models.Model):
    """One rating of one organisation on one day. A new judgement is a new row; the earlier ones stay."""

    class Degree(models.IntegerChoices):
        HARDLY = 1, "1, hardly any"
        LITTLE = 2, "2, a little"
        SOME = 3, "3, some"
        MUCH = 4, "4, a lot"
        GREAT = 5, "5, a great deal"

    class Quadrant(models.TextChoices):
        CLOSELY = "closely", "Work closely"
        SATISFIED = "satisfied", "Keep satisfied"
        INFORMED = "informed", "Keep informed"
        EYE = "eye", "Keep an eye on"

    HIGH = Degree.SOME

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="stances")
    influence = models.PositiveSmallIntegerField(choices=Degree)
    interest = models.PositiveSmallIntegerField(choices=Degree)
    why = models.TextField(blank=True)
    noted_on = models.DateField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    NAMED_BY = ("membership",)

    objects = StanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-noted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(influence__gte=1, influence__lte=5, interest__gte=1, interest__lte=5),
                name="stance_from_one_to_five",
                violation_error_message="Influence and interest go from 1 to 5.",
            )
        ]
        indexes = [models.Index(fields=["membership", "-noted_on", "-id"], name="stance_latest")]

    def __str__(self):
        return f"{known(self, 'membership')}, {self.noted_on:%-d %B %Y}"

    @property
    def quadrant(self):
        """What the rating asks of the leads."""
        sways, cares = self.influence >= self.HIGH, self.interest >= self.HIGH
        if sways:
            return self.Quadrant.CLOSELY if cares else self.Quadrant.SATISFIED
        return self.Quadrant.INFORMED if cares else self.Quadrant.EYE
