from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.models import Contact
from partnerships.pages.names import known


class SilenceQuerySet(models.QuerySet):
    def at_addresses(self, emails):
        """Of whoever reads these addresses, with the `address` in small letters."""
        asked = {email.strip().lower() for email in emails}
        return self.annotate(address=Lower("contact__email")).filter(address__in=asked)

    def of_reader(self, contact):
        """Of this contact, and of the others with the same address: who reads it is one."""
        same = Contact.objects.with_address(contact.email).values("pk") if contact.email else []
        return self.filter(Q(contact=contact) | Q(contact__in=same))


class Silence(models.Model):
    """A contact who wants no more mail of one topic. It holds for every contact with their address."""

    class Topic(models.TextChoices):
        CHECK_INS = "check-ins", "Check-in reminders"
        AGREEMENTS = "agreements", "Agreements"
        CELEBRATIONS = "celebrations", "Good news"
        DUE_DILIGENCE = "due-diligence", "Due diligence that runs out"
        FEEDBACK = "feedback", "Feedback invitations"
        NEWS = "news", "News of your partnerships"

    # The topics in which somebody is asked for something.
    ASKING = (Topic.CHECK_INS, Topic.AGREEMENTS, Topic.FEEDBACK)

    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="silences")
    topic = models.CharField(max_length=20, choices=Topic)
    since = models.DateTimeField(default=timezone.now)

    NAMED_BY = ("contact",)

    objects = SilenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["contact__name", "topic"]
        constraints = [models.UniqueConstraint(fields=["contact", "topic"], name="one_silence_a_topic")]

    def __str__(self):
        return f"{known(self, 'contact')}: no {self.get_topic_display().lower()}"
