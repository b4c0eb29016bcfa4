"""“I am unsure about this”: a question to the leads that must be answered before that partner can accept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership
from ...pages.names import known
from .version import AgreementVersion

WHOLE = ""
# What a comment or a question can be about → what the page calls it, in the order of reading.
PARTS = {
    WHOLE: "The whole agreement",
    **AgreementVersion.SECTIONS,
    "roles": "Roles and responsibilities",
    "matters": "Who does what",
    "control": "What each of us shares control of",
    "commitments": "Promises",
    "dates": "Dates",
}


class AgreementQuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever may read the version reads what was asked about it."""
        return self.filter(version__in=AgreementVersion.objects.visible_to(user))

    def of_partnership(self, partnership):
        return self.filter(version__agreement__partnership=partnership)

    def of_versions(self, versions):
        return self.filter(version__in=versions)

    def open(self):
        return self.filter(state=AgreementQuestion.State.OPEN)

    def answered(self):
        """Answered, and the one who asked has not said whether that is enough."""
        return self.filter(state=AgreementQuestion.State.ANSWERED)

    def standing(self):
        """Open, about a version that can be accepted, of a member: somebody waits for the answer."""
        waiting = [AgreementVersion.State.SHARED, AgreementVersion.State.IN_FORCE]
        return self.open().filter(version__state__in=waiting, membership__stage=Membership.Stage.MEMBER)

    def blocking(self, version, membership):
        """What keeps this organisation from accepting this version."""
        return self.open().filter(version=version, membership=membership)

    def with_people(self):
        return self.select_related("contact", "membership__organisation", "answered_by", "version")


class AgreementQuestion(models.Model):
    """What one partner is unsure about in one version, and what the leads answered for all to read."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        SETTLED = "settled", "Answered, and that was enough"
        ASKED_AGAIN = "asked-again", "Answered, and asked again"
        WITHDRAWN = "withdrawn", "Withdrawn"

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="questions")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="agreement_questions")
    contact = models.ForeignKey(
        "partnerships.Contact", on_delete=models.PROTECT, related_name="+", verbose_name="who asks"
    )
    section = models.CharField("about", max_length=20, blank=True)
    words = models.TextField("the question")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    answer = models.TextField("your answer", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # When the one who asked, or a colleague, said that it is settled, asked again or took it back.
    closed_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("membership__organisation",)

    objects = AgreementQuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "membership", "section"],
                condition=Q(state="open"),
                name="one_open_question_about_a_section",
                violation_error_message="This organisation has an open question about this part already.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"]) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answered_question_has_an_answer",
                violation_error_message="Write the answer first, and when it was given.",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="agreement_question_open", condition=Q(state="open"))]

    def __str__(self):
        return f"{known(self, 'membership__organisation')} about {self.part}"

    @property
    def part(self):
        """What the page calls what it is about."""
        return PARTS.get(self.section, PARTS[WHOLE])

    @property
    def part_in_a_sentence(self):
        return self.part if self.section else "the agreement as a whole"

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_answered(self):
        return self.state == self.State.ANSWERED
