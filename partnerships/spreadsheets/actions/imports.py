"""A spreadsheet's way into the directory: begin, choose columns, check, apply in lots, and undo.

Applying and undoing go on in short transactions from wherever the last one stopped, so that a lost or killed job
costs nothing: whoever calls `carry_on` next continues, and two at once take turns.
"""

import logging

from django.db import transaction
from django.db.models import F

from ... import events
from ...directory.models.organisation import name_key
from ...events import history
from ..matching import Index, Known, numbers_in
from ..models import ImportBatch, ImportRow, RememberedColumn
from ..reading import columns as columns_
from ..reading.rows import prepare_row
from .apply_rows import Writing, save_rows, types_by_slug
from .undo_rows import TakingBack

log = logging.getLogger(__name__)

LOT = 200
PREPARED = ["values", "repairs", "problems", "match", "match_reason", "likeness", "outcome", "note"]
NAMELESS_CONTACT = "There is an address or a phone number here but no contact's name, so no contact was made."
State, Outcome, Likeness = ImportBatch.State, ImportRow.Outcome, ImportRow.Likeness


class WrongMoment(Exception):
    """The import is past the point where this could be done; the message says so."""


def guess_columns(sheet):
    """{header: field or None}: what people said before, and otherwise what headers and content suggest."""
    keys = [columns_.header_key(header) for header in sheet.headers]
    remembered = dict(RememberedColumn.objects.filter(header_key__in=keys).values_list("header_key", "field"))
    return columns_.guess(sheet.headers, sheet.samples(), remembered)


@history.verb
def begin(*, sheet, file_name, sha256, by, now):
    """Keep the rows of a file that was read, with a guess at its columns. Nothing goes into the directory yet."""
    batch = ImportBatch(
        file_name=file_name[:255],
        sha256=sha256,
        headers=sheet.headers,
        header_row=sheet.header_row,
        encoding=sheet.encoding or "",
        columns=guess_columns(sheet),
        row_count=len(sheet.rows),
        uploaded_by=by,
        uploaded_at=now,
    )
    batch._history_user = by
    batch.save()
    rows = [ImportRow(batch=batch, number=number, cells=cells) for number, cells in sheet.rows]
    ImportRow.objects.bulk_create(rows, batch_size=500)
    return batch


def _locked(batch, *states):
    found = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if found.state not in states:
        raise WrongMoment(f"This import is {found.get_state_display().lower()}, so that can no longer be changed.")
    return found


@transaction.atomic
def choose_columns(*, batch, columns, by, remember=True):
    """Settle what each header means, {header: field or None}, and prepare every row for the preview.

    Raises WrongMoment once the import has been applied.
    """
    batch = _locked(batch, State.MAPPING, State.PREVIEW)
    batch.columns, batch.state, batch._history_user = columns, State.PREVIEW, by
    batch.save()
    if remember:
        _remember(columns)
    _prepare(batch)
    return batch


def _remember(columns):
    meant = {columns_.header_key(header): field or "" for header, field in columns.items()}
    known = {one.header_key: one for one in RememberedColumn.objects.filter(header_key__in=meant)}
    for key, field in meant.items():
        column = known.get(key) or RememberedColumn(header_key=key)
        if key and (column.pk is None or column.field != field):
            column.field = field
            column.save()


def _prepare(batch):
    """Clean every row and say what it is about; rows that make an organisation are known to the rows after them."""
    types, index = types_by_slug(), Index(batch)
    rows = list(ImportRow.objects.of_batch(batch).order_by("number"))
    for row in rows:
        _clean(row, batch, types)
    for start in range(0, len(rows), 500):
        lot = [row for row in rows[start : start + 500] if row.values.get("name")]
        index.load([(row, row.values) for row in lot])
        for row in lot:
            _find(row, index)
    for start in range(0, len(rows), 500):
        save_rows(rows[start : start + 500], PREPARED)


def _clean(row, batch, types):
    prepared = prepare_row(row.number, row.cells, batch.headers, batch.columns, types)
    row.values, row.repairs, row.problems = prepared.values, prepared.repairs, prepared.problems
    row.match, row.match_reason, row.likeness, row.outcome, row.note = None, "", Likeness.NONE, Outcome.WAITING, ""
    reach = next((name for name in ("contact_email", "contact_phone") if row.values.get(name)), None)
    if reach and not row.values.get("contact_name"):
        row.problems.append({"field": reach, "problem": NAMELESS_CONTACT})


def _find(row, index):
    match = index.find(row, row.values)
    if match:
        row.match, row.likeness = match.known.organisation, match.likeness
        elsewhere = "" if match.known.organisation else f"row {match.known.row} of this file: "
        row.match_reason = f"{elsewhere}{match.reason}"
    if match is None or not match.is_same:
        known = Known(name_key(row.values["name"]), row.values.get("postcode", ""), row=row.number)
        for scheme, value in numbers_in(row.values).items():
            known.numbers[scheme].add(value)
        index.add(known)


@transaction.atomic
def choose_row(*, row, choice):
    """What a person says about one row before it is applied: "skip", "take", "same" or "apart".

    Raises WrongMoment once the import has been applied.
    """
    _locked(row.batch, State.PREVIEW)
    row = ImportRow.objects.select_for_update().get(pk=row.pk)
    if choice in {"skip", "take"}:
        row.outcome = Outcome.SKIPPED if choice == "skip" else Outcome.WAITING
    elif row.match_id:
        row.likeness = Likeness.CHOSEN if choice == "same" else Likeness.APART
    row.save(update_fields=["outcome", "likeness"])
    return row


@transaction.atomic
def apply(*, batch, takes_repairs, by):
    """Start applying: from here on `carry_on` writes its rows. Raises WrongMoment when it has been applied."""
    batch = _locked(batch, State.PREVIEW)
    batch.state, batch.takes_repairs, batch.applied_by, batch._history_user = State.APPLYING, takes_repairs, by, by
    batch.rows_done = batch.row_count - ImportRow.objects.of_batch(batch).waiting().count()
    batch.save()
    return batch


@transaction.atomic
def undo(*, batch, by):
    """Start undoing: from here on `carry_on` takes its rows back, also those of an import that is still being applied.

    Raises WrongMoment unless something of it may have been applied.
    """
    batch = _locked(batch, State.APPLIED, State.APPLYING)
    batch.state, batch.undone_by, batch._history_user = State.UNDOING, by, by
    batch.rows_done = batch.row_count - ImportRow.objects.of_batch(batch).done().count()
    batch.save()
    return batch


@transaction.atomic
def discard(*, batch, by):
    """Throw away a file that was never applied, with its rows. Raises WrongMoment afterwards."""
    batch = _locked(batch, State.MAPPING, State.PREVIEW)
    batch._history_user = by
    batch.delete()


@history.verb
def carry_on(*, batch, now):
    """The next lot of rows of an import under way. Returns whether there may be more."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if not batch.is_under_way:
        return False
    is_applying = batch.state == State.APPLYING
    rows = ImportRow.objects.of_batch(batch)
    waiting = rows.waiting().order_by("number") if is_applying else rows.done().order_by("-number")
    lot = list(waiting.select_related("organisation")[:LOT])
    if not lot:
        _finish(batch, now)
        return False
    if is_applying:
        Writing(batch, lot, by=batch.applied_by, now=now).write()
    else:
        TakingBack(batch, lot, by=batch.undone_by, now=now).take_back()
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
    batch.rows_done, batch.problem, batch._history_user = batch.row_count, "", by
    batch.save()
    events.record(kind, now=now, by=by, subject=batch, file_name=batch.file_name, **counted)


def finish(*, batch, now):
    """Carry on to the end. What stops it is written on the import, for the person to read, and into the log."""
    try:
        while carry_on(batch=batch, now=now):
            pass
    except Exception as error:
        log.exception("Import %s stopped", batch.pk)
        problem = f"It stopped before the end: {error}. What was done until then is kept."
        ImportBatch.objects.filter(pk=batch.pk).update(problem=problem)
