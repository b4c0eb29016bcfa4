"""From a file that was handed in to the rows it holds: read by a worker, kept lot by lot."""

import hashlib
import io

from django.db import transaction

from ...events import history
from ..models import ImportBatch, ImportRow, RememberedColumn
from ..reading import ImportRefused, readers
from ..reading import columns as columns_

LOT = 500
State = ImportBatch.State


@history.verb
def begin(*, data, file_name, by, now, sheet_name=""):
    """Keep a file, the bytes `data`, until a worker has read it: the likeliest sheet, or the one named.

    Nothing of it goes into the directory yet.
    """
    return ImportBatch.objects.create(
        file_name=file_name[:255],
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
        sheet_name=sheet_name,
        uploaded_by=by,
        uploaded_at=now,
    )


def guess_columns(sheet):
    """{header: field or None}: what people corrected in such a file, and otherwise what headers and content suggest."""
    known = RememberedColumn.objects.filter(headers_key=columns_.set_key(sheet.headers))
    remembered = dict(known.values_list("header_key", "field"))
    return columns_.guess(sheet.headers, sheet.samples(), remembered)


def read(batch, *, is_late):
    """Read the file and keep its rows, from wherever the last reader stopped, until `is_late()`. Whether it is done.

    The file is parsed outside of any transaction. One that cannot be read says why, for the person to choose another.
    """
    try:
        sheet = readers.read(io.BytesIO(batch.data), name=batch.file_name, sheet=batch.sheet_name)
    except ImportRefused as refusal:
        ImportBatch.objects.filter(pk=batch.pk, state=State.READING).update(
            state=State.REFUSED, problem=str(refusal), data=None
        )
        return True
    columns, is_done = guess_columns(sheet), False
    while not is_done and not is_late():
        is_done = _keep_a_lot(batch, sheet, columns)
    return is_done


@transaction.atomic
def _keep_a_lot(batch, sheet, columns):
    """The next rows of the file. Whether there are no more, or somebody threw the file away meanwhile."""
    reading = ImportBatch.objects.select_for_update().filter(pk=batch.pk, state=State.READING)
    batch = reading.defer("data").first()
    if batch is None:
        return True
    lot = sheet.rows[batch.rows_done : batch.rows_done + LOT]
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            number=number,
            cells=cells,
            merged=sheet.merged.get(number, {}),
            aside=sheet.asides.get(number, ""),
        )
        for number, cells in lot
    )
    batch.row_count, batch.rows_done = len(sheet.rows), batch.rows_done + len(lot)
    if batch.rows_done < batch.row_count:
        ImportBatch.objects.filter(pk=batch.pk).update(row_count=batch.row_count, rows_done=batch.rows_done)
        return False
    batch.headers, batch.header_row, batch.encoding = sheet.headers, sheet.header_row, sheet.encoding or ""
    batch.left_out = sheet.left_out
    batch.columns, batch.guessed_columns, batch.state, batch.problem = columns, columns, State.MAPPING, ""
    batch.sheet_name = sheet.sheet_name[:255]
    batch.other_sheets = [
        {"name": other.sheet_name[:255], "rows": len(other.rows), "is_hidden": other.is_hidden}
        for other in sheet.others
    ]
    if not batch.other_sheets:
        batch.data = None
    batch.save()
    return True
