"""What the partners agreed, version by version, who accepted which, and what was promised."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...membership.models import Partnership
from ...pages.names import known


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is seen by leads and overseers only; partners see it from the moment it is shared."""
        seen = self.filter(partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        shared = AgreementVersion.objects.exclude(state=AgreementVersion.State.DRAFT)
        return seen.filter(Q(partnership__in=Partnership.objects.led_by(user)) | Q(pk__in=shared.values("agreement")))


class Agreement(models.Model):
    """One agreement of a partnership, through all its versions."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="agreement")
    # What its measures and milestones are suggested from.
    template = models.ForeignKey(
        "partnerships.AgreementTemplate", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    NAMED_BY = ("partnership",)

    objects = AgreementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"Agreement of {known(self, 'partnership')}"


class AgreementVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        seen = self.filter(agreement__partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        led = Q(agreement__partnership__in=Partnership.objects.led_by(user))
        return seen.filter(led | ~Q(state=AgreementVersion.State.DRAFT))

    def past_draft(self):
        return self.exclude(state=AgreementVersion.State.DRAFT)

    def in_force(self):
        return self.filter(state=AgreementVersion.State.IN_FORCE)

    def with_review_due(self):
        """With `review_due`, as the property review_due_on says it."""
        return self.annotate(review_due=Coalesce("next_review_on", "review_on"))

    def of_partnership(self, partnership):
        """All versions of its agreement, the newest first."""
        return self.filter(agreement__partnership=partnership).order_by("-number")

    def beside(self, version_id):
        """The version with this key, and the others of its agreement."""
        return self.filter(agreement__versions=version_id)

    def with_partnership(self):
        return self.select_related("agreement__partnership__host")

    def awaiting_acceptance(self):
        return self.filter(state=AgreementVersion.State.SHARED)

    def before(self, version):
        """Earlier versions of the same agreement: the one in force, then the latest, first."""
        in_force = models.Case(models.When(state=AgreementVersion.State.IN_FORCE, then=0), default=1)
        earlier = self.filter(agreement=version.agreement_id, number__lt=version.number)
        return earlier.order_by(in_force, "-number")


class AgreementVersion(models.Model):
    """The exact text somebody accepts. It can change only while it is a draft."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SHARED = "shared", "Shared for comment and acceptance"
        IN_FORCE = "in-force", "In force"
        SUPERSEDED = "superseded", "Replaced by a later version"
        ENDED = "ended", "Ended"

    # Section field → what the page calls it; the order of writing and of reading.
    SECTIONS = {
        "vision": "Shared vision",
        "goals": "Goals",
        "communication": "Communication plan",
        "ground_rules": "Ground rules",
        "conflict": "When we disagree",
        "data_sharing": "Data sharing",
        "review": "Review rhythm",
        "ending": "Ending",
    }
    # Date field → what the page calls it.
    DATES = {"starts_on": "Starts", "review_on": "We look at it again", "ends_on": "Ends"}
    # The parts that every version has among its words; a later part is among them once it says something, so that
    # what was accepted before there was such a part stays the same text.
    FIRST_SECTIONS = ("vision", "goals", "communication", "ground_rules", "conflict", "data_sharing", "review")

    class PersonalData(models.TextChoices):
        NONE = "none", "No personal data is shared"
        SHARED = "shared", "Personal data is shared"

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    vision = models.TextField("shared vision", blank=True)
    goals = models.TextField(blank=True)
    communication = models.TextField("communication plan", blank=True)
    ground_rules = models.TextField(blank=True)
    conflict = models.TextField("when we disagree", blank=True)
    data_sharing = models.TextField(blank=True)
    review = models.TextField("review rhythm", blank=True)
    ending = models.TextField(blank=True)
    personal_data = models.CharField("is personal data shared?", max_length=6, choices=PersonalData, blank=True)
    data_agreement_on = models.DateField("date of the separate data-sharing agreement", null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    in_force_at = models.DateTimeField(null=True, blank=True)
    # Set when it is kept at a review. The words keep the day that was accepted.
    next_review_on = models.DateField(null=True, blank=True)
    # The last day it counted, when a lead ended it before its time.
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.TextField("why it ended", blank=True)
    # Content.hash() at the moment of sharing: what every acceptance refers to.
    text_hash = models.CharField(max_length=64, blank=True)
    only_touched_because = models.TextField("why only those it touches accept again", blank=True)

    NAMED_BY = ("agreement",)

    objects = AgreementVersionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="in-force"), name="one_agreement_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state__in=["draft", "shared"]), name="one_agreement_version_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message="The agreement ends before it starts.",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False),
                name="ended_agreement_has_its_day",
                violation_error_message="Give the day it ended.",
            ),
            models.CheckConstraint(
                condition=Q(data_agreement_on=None) | Q(personal_data="shared"),
                name="data_agreement_when_data_is_shared",
                violation_error_message="A data-sharing agreement has a date only where personal data is shared.",
            ),
        ]
        indexes = [models.Index(fields=["shared_at"], name="agreement_waiting", condition=Q(state="shared"))]

    def __str__(self):
        return f"{known(self, 'agreement')}, version {self.number}"

    @property
    def is_draft(self):
        return self.state == self.State.DRAFT

    @property
    def is_shared(self):
        return self.state == self.State.SHARED

    @property
    def is_in_force(self):
        return self.state == self.State.IN_FORCE

    @property
    def can_be_accepted(self):
        """Shared, or in force and read by a member who joined later."""
        return self.is_shared or self.is_in_force

    @property
    def review_due_on(self):
        """When the partners look at it again: as accepted, or as moved when they kept it."""
        return self.next_review_on or self.review_on

    @property
    def first_day(self):
        """The day everybody had accepted it, or the later day on which it says it starts; None before."""
        accepted_on = self.in_force_at and timezone.localdate(self.in_force_at)
        return accepted_on and max(accepted_on, self.starts_on or accepted_on)

    @property
    def last_day(self):
        """The last day it counts, or None."""
        return self.ended_on or self.ends_on

    @property
    def lacks_data_agreement(self):
        """Personal data is shared, and nobody has said since when a data-sharing agreement covers it."""
        return self.personal_data == self.PersonalData.SHARED and self.data_agreement_on is None

    def sections(self):
        """(field, title, text) in reading order."""
        return [(field, title, getattr(self, field)) for field, title in self.SECTIONS.items()]
