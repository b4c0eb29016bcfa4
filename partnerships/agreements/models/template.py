"""Agreement templates: for each kind of partnership, what usually stands in the agreement and in the plan."""

from django.db import models
from simple_history.models import HistoricalRecords

from ...pages.names import known
from ...plan.models import Measure
from .version import AgreementVersion


class AgreementTemplateQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)

    def with_rows(self):
        """With everything that belongs to it, in one query for each kind of row."""
        return self.prefetch_related("sections", "roles", "commitments", "measures", "milestones")


class AgreementTemplate(models.Model):
    """A starting point for one kind of partnership. Its words are copied into a draft, never linked to it."""

    name = models.CharField("kind of partnership", max_length=80, unique=True)
    introduction = models.TextField("when to choose it")
    position = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField("offered when an agreement begins", default=True)

    objects = AgreementTemplateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Side(models.TextChoices):
    HOST = "host", "The host"
    PARTNER = "partner", "A partner"


class TemplateRow(models.Model):
    """One row of a template, in the order they were written."""

    NAMED_BY = ("template",)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return f"{known(self, 'template')}, {self._meta.verbose_name.removeprefix('template ')} {self.pk}"


class TemplateSection(TemplateRow):
    template = models.ForeignKey(AgreementTemplate, on_delete=models.CASCADE, related_name="sections")
    # A key of AgreementVersion.SECTIONS; the admin offers them as a list.
    section = models.CharField(max_length=20)
    text = models.TextField()

    history = HistoricalRecords()

    class Meta(TemplateRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["template", "section"],
                name="template_section_once",
                violation_error_message="This template has a text for this section already.",
            )
        ]

    @property
    def title(self):
        return AgreementVersion.SECTIONS.get(self.section, self.section)


class TemplateRole(TemplateRow):
    template = models.ForeignKey(AgreementTemplate, on_delete=models.CASCADE, related_name="roles")
    side = models.CharField("whose", max_length=8, choices=Side)
    role = models.CharField(max_length=200)
    duties = models.TextField("responsibilities", blank=True)

    history = HistoricalRecords()


class TemplateCommitment(TemplateRow):
    template = models.ForeignKey(AgreementTemplate, on_delete=models.CASCADE, related_name="commitments")
    side = models.CharField("who promises", max_length=8, choices=Side)
    what = models.TextField("what is promised")
    days_after_start = models.PositiveSmallIntegerField(null=True, blank=True)

    history = HistoricalRecords()


class TemplateMeasure(TemplateRow):
    template = models.ForeignKey(AgreementTemplate, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Measure.Kind, default=Measure.Kind.OUTCOME)
    unit = models.CharField(max_length=60)
    direction = models.CharField(max_length=5, choices=Measure.Direction, default=Measure.Direction.UP)
    source = models.CharField("where the number usually comes from", max_length=255, blank=True)

    history = HistoricalRecords()


class TemplateMilestone(TemplateRow):
    template = models.ForeignKey(AgreementTemplate, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=255)
    weeks_after_start = models.PositiveSmallIntegerField()

    history = HistoricalRecords()

    class Meta(TemplateRow.Meta):
        ordering = ["weeks_after_start", "pk"]
