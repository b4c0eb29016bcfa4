"""Rows that stand beside the text of a section: how we keep in touch, and the steps when we disagree."""

from django.db import models
from simple_history.models import HistoricalRecords

from .agreement_row import AgreementRow
from .version import AgreementVersion


class Term(models.Model):
    """One row of a section, in its place."""

    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class CommunicationRow(Term):
    """One way of keeping in touch: for what, how, how often, and who starts it."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="communication_rows")
    purpose = models.CharField("what it is for", max_length=200)
    channel = models.CharField("how", max_length=120, blank=True)
    rhythm = models.CharField("how often", max_length=120, blank=True)
    starts = models.CharField("who starts it", max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta(Term.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="communication_row_position_once")]

    def __str__(self):
        return self.purpose

    def as_row(self):
        """Its place is not among the words: the order of these rows means nothing."""
        cells = (("How", self.channel), ("How often", self.rhythm), ("Who starts it", self.starts))
        words = ("keeping in touch", self.purpose, self.channel, self.rhythm, self.starts)
        return AgreementRow("How we keep in touch", self.purpose, cells, words, about="What it is for")


class ConflictStep(Term):
    """One step of the ladder when we disagree: what happens, who does it, and how long it may take."""

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="conflict_steps")
    what = models.CharField("what happens", max_length=255)
    who = models.CharField(max_length=200, blank=True)
    days = models.PositiveSmallIntegerField("days allowed", null=True, blank=True)

    history = HistoricalRecords()

    class Meta(Term.Meta):
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="conflict_step_position_once")]

    def __str__(self):
        return self.what

    def as_row(self):
        days = f"{self.days}" if self.days else ""
        cells = (("Step", f"{self.position}"), ("Who sees to it", self.who), ("Days allowed", days))
        words = ("step", self.position, self.what, self.who, self.days)
        return AgreementRow("When we disagree, step by step", self.what, cells, words, about="What happens")
