from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from ...pages.names import known


class Apart(models.Model):
    """Two organisations that look the same and are not, as somebody said: they are no longer listed as duplicates."""

    one = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    at = models.DateTimeField(editable=False)

    NAMED_BY = ("one", "other")

    history = HistoricalRecords()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "pair told apart"
        verbose_name_plural = "pairs told apart"
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="told_apart_once")]

    def __str__(self):
        return f"{known(self, 'one')} is not {known(self, 'other')}"
