from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership
from ...pages.names import known
from .agreement_row import AgreementRow
from .version import AgreementVersion


class Responsibility(models.Model):
    """What one organisation does, and what it shares control of, in one version."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="responsibilities")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="responsibilities")
    role = models.CharField(max_length=200, blank=True)
    duties = models.TextField("responsibilities", blank=True)
    control = models.TextField("what it shares control of", blank=True)

    NAMED_BY = ("membership__organisation",)

    history = HistoricalRecords()

    class Meta:
        ordering = ["membership__organisation__name", "pk"]
        verbose_name_plural = "responsibilities"
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="") | ~Q(control=""),
                name="responsibility_says_something",
                violation_error_message="Name the role, or say what this organisation shares control of.",
            )
        ]

    def __str__(self):
        return f"{known(self, 'membership__organisation')}: {self.role or 'shares control'}"

    def as_row(self):
        return AgreementRow(
            "Roles and responsibilities",
            str(self.membership.organisation),
            (("Role", self.role), ("Responsibilities", self.duties)),
            ("role", self.membership_id, self.role, self.duties),
            frozenset({self.membership_id}),
        )

    def as_row_of_control(self):
        return AgreementRow(
            "What each of us shares control of",
            str(self.membership.organisation),
            (("Shares control of", self.control),),
            ("control", self.membership_id, self.control),
            frozenset({self.membership_id}),
        )
