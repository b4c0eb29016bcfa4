from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership
from ...pages.names import known


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

    NAMED_BY = ("membership__organisation", "partnership")

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
        return f"Pause of {known(self, 'membership__organisation') or known(self, 'partnership')}"
