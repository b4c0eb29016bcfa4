"""SMART objectives, and the measures that show whether they move."""

from django.db import models
from django.db.models import F, Prefetch
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership
from ...membership.models.of_partnership import OfPartnershipQuerySet


class ObjectiveQuerySet(OfPartnershipQuerySet):
    def active(self):
        return self.filter(state=Objective.State.ACTIVE)

    def with_measures(self):
        """With their measures, each knowing its latest value, in one more query."""

        from .measure import Measure

        return self.prefetch_related(Prefetch("measures", Measure.objects.with_latest()))

    def by_date(self):
        """The next to be reached first; those without a day last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "pk")


class Objective(models.Model):
    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        REACHED = "reached", "Reached"
        DROPPED = "dropped", "Dropped"

    # The letter's field → the question the form asks.
    LETTERS = {
        "specific": "What exactly will be different, for whom, and where?",
        "measurable": "How will you know? Which number or story will tell you?",
        "achievable": "Why is this within reach with what you have?",
        "relevant": "How does it serve the shared vision and the people you serve?",
        "time_bound": "By when, and which steps lead there?",
    }

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="objectives")
    title = models.CharField("the objective in one sentence", max_length=255)
    specific = models.TextField(blank=True)
    measurable = models.TextField(blank=True)
    achievable = models.TextField(blank=True)
    relevant = models.TextField(blank=True)
    time_bound = models.TextField("time-bound", blank=True)
    due_on = models.DateField("to be reached by", null=True, blank=True)
    owner = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="objectives",
        verbose_name="who leads it",
    )
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ObjectiveQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.title

    @property
    def is_active(self):
        return self.state == self.State.ACTIVE

    def is_overdue(self, today):
        return self.is_active and self.due_on is not None and self.due_on < today
