from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from ...pages.names import known
from .version import AgreementVersion


class CommentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may read the version reads what was said about it."""
        return self.filter(version__in=AgreementVersion.objects.visible_to(user))

    def with_people(self):
        return self.select_related("contact__organisation", "replied_by")


class Comment(models.Model):
    """What a partner said about a shared version."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="comments")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=20, blank=True)
    body = models.TextField("your comment")
    written_at = models.DateTimeField()
    reply = models.TextField("your reply", blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("contact", "version")

    objects = CommentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return f"{known(self, 'contact')} on {known(self, 'version')}"
