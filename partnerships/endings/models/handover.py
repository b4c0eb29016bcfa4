"""What happens when somebody goes, when things rest, and when a partnership ends well."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from ...membership.models import Partnership, Seat
from ...pages.names import known


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

    NAMED_BY = ("seat__contact", "successor__contact")

    objects = HandoverQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-handed_over_at", "-pk"]

    def __str__(self):
        return f"{known(self, 'seat__contact')} to {known(self, 'successor__contact') or 'nobody yet'}"
