"""What was checked about an organisation, and until when it holds."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from ...pages.names import known
from .organisation import Organisation

SOON = timedelta(days=60)


class DueDiligenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For the directory's readers, and for the people of the organisation itself."""
        if not user.is_active:
            return self.none()
        if user.can_see_directory:
            return self
        return self.filter(organisation__in=Organisation.objects.filter(contacts__user=user, contacts__to_on=None))

    def standing(self):
        """Without what something later of the same kind has replaced."""
        later = self.model.objects.filter(organisation=OuterRef("organisation"), kind=OuterRef("kind"))
        later = later.filter(Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")))
        return self.exclude(~Q(kind=DueDiligence.Kind.OTHER) & Q(expires_on__isnull=False) & Exists(later))

    def expired(self, today):
        return self.standing().filter(expires_on__lt=today)


class DueDiligence(models.Model):
    """One thing somebody looked at: a policy, an insurance, a registration."""

    class Kind(models.TextChoices):
        SAFEGUARDING = "safeguarding", "Safeguarding policy"
        INSURANCE = "insurance", "Public liability insurance"
        DATA_PROTECTION = "data", "Data-protection registration"
        OTHER = "other", "Something else"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="due_diligence")
    kind = models.CharField("what was checked", max_length=20, choices=Kind)
    reference = models.CharField("name or number", max_length=200, blank=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_on = models.DateField("it runs out on", null=True, blank=True)
    note = models.TextField(blank=True)

    NAMED_BY = ("organisation",)

    objects = DueDiligenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "-expires_on", "pk"]
        verbose_name = "due-diligence item"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=models.F("checked_on")),
                name="due_diligence_held_when_checked",
                violation_error_message="It had run out before it was checked.",
            )
        ]
        indexes = [models.Index(fields=["expires_on"], name="due_diligence_expiry")]

    def __str__(self):
        return f"{self.title} of {known(self, 'organisation')}"

    @property
    def title(self):
        """What it is called: something else has only its own name."""
        is_named = self.kind == self.Kind.OTHER and self.reference
        return self.reference if is_named else self.get_kind_display()

    def standing_on(self, day):
        """expired, soon, valid, or open: it never runs out."""
        if self.expires_on is None:
            return "open"
        if self.expires_on < day:
            return "expired"
        return "soon" if self.expires_on <= day + SOON else "valid"
