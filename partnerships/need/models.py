"""What the need is, who should be here, and how far people take part: NeedNote, WantedBody, Involvement."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ..directory.models import OrganisationType
from ..membership.models import Membership, Partnership
from ..membership.models.of_partnership import OfPartnershipQuerySet
from ..pages.names import known


class NeedNote(models.Model):
    """Something learnt about the need, and from whom."""

    class Source(models.TextChoices):
        PEOPLE = "people", "People served"
        PARTNER = "partner", "A partner"
        DATA = "data", "Data"
        STUDY = "study", "A study"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="need_notes")
    learnt = models.TextField("what we learnt")
    source = models.CharField("where it comes from", max_length=10, choices=Source)
    told_by = models.CharField("who or what told us", max_length=255)
    learnt_on = models.DateField("when")
    figure = models.CharField("a figure that shows it", max_length=160, blank=True)
    link = models.URLField("where to read more", max_length=400, blank=True)
    # Who said it, when they have a seat: that they were heard counts in the coverage grid.
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="need_notes"
    )
    contact = models.ForeignKey(
        "partnerships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="need_notes"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPartnershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-learnt_on", "-pk"]
        indexes = [models.Index(fields=["partnership", "-learnt_on", "-id"], name="need_note_newest")]

    def __str__(self):
        return self.learnt


class WantedBody(models.Model):
    """A kind of body that this partnership needs, or one named body; who of those here stands for it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="wanted_bodies")
    type = models.ForeignKey(
        OrganisationType,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="kind of body",
    )
    name = models.CharField("name", max_length=120, blank=True)
    why = models.CharField("why it is needed", max_length=255, blank=True)
    # A row with a name is found when somebody says who it is; a row without one takes every organisation of its type.
    membership = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="who that is"
    )

    NAMED_BY = ("type",)

    objects = OfPartnershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = [F("type__position").asc(nulls_last=True), "name", "pk"]
        verbose_name_plural = "wanted bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(type__isnull=False) | ~Q(name=""),
                name="wanted_body_has_a_type_or_a_name",
                violation_error_message="Choose a kind of body or type a name.",
            ),
            models.UniqueConstraint(
                fields=["partnership", "type"],
                condition=Q(name=""),
                name="wanted_type_once",
                violation_error_message="This kind of body is on the list already.",
            ),
            models.UniqueConstraint(
                "partnership",
                Lower("name"),
                condition=~Q(name=""),
                name="wanted_name_once",
                violation_error_message="This name is on the list already.",
            ),
        ]

    def __str__(self):
        return self.name or known(self, "type")

    def is_met_by(self, membership):
        """Whether this organisation stands for it."""
        if self.membership_id or self.name:
            return membership.pk == self.membership_id
        return membership.organisation.type_id == self.type_id


class Involvement(models.Model):
    """How far a group of people takes part in one stage of the work: one row a group and stage, its past in the
    history."""

    class Stage(models.TextChoices):
        NEED = "need", "Need"
        DESIGN = "design", "Design"
        DECIDE = "decide", "Decide"
        DELIVER = "deliver", "Deliver"
        EVALUATE = "evaluate", "Evaluate"

    class Level(models.TextChoices):
        INFORMED = "informed", "Informed"
        CONSULTED = "consulted", "Consulted"
        INVOLVED = "involved", "Involved"
        COLLABORATED = "collaborated", "Collaborated"
        LED = "led", "Led"

    # Groups every partnership is asked about. A partnership may add its own.
    USUAL = ("People served", "Community members", "People with lived experience", "Partner organisations")

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="involvements")
    who = models.CharField("which group", max_length=80)
    stage = models.CharField("in which stage", max_length=10, choices=Stage)
    level = models.CharField("how far", max_length=15, choices=Level)
    words = models.TextField("what was done")
    noted_on = models.DateField("when")

    objects = OfPartnershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["who", "pk"]
        constraints = [
            models.UniqueConstraint(
                "partnership",
                Lower("who"),
                "stage",
                name="involvement_once_a_group_and_stage",
                violation_error_message="This group is noted for this stage already.",
            )
        ]

    def __str__(self):
        return f"{self.who}: {self.get_level_display().lower()} ({self.get_stage_display().lower()})"

    @property
    def rung(self):
        """1 for informed to 5 for led."""
        return list(self.Level).index(self.level) + 1
