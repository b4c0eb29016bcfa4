"""Good news: drafted by the system from what the data says, published by a person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.models import Milestone, Partnership
from partnerships.pages.names import known


class CelebrationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leads see drafts; everybody with a seat sees what was published."""
        seen = self.filter(partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        led = Q(partnership__in=Partnership.objects.led_by(user))
        return seen.filter(led | Q(state=Celebration.State.PUBLISHED))

    def drafts(self):
        return self.filter(state=Celebration.State.DRAFT)

    def published(self):
        return self.filter(state=Celebration.State.PUBLISHED)

    def published_in(self, partnerships):
        """What everybody in these partnerships sees, without asking for each row who leads it."""
        return self.published().filter(partnership__in=partnerships)


class Celebration(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        DISMISSED = "dismissed", "Not published"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="celebrations")
    # One celebration a milestone, whatever is clicked.
    milestone = models.OneToOneField(
        Milestone, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    title = models.CharField(max_length=200)
    body = models.TextField("the good news")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    drafted_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    objects = CelebrationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="published_celebration_has_its_moment",
            )
        ]
        indexes = [
            models.Index(fields=["drafted_at"], name="celebration_drafts", condition=Q(state="draft")),
            models.Index(fields=["-published_at"], name="celebration_latest", condition=Q(state="published")),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT


class Contribution(models.Model):
    """Somebody the draft thanks, and what for. The lead may take a name out before publishing."""

    celebration = models.ForeignKey(Celebration, on_delete=models.CASCADE, related_name="contributions")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        "partnerships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.CharField(max_length=255)
    is_named = models.BooleanField("thank by name", default=True)

    NAMED_BY = ("organisation",)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{known(self, 'organisation')}: {self.what}"

    @property
    def who(self):
        """The person with their organisation, or the organisation."""
        return f"{self.contact}, {self.organisation}" if self.contact else str(self.organisation)
