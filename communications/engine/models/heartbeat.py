from django.db import models

from partnerships.models import Event
from partnerships.pages.names import known


class HeartbeatQuerySet(models.QuerySet):
    def note(self, name, *, at, took_ms=0, did=0, problem=""):
        """Write down that a part ran, in one statement, whoever else writes at the same moment."""
        beat = Heartbeat(name=name, at=at, took_ms=took_ms, did=did, problem=problem)
        fields = ["at", "took_ms", "did", "problem"]
        self.bulk_create([beat], update_conflicts=True, unique_fields=["name"], update_fields=fields)


class Heartbeat(models.Model):
    """When a part of the engine last ran: beat, planner, relay, pump. The health pages read it."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    did = models.PositiveIntegerField("rows it worked on", default=0)
    problem = models.TextField(blank=True)

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "background jobs"

    def __str__(self):
        return f"{self.name}, {self.at:%H:%M:%S}"


class Stumble(models.Model):
    """A fact the relay could not turn into messages. The others go past it; it is tried again."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=1)
    retry_at = models.DateTimeField()
    problem = models.TextField()

    NAMED_BY = ("event",)

    class Meta:
        ordering = ["event"]

    def __str__(self):
        return f"{known(self, 'event')}: {self.problem}"
