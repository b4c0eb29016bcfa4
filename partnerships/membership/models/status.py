from django.db import models


class Status(models.TextChoices):
    """How somebody says it is going. Always shown as shape and word: see templates/_status.html."""

    ON_TRACK = "on_track", "On track"
    WOBBLING = "wobbling", "Wobbling"
    STUCK = "stuck", "Stuck"
    NOT_KNOWN = "not_known", "Not known"

    @classmethod
    def worst(cls, statuses):
        """Stuck before wobbling before on track; not known when nobody has said."""
        said = set(statuses)
        return next((s for s in (cls.STUCK, cls.WOBBLING, cls.ON_TRACK) if s in said), cls.NOT_KNOWN)


STANDING = ("status", "status_at", "status_until")


class Standing(models.Model):
    """How a row stands, denormalised from the latest updates in the transaction that writes them: since when, and until
    when that counts (see check_ins/standing.py)."""

    status = models.CharField(max_length=10, choices=Status, default=Status.NOT_KNOWN, editable=False)
    status_at = models.DateTimeField(null=True, blank=True, editable=False)
    status_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save what a person edited. The standing moves by UPDATEs of its own: a form that was opened before one must
        not put the old standing back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            own = [field.name for field in self._meta.concrete_fields if not field.primary_key]
            kwargs["update_fields"] = [name for name in own if name not in STANDING]
        super().save(*args, **kwargs)
