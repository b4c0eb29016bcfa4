"""Every row cleaned, and what it is about: by a worker, lot by lot, before anybody is shown a preview."""

from django.db import transaction

from ...directory.cleaning.clean import rules_for
from ..matching import Index
from ..models import ImportBatch, ImportRow
from ..reading.rows import prepare_row
from ..sameness import Known
from .apply_rows import save_rows, types_by_slug

LOT = 500
PREPARED = ["values", "repairs", "problems", "match", "match_row", "match_reason", "likeness", "outcome", "note"]
State, Outcome, Likeness = ImportBatch.State, ImportRow.Outcome, ImportRow.Likeness


def prepare(batch, *, is_late):
    """Prepare the rows, from wherever the last one stopped, until `is_late()`. Whether it is done."""
    preparing = Preparing(batch)
    while not is_late():
        if preparing.next_lot():
            return True
    return False


class Preparing:
    """One run through the rows of a file: those that make an organisation are known to the rows after them."""

    def __init__(self, batch):
        self.batch, self.types, self.rules, self.index, self.done = batch, types_by_slug(), {}, None, None

    @transaction.atomic
    def next_lot(self):
        """Prepare some rows. Whether there are no more, or the columns are being chosen anew."""
        batch = ImportBatch.objects.select_for_update().filter(pk=self.batch.pk, state=State.PREPARING).first()
        if batch is None:
            return True
        rows = ImportRow.objects.of_batch(batch).order_by("number")
        if batch.rows_done != self.done:
            # Begun, gone on with, or begun again under our hands, with other columns.
            self.index, self.batch = Index(batch, sees_alike=True), batch
            self.rules = self._rules(rows)
            self._learn(rows[: batch.rows_done])
        lot = list(rows[batch.rows_done : batch.rows_done + LOT])
        if not lot:
            batch.state, batch.problem = State.PREVIEW, ""
            batch.save()
            return True
        self._prepare(lot)
        self.done = batch.rows_done + len(lot)
        ImportBatch.objects.filter(pk=batch.pk).update(rows_done=self.done, problem="")
        return False

    def _rules(self, rows):
        """How the columns of this file are read: the order of its dates is that of the whole column."""
        places = [place for place, header in enumerate(self.batch.headers) if self.batch.columns[header] == "ended_on"]
        return rules_for({"ended_on": rows.values_list(f"cells__{places[0]}", flat=True).iterator()} if places else {})

    def _prepare(self, lot):
        for row in lot:
            self._clean(row)
        named = [row for row in lot if row.values.get("name") and not row.aside]
        self.index.load([(row, row.values) for row in named])
        for row in named:
            self._find(row)
        save_rows(lot, PREPARED)

    def _clean(self, row):
        batch = self.batch
        prepared = prepare_row(row.number, row.cells, batch.headers, batch.columns, self.types, row.merged, self.rules)
        row.values, row.repairs, row.problems = prepared.values, prepared.repairs, prepared.problems
        row.match, row.match_row, row.match_reason, row.likeness = None, None, "", Likeness.NONE
        row.outcome = Outcome.SKIPPED if row.aside else Outcome.WAITING
        row.note = row.get_aside_display() if row.aside else ""

    def _find(self, row):
        match = self.index.find(row, row.values)
        if match:
            row.match, row.likeness, row.match_reason = match.known.organisation, match.likeness, match.reason
            row.match_row = None if row.match else match.known.row
        if match is None or not match.is_same:
            self._know(row)

    def _learn(self, rows):
        """What the rows that were prepared before this run make."""
        for row in rows:
            if row.values.get("name") and row.likeness != Likeness.CERTAIN and not row.aside:
                self._know(row)

    def _know(self, row):
        self.index.add(Known.of_row(row.values, row.number))
