from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.pages.names import known


class Silence(models.Model):
    """A contact who wants no more mail of one topic."""

    class Topic(models.TextChoices):
        CHECK_INS = "check-ins", "Check-in reminders"
        AGREEMENTS = "agreements", "Agreements"
        CELEBRATIONS = "celebrations", "Good news"
        DUE_DILIGENCE = "due-diligence", "Due diligence that runs out"
        FEEDBACK = "feedback", "Feedback invitations"
        NEWS = "news", "News of your partnerships"

    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="silences")
    topic = models.CharField(max_length=20, choices=Topic)
    since = models.DateTimeField(default=timezone.now)

    NAMED_BY = ("contact",)

    history = HistoricalRecords()

    class Meta:
        ordering = ["contact__name", "topic"]
        constraints = [models.UniqueConstraint(fields=["contact", "topic"], name="one_silence_a_topic")]

    def __str__(self):
        return f"{known(self, 'contact')}: no {self.get_topic_display().lower()}"
