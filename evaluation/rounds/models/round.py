import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from partnerships.models import Partnership

from .question import Question

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters and digits that look alike on paper


def new_code():
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leads and overseers see every round; partners see a round once it is closed."""
        seen = self.filter(partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        return seen.filter(Q(partnership__in=Partnership.objects.led_by(user)) | Q(state=Round.State.CLOSED))

    def open(self):
        return self.filter(state=Round.State.OPEN)

    def answerable_on(self, day):
        """Open rounds whose last day is not past."""
        return self.open().filter(closes_on__gte=day)

    def answerable_by_anybody(self):
        """Rounds for people served, from opening on: their link is printed, so it must say when they have ended."""
        return self.filter(audience=Question.Audience.PEOPLE).exclude(state=Round.State.DRAFT)

    def answered_by_somebody(self):
        """Rounds that can hold a receipt: partners get one too."""
        return self.exclude(state=Round.State.DRAFT)


class Round(models.Model):
    """One asking: a set of questions, to partners or to people served, between two days. No results while open."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Mode(models.TextChoices):
        NAMED = "named", "By organisation: answers keep the organisation's name, not the person's"
        ANONYMOUS = "anonymous", "Anonymous: answers keep no name at all"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="rounds")
    title = models.CharField(max_length=200)
    audience = models.CharField(max_length=10, choices=Question.Audience)
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ANONYMOUS)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    closes_on = models.DateField("answers welcome until")
    # In the open link and the QR code. Printed on paper, so it is no secret.
    code = models.CharField(max_length=10, unique=True, default=new_code, editable=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="partners") | Q(mode="anonymous"), name="people_served_are_never_named"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="closed_round_has_its_moment",
            ),
        ]
        indexes = [models.Index(fields=["closes_on"], name="round_open", condition=Q(state="open"))]

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    def is_answerable_on(self, day):
        return self.is_open and day <= self.closes_on

    @property
    def last_moment(self):
        """The end of the last day on which answers are welcome."""
        return timezone.make_aware(datetime.combine(self.closes_on + timedelta(days=1), time.min))

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED

    @property
    def is_for_people(self):
        return self.audience == Question.Audience.PEOPLE


class RoundQuestion(models.Model):
    """A question as this round asks it: the wording is copied, so that a later edit of the bank changes no result."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Question.Kind)
    wording = models.CharField(max_length=255)
    easy_read = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "question"], name="question_once_a_round")]

    def __str__(self):
        return self.wording
