from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership, Status
from ...pages.names import known
from .check_in import CheckIn


class UpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        seen = self.filter(partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        own = Membership.objects.filter(seats__contact__user=user, seats__to_on=None).exclude(stage__in=Membership.GONE)
        return seen.filter(Q(partnership__in=Partnership.objects.led_by(user)) | Q(membership__in=own))

    def with_words_around(self):
        """With everything the page of one update says."""
        return self.select_related(
            "partnership", "membership__organisation", "check_in", "by", "entered_by", "ask_answered_by"
        )

    def latest_of(self, partnership):
        """The last five words in this partnership."""
        return self.filter(partnership=partnership).select_related("membership__organisation")[:5]

    def telling_everybody(self):
        """With a win that its author lets everybody in the partnership hear of."""
        return self.exclude(win="").exclude(win_audience=Update.Audience.LEADS)

    def asking_for_help(self):
        """Asked something of us and not yet answered."""
        return self.exclude(ask="").filter(ask_answered_at=None)


class Update(models.Model):
    """What was answered. Those who lead read it; only the win goes further, when whoever told of it said so."""

    class Audience(models.TextChoices):
        LEADS = "leads", "Only those who lead the partnership"
        NAMED = "named", "Everybody in the partnership, with my name"
        UNNAMED = "unnamed", "Everybody in the partnership, without my name"

    check_in = models.OneToOneField(CheckIn, on_delete=models.CASCADE, related_name="update")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="updates")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="updates")
    status = models.CharField(max_length=10, choices=[c for c in Status.choices if c[0] != Status.NOT_KNOWN])
    nothing_changed = models.BooleanField("nothing else changed", default=False)
    changed = models.TextField("what changed", blank=True)
    challenge = models.TextField("what is in the way", blank=True)
    way_forward = models.TextField("the way forward", blank=True)
    ask = models.TextField("what do you need from us", blank=True)
    win = models.TextField("a small win", blank=True)
    win_audience = models.CharField("who may hear of the win", max_length=7, choices=Audience, default=Audience.LEADS)
    by = models.ForeignKey(
        "partnerships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="updates"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="entered for them by",
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    ask_reply = models.TextField("our reply", blank=True)
    ask_answered_at = models.DateTimeField(null=True, blank=True)
    ask_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    NAMED_BY = ("membership__organisation",)

    objects = UpdateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["membership", "-submitted_at"], name="update_latest"),
            models.Index(
                fields=["submitted_at"],
                name="update_asks",
                condition=~Q(ask="") & Q(ask_answered_at=None),
            ),
        ]

    def __str__(self):
        return f"{known(self, 'membership__organisation')}: {self.get_status_display()}"

    @property
    def said_by(self):
        """Who said it, and who wrote it down for them if somebody did."""
        if self.entered_by is None:
            return str(self.by or "Somebody")
        told = f"{self.by}, " if self.by else ""
        return f"{told}entered for them by {self.entered_by}"

    @property
    def awaits_reply(self):
        return bool(self.ask) and self.ask_answered_at is None
