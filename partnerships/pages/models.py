from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """A creating form that was taken: the same one sent again leads to what it made the first time."""

    key = models.UUIDField(primary_key=True)
    led_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self):
        return str(self.key)
