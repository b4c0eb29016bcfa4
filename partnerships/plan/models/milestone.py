"""Dated steps with an owner. The original date is kept beside the current one."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership
from ...membership.models.of_partnership import OfPartnershipQuerySet
from .objective import Objective

SOON = timedelta(days=14)


class MilestoneQuerySet(OfPartnershipQuerySet):
    def planned(self):
        return self.filter(state=Milestone.State.PLANNED)

    def due_by(self, day):
        return self.planned().filter(due_on__lte=day)


class Milestone(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        REACHED = "reached", "Reached"
        DROPPED = "dropped", "Dropped"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="milestones")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="milestones"
    )
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="milestones",
        verbose_name="who sees to it",
    )
    starts_on = models.DateField("work starts", null=True, blank=True)
    due_on = models.DateField("due")
    original_due_on = models.DateField("first promised for", editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reached_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(starts_on__lte=models.F("due_on")),
                name="milestone_starts_before_it_is_due",
                violation_error_message="The work starts after it is due.",
            ),
            models.CheckConstraint(
                condition=Q(state="reached", reached_on__isnull=False) | (~Q(state="reached") & Q(reached_on=None)),
                name="reached_milestone_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="milestone_open", condition=Q(state="planned"))]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if self.original_due_on is None:
            self.original_due_on = self.due_on
        super().save(*args, **kwargs)

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED

    @property
    def is_dropped(self):
        return self.state == self.State.DROPPED

    @property
    def was_moved(self):
        return self.due_on != self.original_due_on

    def is_overdue(self, today):
        return self.is_planned and self.due_on < today

    def standing(self, today):
        """(slug, word) for charts and lists: done, late, due (within two weeks), planned or dropped."""
        if self.state == self.State.REACHED:
            return "done", "Reached"
        if self.state == self.State.DROPPED:
            return "dropped", "Dropped"
        if self.due_on < today:
            return "late", "Late"
        return ("due", "Due soon") if self.due_on <= today + SOON else ("planned", "Planned")
