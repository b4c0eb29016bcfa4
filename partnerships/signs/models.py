from django.conf import settings
from django.db import models


class PutOffQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Each sees what they put off themselves."""
        return self.filter(user=user)

    def still(self, today):
        return self.filter(until__gt=today)


class PutOff(models.Model):
    """A line of “Needs you” that somebody wants to see again on a later day: the sign of this kind about this row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="put_off")
    kind = models.CharField(max_length=60)
    row = models.BigIntegerField()
    until = models.DateField("comes back on")

    objects = PutOffQuerySet.as_manager()

    class Meta:
        ordering = ["until", "pk"]
        verbose_name_plural = "lines put off"
        constraints = [models.UniqueConstraint(fields=["user", "kind", "row"], name="put_off_once")]

    def __str__(self):
        return f"{self.kind} {self.row}, until {self.until:%-d %B %Y}"
