"""An uploaded spreadsheet of organisations on its way into the directory, row by row."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ..pages.names import known

# What stood in the file is kept for as long as the import can be undone.
UNDO_FOR = timedelta(days=30)


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports belong to the directory: its keepers see all of them, nobody else sees any. Without the file itself,
        which may be megabytes."""
        return self.defer("data") if user.keeps_directory else self.none()

    def under_way(self):
        """Those with rows that a worker has still to read, prepare, apply or undo."""
        return self.filter(state__in=ImportBatch.UNDER_WAY).defer("data")


class ImportBatch(models.Model):
    class State(models.TextChoices):
        READING = "reading", "Being read"
        REFUSED = "refused", "Could not be read"
        MAPPING = "mapping", "Choose what each column means"
        PREPARING = "preparing", "Being prepared"
        PREVIEW = "preview", "Ready to check"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    UNDER_WAY = (State.READING, State.PREPARING, State.APPLYING, State.UNDOING)
    BEFORE_APPLYING = (State.READING, State.REFUSED, State.MAPPING, State.PREPARING, State.PREVIEW)

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    # The file itself, until its rows go in: another sheet of it may be wanted. In the database: a worker may run on
    # another machine.
    data = models.BinaryField(null=True, editable=False)
    headers = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(default=1)
    encoding = models.CharField(max_length=40, blank=True)
    # The sheet of a workbook that was asked for, or read; and the others: [{"name", "rows", "is_hidden"}]
    sheet_name = models.CharField(max_length=255, blank=True)
    other_sheets = models.JSONField(default=list, blank=True)
    # Headers of columns without content, left out of a table of more than `tables.MAX_COLUMNS`
    left_out = models.JSONField(default=list, blank=True)
    # {header: field or null}, in the words of partnerships.imports.columns.FIELDS
    columns = models.JSONField(default=dict)
    # The same as it was guessed: only what a person changed is worth remembering.
    guessed_columns = models.JSONField(default=dict, blank=True)
    # When false, values go in as they were found, wherever a found value is usable at all.
    takes_repairs = models.BooleanField(default=True)
    row_count = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ImportBatchQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["rows_done", "data"])

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="import_batch_keyset")]
        verbose_name_plural = "import batches"

    def __str__(self):
        return f"{self.file_name}, sheet “{self.sheet_name}”" if self.other_sheets else self.file_name

    @property
    def is_under_way(self):
        return self.state in self.UNDER_WAY

    def can_be_undone(self, now):
        """While it is being applied, and for a month afterwards."""
        if self.state == self.State.APPLIED:
            return self.applied_at > now - UNDO_FOR
        return self.state == self.State.APPLYING

    def is_forgotten(self, now):
        """Whether what stood in its rows has been let go."""
        ended = self.undone_at or self.applied_at
        return not self.is_under_way and ended is not None and ended <= now - UNDO_FOR

    @property
    def change_reason(self):
        """What the history of every record this import touches says about why."""
        return f"Import {self.pk}: {self.file_name}"[:100]


# The rows a person may want to look at: before applying, and after.
BEFORE = {
    "all": Q(),
    "problems": ~Q(problems=[]),
    "suggestions": ~Q(repairs=[]),
    "here": Q(likeness__in=["certain", "chosen"]),
    "perhaps": Q(likeness__in=["perhaps", "apart"]),
    "left-out": Q(outcome="skipped") | Q(values__name=""),
}
AFTER = {
    "all": Q(),
    "new": Q(outcome="created"),
    "added-to": Q(outcome="matched"),
    "unchanged": Q(outcome="unchanged"),
    "problems": ~Q(problems=[]),
    "left-out": Q(outcome__in=["refused", "skipped"]),
    "undone": Q(outcome="undone"),
    "kept": Q(outcome="kept"),
    "partly": Q(outcome="undone", note__startswith="Not put back"),
}


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(batch__in=ImportBatch.objects.visible_to(user))

    def of_batch(self, batch):
        return self.filter(batch=batch)

    def shown_as(self, kind, kinds):
        """The rows of one kind; all of them for a kind nobody knows."""
        return self.filter(kinds.get(kind, Q()))

    def counts(self, kinds):
        """{kind: how many}, in one query."""
        counted = {kind: models.Count("pk", filter=wanted) for kind, wanted in kinds.items() if wanted}
        return self.aggregate(
            all=models.Count("pk"), **{kind.replace("-", "_"): count for kind, count in counted.items()}
        )

    def waiting(self):
        return self.filter(outcome=ImportRow.Outcome.WAITING)

    def done(self):
        """Those that changed the directory, and have not been undone."""
        return self.filter(outcome__in=[ImportRow.Outcome.CREATED, ImportRow.Outcome.MATCHED])


class ImportRow(models.Model):
    """One row of the file as found, and what became of it."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        CREATED = "created", "New"
        MATCHED = "matched", "Added to one that was here"
        UNCHANGED = "unchanged", "Already here, nothing to add"
        REFUSED = "refused", "Left out: has a problem"
        SKIPPED = "skipped", "Left out by choice"
        UNDONE = "undone", "Undone"
        KEPT = "kept", "Kept when the import was undone"

    class Likeness(models.TextChoices):
        NONE = "", "New"
        CERTAIN = "certain", "Already here"
        PERHAPS = "perhaps", "Perhaps the same"
        CHOSEN = "chosen", "The same, as somebody said"
        APART = "apart", "Not the same, as somebody said"

    # The values of `reading.asides`.
    class Aside(models.TextChoices):
        NONE = "", "Of the list"
        HIDDEN = "hidden", "This row is hidden in the spreadsheet."
        HEADING = "heading", "This looks like a heading, not like an organisation."
        TOTAL = "total", "This looks like a total, not like an organisation."
        NOTE = "note", "This looks like a note below the list, not like an organisation."

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("row in the file")
    cells = models.JSONField(default=list)
    # {position of a blank cell: text of the merged cell it is part of}
    merged = models.JSONField(default=dict, blank=True)
    aside = models.CharField("why it is left out", max_length=10, choices=Aside, default=Aside.NONE, blank=True)
    # What the preview shows, computed from cells and the batch's columns by partnerships.imports.rows
    values = models.JSONField(default=dict)
    repairs = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    match = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Where what it may be the same as is made by another row of this file: that row's number.
    match_row = models.PositiveIntegerField(null=True, blank=True)
    match_reason = models.CharField(max_length=200, blank=True)
    likeness = models.CharField(max_length=10, choices=Likeness, default=Likeness.NONE, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What an undo takes back: {"fields": {field: [before, after]}} and the keys of "identifiers", "areas", "contacts"
    changes = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=200, blank=True)

    NAMED_BY = ("batch",)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["batch", "number"], name="import_row_waiting", condition=Q(outcome="waiting"))]

    def __str__(self):
        return f"Row {self.number} of {known(self, 'batch')}"


class RememberedColumn(models.Model):
    """What a header meant the last time somebody corrected our guess, in files with the same set of headers."""

    # SHA-256 of all their header keys: `reading.columns.set_key`
    headers_key = models.CharField(max_length=64)
    header_key = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["header_key"]
        constraints = [models.UniqueConstraint(fields=["headers_key", "header_key"], name="column_remembered_once")]

    def __str__(self):
        return f"{self.header_key} → {self.field or 'not used'}"
