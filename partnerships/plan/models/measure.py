from django.db import models
from django.db.models import OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from ...membership.models import Partnership
from ...pages.names import known
from .objective import Objective


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(objective__partnership__in=Partnership.objects.visible_to(user))

    def with_latest(self):
        """Each with `latest_value` and `latest_on`, None before the first value."""
        latest = MeasureValue.objects.filter(measure=OuterRef("pk")).order_by("-on")
        return self.annotate(
            latest_value=Subquery(latest.values("value")[:1]), latest_on=Subquery(latest.values("on")[:1])
        )


class Measure(models.Model):
    """A number with a goal and a source, and where it is known with a start. A goal that is the start is a level to
    keep."""

    class Kind(models.TextChoices):
        OUTPUT = "output", "Output: what we do"
        OUTCOME = "outcome", "Outcome: what changes for people"

    class Direction(models.TextChoices):
        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OUTCOME)
    unit = models.CharField(max_length=60, help_text="What is counted, such as “people a week” or “%”.")
    direction = models.CharField(max_length=5, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    baseline_on = models.DateField("baseline taken on", null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=3)
    source = models.CharField("where the number comes from", max_length=255)

    objects = MeasureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline=None)
                | Q(direction="up", target__gte=models.F("baseline"))
                | Q(direction="down", target__lte=models.F("baseline")),
                name="target_lies_in_the_direction",
                violation_error_message="The target is worse than the baseline in the direction you chose.",
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_on=None) | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="baseline_has_its_day",
                violation_error_message="Give the baseline and its day, or neither.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def aims_the_wrong_way(self):
        """Whether the target is worse than the baseline. The database refuses it; a form may not have asked it yet."""
        return self.baseline is not None and not self.has_reached(self.target, self.baseline)

    @property
    def keeps_a_level(self):
        return self.baseline == self.target

    def has_reached(self, value, goal):
        return value >= goal if self.direction == self.Direction.UP else value <= goal

    def has_reached_target(self, value):
        return self.has_reached(value, self.target)

    def progress(self, value):
        """Per cent of the way from baseline to target, 0 to 100; 100 only once the target is reached. None where there
        is no way to be on: without a baseline, and below a level to keep."""
        if value is not None and self.has_reached_target(value):
            return 100
        if self.baseline is None or self.keeps_a_level:
            return None
        return max(0, min(99, round(100 * (value - self.baseline) / (self.target - self.baseline))))

    def in_unit(self, value):
        """The number as people say it: 41%, 1,250 lunches."""
        return f"{plain(value)}%" if self.unit == "%" else f"{plain(value)} {self.unit}"

    def progress_in_words(self, value):
        """How far this value (None: not measured yet) has come, as a sentence."""
        if value is None and self.baseline is None:
            return "Not measured yet."
        if value is None:
            return f"Not measured yet since the baseline of {self.in_unit(self.baseline)}."
        if self.keeps_a_level:
            kept = "kept" if self.has_reached_target(value) else "not kept"
            return f"{self.in_unit(value)}: the level of {plain(self.target)} is {kept}."
        if self.has_reached_target(value):
            return f"{self.in_unit(value)}: the target of {plain(self.target)} is reached."
        if self.baseline is None:
            return f"{self.in_unit(value)}: the target is {plain(self.target)}."
        if (value - self.baseline) * (self.target - self.baseline) < 0:
            return f"{self.in_unit(value)}: further away than the baseline of {plain(self.baseline)}."
        share = self.progress(value)
        return f"{self.in_unit(value)}: {share}% of the way from {plain(self.baseline)} to {plain(self.target)}."

    def is_behind(self, value, on):
        """Whether this value of this day lies below an even way from the baseline to the target on the objective's day.
        None where there is no such way."""
        if None in (value, on, self.baseline) or self.keeps_a_level:
            return None
        days = (self.objective.due_on - self.baseline_on).days if self.objective.due_on else 0
        if days <= 0:
            return None
        gone = min((on - self.baseline_on).days, days)
        return not self.has_reached(value, self.baseline + (self.target - self.baseline) * gone / days)

    # What a page shows of a row that comes from with_latest().

    @property
    def is_behind_now(self):
        return self.is_behind(self.latest_value, self.latest_on)

    @property
    def progress_now(self):
        return self.progress(self.baseline if self.latest_value is None else self.latest_value)

    @property
    def words_now(self):
        return self.progress_in_words(self.latest_value)

    @property
    def baseline_in_unit(self):
        return "" if self.baseline is None else self.in_unit(self.baseline)

    @property
    def target_in_unit(self):
        return self.in_unit(self.target)


def plain(value):
    """A number without idle zeros.

    >>> plain(1250.500)
    '1,250.5'
    """
    text = f"{value:,.3f}"
    return text.rstrip("0").rstrip(".")


class MeasureValueQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(measure__in=Measure.objects.visible_to(user))


class MeasureValue(models.Model):
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="values")
    on = models.DateField("on")
    value = models.DecimalField(max_digits=14, decimal_places=3)
    note = models.CharField(max_length=255, blank=True)
    update = models.ForeignKey(
        "partnerships.Update", null=True, blank=True, on_delete=models.SET_NULL, related_name="values", editable=False
    )

    NAMED_BY = ("measure",)

    objects = MeasureValueQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"],
                name="one_value_a_day",
                violation_error_message="There is a value for this day already. Change that one.",
            )
        ]

    def __str__(self):
        return f"{known(self, 'measure')}: {self.value} on {self.on}"
