from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from ...membership.models import Partnership
from ...pages.names import known


class EndingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user))


class Ending(models.Model):
    """How a partnership is brought to a good end: why, what was learnt, and what there is still to do."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="ending")
    reason = models.TextField("why it ends")
    ends_on = models.DateField("last day", null=True, blank=True)
    lessons = models.TextField("what we learnt", blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("partnership",)

    objects = EndingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self):
        return f"Ending of {known(self, 'partnership')}"

    @property
    def is_over(self):
        return self.ended_at is not None


class EndingStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(ending__partnership__in=Partnership.objects.visible_to(user))

    def left(self):
        return self.filter(done_at=None)


class EndingStep(models.Model):
    """One thing to do before a partnership ends."""

    class Kind(models.TextChoices):
        PROMISES = "promises", "Settle the open promises"
        DATA = "data", "Return or erase the data you shared"
        THANKS = "thanks", "Thank each contributor"
        LESSONS = "lessons", "Write down what you learnt"
        PEOPLE = "people", "Tell the people you served"

    ending = models.ForeignKey(Ending, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    note = models.TextField("what was done", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EndingStepQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ending", "kind"], name="ending_step_once")]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_done(self):
        return self.done_at is not None
