"""The first conversation with an organisation: what each side hopes for in its own words, and what both share."""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...agreements.models import AgreementVersion
from ...membership.models import Membership, Partnership, Seat
from ...pages.names import known
from ...plan.models import Objective


def sitting_for(user, *, membership):
    """The user's current seats in the membership that `membership` names in an outer query."""
    return Seat.objects.current().of_user(user).filter(membership=OuterRef(membership))


def sitting_for_host(user, *, partnership):
    """The user's current seats for the host of the partnership that `partnership` names in an outer query."""
    hosts = Seat.objects.current().of_user(user).filter(membership__organisation=F("membership__partnership__host"))
    return hosts.filter(membership__partnership=OuterRef(partnership))


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two sides it is about: leads and the host's people, the partner's own people; and overseers."""
        seen = self.filter(membership__partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        return seen.filter(
            Q(membership__partnership__in=Partnership.objects.led_by(user))
            | Exists(sitting_for_host(user, partnership="membership__partnership"))
            | Exists(sitting_for(user, membership="membership"))
        )

    def with_both(self):
        """With the two organisations it is between."""
        return self.select_related("membership__organisation", "membership__partnership__host")

    def with_common(self):
        """Each knowing how many lines are marked as a common interest."""
        return self.annotate(common=Count("lines", filter=Q(lines__is_common=True)))


class Conversation(models.Model):
    """One guided first conversation with one organisation."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Side(models.TextChoices):
        OURS = "ours", "The host’s side"
        THEIRS = "theirs", "The partner’s side"

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="conversation")
    held_on = models.DateField("you met on", null=True, blank=True)
    people_there = models.TextField("who was there", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # When each side was last written and handed over; empty while there is nothing to read.
    ours_at = models.DateTimeField("the host’s side written", null=True, blank=True)
    theirs_at = models.DateTimeField("the partner’s side written", null=True, blank=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    begun_at = models.DateTimeField(default=timezone.now, editable=False)

    NAMED_BY = ("membership__organisation",)

    objects = ConversationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["membership__organisation__name", "pk"]
        indexes = [models.Index(fields=["begun_at"], name="conversation_open", condition=Q(state="open"))]

    def __str__(self):
        return f"First conversation with {known(self, 'membership__organisation')}"

    @property
    def partnership(self):
        return self.membership.partnership

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def both_wrote(self):
        """From then on each side may read the other's."""
        return self.ours_at is not None and self.theirs_at is not None

    @property
    def host(self):
        return self.membership.partnership.host

    @property
    def partner(self):
        return self.membership.organisation

    def other_than(self, side):
        """The organisation that this side talks to."""
        return self.host if side == self.Side.THEIRS else self.partner

    def words_of(self, side):
        """{prompt: its lines as one text} of what this side has written so far."""
        found = {}
        for prompt, words in self.lines.filter(side=side).values_list("prompt", "words"):
            found.setdefault(prompt, []).append(words)
        return {prompt: "\n".join(lines) for prompt, lines in found.items()}

    def seen(self, side):
        """A digest of this side's words, by which a form knows whether somebody has written since it was opened."""
        return hashlib.sha256(json.dumps(self.words_of(side), sort_keys=True).encode()).hexdigest()


class ConversationLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The partner's people read the host's side once both sides have written."""
        seen = self.filter(conversation__in=Conversation.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        return seen.filter(
            Q(side=Conversation.Side.THEIRS)
            | Q(conversation__ours_at__isnull=False, conversation__theirs_at__isnull=False)
            | Q(conversation__membership__partnership__in=Partnership.objects.led_by(user))
            | Exists(sitting_for_host(user, partnership="conversation__membership__partnership"))
        )

    def with_outcome(self):
        """With what they became."""
        return self.select_related("became_version", "became_objective")

    def to_write_into(self, version):
        """The common interests of a partnership that are in no agreement yet, with who was talked to."""
        of_partnership = self.filter(conversation__membership__partnership=version.agreement.partnership_id)
        return of_partnership.filter(is_common=True, became_version=None).select_related(
            "conversation__membership__organisation", "conversation__membership__partnership__host"
        )


class ConversationLine(models.Model):
    """One thought of one side, in its own words."""

    class Prompt(models.TextChoices):
        INTERESTS = "interests", "Mutual interests"
        GOALS = "goals", "Goals"
        ASPIRATIONS = "aspirations", "Aspirations"
        OUTCOMES = "outcomes", "Outcomes wanted"
        BRINGS = "brings", "What each brings"
        NEEDS = "needs", "What each needs"
        OF_HOST = "of-host", "Expected of the host"
        OF_PARTNER = "of-partner", "Expected of the partner"
        WORRIES = "worries", "Worries"

    # The sections of an agreement that a line can go into.
    SECTIONS = ("vision", "goals")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="lines")
    side = models.CharField(max_length=10, choices=Conversation.Side)
    prompt = models.CharField(max_length=12, choices=Prompt)
    position = models.PositiveSmallIntegerField(default=0)
    words = models.TextField()
    is_common = models.BooleanField("a common interest", default=False)
    became_version = models.ForeignKey(
        AgreementVersion,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="went into the agreement",
    )
    became_section = models.CharField(
        "section of the agreement",
        max_length=10,
        blank=True,
        choices=[(name, AgreementVersion.SECTIONS[name]) for name in SECTIONS],
    )
    became_objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="became"
    )

    objects = ConversationLineQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["conversation", "side", "prompt", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""),
                name="conversation_line_says_something",
                violation_error_message="Write something, or remove the line.",
            )
        ]
        indexes = [models.Index(fields=["conversation"], name="conversation_common", condition=Q(is_common=True))]

    def __str__(self):
        return self.words


class ConversationAsk(models.Model):
    """Somebody who was asked to write their side by a link in a mail."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="asks")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    NAMED_BY = ("contact", "conversation")

    history = HistoricalRecords()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "contact"],
                name="conversation_asked_once",
                violation_error_message="This person has been asked. Ask them again instead.",
            )
        ]

    def __str__(self):
        return f"{known(self, 'contact')}: {known(self, 'conversation')}"
