"""What became of a row that was the same as another: its old address leads to the one that stayed."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class MergedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Old names belong to the directory: who reads it sees them."""
        return self if user.can_see_directory else self.none()

    def into(self, row):
        """What was merged into this organisation or contact, the latest first."""
        return self.filter(kind=row._meta.model_name, new_id=row.pk)

    def with_last_words(self, model):
        """A list of these, each with `was`: the last line of its history."""
        rows = list(self)
        lines = model.history.filter(id__in=[row.old_id for row in rows], history_type="-") if rows else []
        last = {line.id: line for line in lines}
        for row in rows:
            row.was = last.get(row.old_id)
        return rows

    def survivor_of(self, kind, old_id):
        """The key of the row that stayed, or None when this one was never merged."""
        return self.filter(kind=kind, old_id=old_id).values_list("new_id", flat=True).first()


class Merged(models.Model):
    """One organisation or contact that is now another. Written by the merge and never changed, except that a later
    merge of the survivor moves `new_id` on: one step is always enough."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        CONTACT = "contact", "Contact"

    kind = models.CharField(max_length=12, choices=Kind)
    old_id = models.BigIntegerField()
    new_id = models.BigIntegerField()
    name = models.CharField("what it was called", max_length=255)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = MergedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "merged"
        constraints = [
            models.UniqueConstraint(fields=["kind", "old_id"], name="merged_once"),
            models.CheckConstraint(condition=~Q(old_id=models.F("new_id")), name="merged_into_another"),
        ]
        indexes = [models.Index(fields=["kind", "new_id"], name="merged_into")]

    def __str__(self):
        return self.name
