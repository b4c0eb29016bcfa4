"""What happens when somebody goes, when things rest, and when a partnership ends well."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from .partnership import Membership, Partnership, Seat


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(seat__membership__partnership__in=Partnership.objects.visible_to(user))

    def of_partnership(self, partnership):
        """With everybody's name, the latest first."""
        names = ("seat__contact", "seat__membership__organisation", "successor__contact")
        return self.filter(seat__membership__partnership=partnership).select_related(*names)


class Handover(models.Model):
    """A seat that ended, who took over, and the thanks that went with it."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="handover")
    successor = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.SET_NULL, related_name="took_over")
    thanks = models.TextField(blank=True)
    handed_over_at = models.DateTimeField()
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = HandoverQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-handed_over_at", "-pk"]

    def __str__(self):
        return f"{self.seat.contact} to {self.successor.contact if self.successor else 'nobody yet'}"


class PauseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def open(self):
        return self.filter(ended_on=None)

    def of_partnership(self, partnership):
        """Pauses of the whole partnership, not of one member."""
        return self.filter(partnership=partnership, membership=None)


class Pause(models.Model):
    """A rest of a partnership, or of one member, with a reason and perhaps a day to be back."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="pauses")
    membership = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.CASCADE, related_name="pauses")
    reason = models.TextField()
    from_on = models.DateField("from")
    back_on = models.DateField("back on", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = PauseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership"],
                condition=Q(ended_on=None, membership=None),
                name="one_open_pause_of_a_partnership",
                violation_error_message="The partnership is paused already.",
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(ended_on=None),
                name="one_open_pause_of_a_membership",
                violation_error_message="This organisation is pausing already.",
            ),
            models.CheckConstraint(
                condition=Q(back_on=None) | Q(back_on__gt=models.F("from_on")),
                name="pause_is_over_after_it_began",
                violation_error_message="The day back is not after the day the pause begins.",
            ),
        ]
        indexes = [models.Index(fields=["back_on"], name="pause_open", condition=Q(ended_on=None))]

    def __str__(self):
        return f"Pause of {self.membership.organisation if self.membership else self.partnership}"


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

    objects = EndingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self):
        return f"Ending of {self.partnership}"

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
