"""Who does what: the matters of one version of the agreement, and each organisation's part in them."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership
from ...pages.names import known
from ...plan.models import Objective
from .version import AgreementVersion


class MatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=AgreementVersion.objects.visible_to(user))

    def part_by_part(self):
        """Each Matter once for each part in it, as `part_pk`, `part_membership` and `part_kind`; once with None where
        nobody has a part."""
        parts = {"part_pk": F("parts"), "part_membership": F("parts__membership"), "part_kind": F("parts__kind")}
        return self.annotate(**parts).order_by("pk", "parts__membership__organisation__folded_name", "parts__pk")


class Matter(models.Model):
    """Something that somebody sees to: a responsibility, or an objective in its words of that day."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="matters")
    what = models.CharField("what is to be done", max_length=255)
    # Only points there: what is accepted are the words above, whatever becomes of the objective.
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="matters")

    objects = MatterQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "what"], name="matter_once", violation_error_message="This is in the list already."
            )
        ]

    def __str__(self):
        return self.what


class Part(models.Model):
    """What one organisation does in one matter."""

    class Kind(models.TextChoices):
        LEADS = "leads", "Leads"
        HELPS = "helps", "Helps"
        ASKED = "asked", "Is asked"
        TOLD = "told", "Is told"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="parts")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField("part", max_length=5, choices=Kind)

    NAMED_BY = ("membership__organisation",)

    history = HistoricalRecords()

    class Meta:
        ordering = ["membership__organisation__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "membership"],
                name="part_once",
                violation_error_message="This organisation has a part in it already.",
            ),
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(kind="leads"),
                name="one_leads_a_matter",
                violation_error_message="Somebody else leads this already. One leads; the other can help.",
            ),
        ]

    def __str__(self):
        return f"{known(self, 'membership__organisation')}: {self.get_kind_display()}"
