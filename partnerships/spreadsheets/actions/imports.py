"""A spreadsheet's way into the directory: choose columns, check, apply in lots, and undo.

Applying and undoing go on in short transactions from wherever the last one stopped, so that a lost or killed job
costs nothing: whoever calls `carry_on` next continues, and two at once take turns.
"""

import logging
import time

from django.db.models import F

from ... import events
from ...events import history
from ..models import ImportBatch, ImportRow, RememberedColumn
from ..reading import columns as columns_
from . import preparing, reading_files
from .apply_rows import Writing
from .undo_rows import TakingBack

log = logging.getLogger(__name__)

LOT = 200
State, Outcome, Likeness = ImportBatch.State, ImportRow.Outcome, ImportRow.Likeness


class WrongMoment(Exception):
    """The import is past the point where this could be done; the message says so."""


def _locked(batch, *states):
    found = ImportBatch.objects.select_for_update().defer("data").get(pk=batch.pk)
    if found.state not in states:
        raise WrongMoment(f"This import is {found.get_state_display().lower()}, so that can no longer be changed.")
    return found


@history.verb
def choose_sheets(*, batch, names, by, now):
    """Read these sheets of a workbook: the first of them as this import, each further one as an import of its own.

    Returns them all; names that the workbook does not have are passed over. Nothing is done twice: the sheet that was
    read stays as it is when it is among them. Raises WrongMoment once rows are going in.
    """
    batch = _locked(batch, State.MAPPING, State.PREVIEW)
    known = [batch.sheet_name, *(sheet["name"] for sheet in batch.other_sheets)]
    names = [name for name in known if name in names]
    if not names or batch.data is None:
        return [batch]
    if batch.sheet_name != names[0]:
        batch.rows.all().delete()
        batch.sheet_name, batch.state, batch.rows_done, batch.row_count = names[0], State.READING, 0, 0
        batch.save()
    data, file_name = bytes(batch.data), batch.file_name
    others = [
        reading_files.begin(data=data, file_name=file_name, sheet_name=name, by=by, now=now) for name in names[1:]
    ]
    return [batch, *others]


@history.verb
def choose_columns(*, batch, columns, by, now):
    """Settle what each header means, {header: field or None}: from here on a worker prepares the rows for the preview.

    Raises WrongMoment once the import has been applied.
    """
    batch = _locked(batch, State.MAPPING, State.PREPARING, State.PREVIEW)
    batch.columns, batch.state, batch.rows_done = columns, State.PREPARING, 0
    batch.save()
    return batch


def _remember(batch):
    """What a person changed of the guess; a guess that was let stand is no decision."""
    changed = {
        columns_.header_key(header): field or ""
        for header, field in batch.columns.items()
        if header in batch.guessed_columns and field != batch.guessed_columns[header]
    }
    headers_key = columns_.set_key(batch.headers)
    known = {one.header_key: one for one in RememberedColumn.objects.filter(headers_key=headers_key)}
    for key, field in changed.items():
        column = known.get(key) or RememberedColumn(headers_key=headers_key, header_key=key)
        if key and (column.pk is None or column.field != field):
            column.field = field
            column.save()


@history.verb
def choose_row(*, row, choice, by, now):
    """What a person says about one row before it is applied: "skip", "take", "same" or "apart".

    Raises WrongMoment once the import has been applied.
    """
    _locked(row.batch, State.PREVIEW)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    if choice in {"skip", "take"}:
        row.outcome = Outcome.SKIPPED if choice == "skip" else Outcome.WAITING
    elif row.match_id or row.match_row:
        row.likeness = Likeness.CHOSEN if choice == "same" else Likeness.APART
    row.save(update_fields=["outcome", "likeness"])
    return row


@history.verb
def apply(*, batch, takes_repairs, by, now):
    """Start applying: from here on `carry_on` writes its rows, and what was corrected of the columns is remembered.

    Raises WrongMoment when it has been applied.
    """
    batch = _locked(batch, State.PREVIEW)
    batch.state, batch.takes_repairs, batch.applied_by, batch.data = State.APPLYING, takes_repairs, by, None
    batch.rows_done = batch.row_count - ImportRow.objects.of_batch(batch).waiting().count()
    batch.save()
    _remember(batch)
    return batch


@history.verb
def undo(*, batch, by, now):
    """Start undoing: from here on `carry_on` takes its rows back, also those of an import that is still being applied.

    Raises WrongMoment unless something of it may have been applied, and a month later.
    """
    batch = _locked(batch, State.APPLIED, State.APPLYING)
    if not batch.can_be_undone(now):
        raise WrongMoment("An import can be undone for 30 days; what stood in its rows has been let go since.")
    batch.state, batch.undone_by = State.UNDOING, by
    batch.rows_done = batch.row_count - ImportRow.objects.of_batch(batch).done().count()
    batch.save()
    return batch


@history.verb
def discard(*, batch, by, now):
    """Throw away a file that was never applied, with its rows. Raises WrongMoment afterwards."""
    batch = _locked(batch, *ImportBatch.BEFORE_APPLYING)
    batch.delete()


@history.verb
def carry_on(*, batch, now):
    """The next lot of rows of an import under way. Returns whether there may be more."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in {State.APPLYING, State.UNDOING}:
        return False
    is_applying = batch.state == State.APPLYING
    rows = ImportRow.objects.of_batch(batch)
    waiting = rows.waiting().order_by("number") if is_applying else rows.done().order_by("-number")
    lot = list(waiting.select_related("organisation")[:LOT])
    by = batch.applied_by if is_applying else batch.undone_by
    with history.signed(by=by, now=now):
        if not lot:
            _finish(batch, now)
            return False
        if is_applying:
            Writing(batch, lot, by=by, now=now).write()
        else:
            TakingBack(batch, lot, by=by, now=now).take_back()
    ImportBatch.objects.filter(pk=batch.pk).update(rows_done=F("rows_done") + len(lot), problem="")
    return True


def _finish(batch, now):
    rows, by = ImportRow.objects.of_batch(batch), batch.applied_by
    if batch.state == State.APPLYING:
        batch.state, batch.applied_at = State.APPLIED, now
        kind, counted = events.Kind.IMPORT_APPLIED, {"created": rows.filter(outcome=Outcome.CREATED).count()}
    else:
        batch.state, batch.undone_at, by = State.UNDONE, now, batch.undone_by
        kind, counted = events.Kind.IMPORT_UNDONE, {"kept": rows.filter(outcome=Outcome.KEPT).count()}
    batch.rows_done, batch.problem = batch.row_count, ""
    batch.save()
    events.record(kind, now=now, by=by, subject=batch, file_name=batch.file_name, **counted)


def finish(*, batch, now, longest=None):
    """Read, prepare, apply or undo to the end, or for `longest` seconds. Whether there is more to do.

    What stops it is written on the import, for the person to read, and into the log.
    """
    began = time.monotonic()

    def is_late():
        return longest is not None and time.monotonic() - began > longest

    try:
        batch.refresh_from_db()
        is_done = _go_on(batch, now, is_late)
    except ImportBatch.DoesNotExist:
        return False
    except Exception as error:
        log.exception("Import %s stopped", batch.pk)
        problem = f"It stopped before the end: {error}. What was done until then is kept."
        ImportBatch.objects.filter(pk=batch.pk).update(problem=problem[:1000])
        return False
    return not is_done


def _go_on(batch, now, is_late):
    with history.signed(by=batch.uploaded_by, now=now):
        if batch.state == State.READING:
            return reading_files.read(batch, is_late=is_late)
        if batch.state == State.PREPARING:
            return preparing.prepare(batch, is_late=is_late)
    while not is_late():
        if not carry_on(batch=batch, now=now):
            return True
    return False
