from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...membership.models import Partnership
from ...membership.models.of_partnership import OfPartnershipQuerySet
from .. import periods


class Rhythm(models.Model):
    """How often a partnership asks, counted from the first due day."""

    class Unit(models.TextChoices):
        WEEK = "week", "weeks"
        MONTH = "month", "months, on the same day of the month"
        WEEKDAY = "weekday", "months, on the same weekday (such as the first Monday)"

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="rhythm")
    every = models.PositiveSmallIntegerField("every", default=1)
    unit = models.CharField("of", max_length=10, choices=Unit, default=Unit.MONTH)
    first_due_on = models.DateField("first answer due on")
    until_on = models.DateField("last answer due by", null=True, blank=True)

    objects = OfPartnershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every__gte=1) & Q(every__lte=52),
                name="rhythm_between_1_and_52",
                violation_error_message="Choose a number from 1 to 52.",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("first_due_on")),
                name="rhythm_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self):
        return self.in_words()

    def in_words(self):
        ends = f", last due by {self.until_on:%-d %B %Y}" if self.until_on else ""
        return periods.in_words(self.every, self.unit, self.first_due_on) + ends

    @property
    def how_often(self):
        return periods.how_often(self.every, self.unit, self.first_due_on)

    def due_days(self, start, end):
        """Due days from start to end, both included."""
        end = min(end, self.until_on) if self.until_on else end
        return periods.occurrences(self.every, self.unit, self.first_due_on, start, end)

    def next_due_days(self, start, count=3):
        """The first `count` due days from start on; fewer when the rhythm ends."""
        return periods.upcoming(self.every, self.unit, self.first_due_on, start, until=self.until_on, count=count)

    def period_of(self, day):
        return periods.key(self.unit, day)
