from django.db import models
from simple_history.models import HistoricalRecords

from ...membership.models import Membership
from ...pages.names import known
from .version import AgreementVersion


class AcceptanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=AgreementVersion.objects.visible_to(user))

    def given(self):
        """Those somebody gave, without those that were carried over."""
        return self.filter(carried_from=None)

    def before(self, version):
        """Those of earlier versions of the same agreement, the latest last."""
        earlier = self.filter(version__agreement=version.agreement_id, version__number__lt=version.number)
        return earlier.select_related("version", "accepted_by").order_by("version__number", "pk")


class Acceptance(models.Model):
    """One partner's yes to one exact text; or the same yes carried over to a version that touches them in nothing."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="acceptances")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="acceptances")
    accepted_by = models.ForeignKey("partnerships.Contact", on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=10, blank=True)
    accepted_at = models.DateTimeField()
    # Of the words that were read: a carried yes keeps the hash of the version it was given to.
    text_hash = models.CharField(max_length=64)
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to", verbose_name="follows from"
    )

    NAMED_BY = ("membership__organisation", "version", "carried_from__version")

    objects = AcceptanceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["accepted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "membership"], name="acceptance_once")]

    def __str__(self):
        read = known(self, "carried_from__version") or known(self, "version")
        return f"{known(self, 'membership__organisation')} accepted: {read}"

    @property
    def is_carried(self):
        return self.carried_from_id is not None

    @property
    def read_version(self):
        """The version whose words were read when it was given."""
        return self.carried_from.version if self.is_carried else self.version
