"""From rows as they stand in a file to a table: where its headers are, what they are called, what is below them."""

from dataclasses import dataclass, field
from itertools import islice
from statistics import median

from openpyxl.utils import get_column_letter

from ...directory.cleaning.clean import LONGEST, is_nothing
from . import asides
from .columns import is_known_header, is_telling
from .refusals import ImportRefused

MAX_ROWS = 20_000
# Columns with content. Empty ones beside them may be many more: some programs export a column for all they know.
MAX_COLUMNS, WIDEST = 60, 256
HEADER_SEARCH = 30


class NoTable(ImportRefused):
    """Nothing to import here; in a workbook the next sheet may have it."""


@dataclass(slots=True)
class Sheet:
    """A table found in a file.

    `rows` are (row number, cells) with the number a person sees in the spreadsheet and one text per header.
    `header_row` counts from 1, and is 0 for a table without headers. `encoding` and `delimiter` belong to CSV files,
    `sheet_name` to workbooks, and so do `others`, the Sheets that were not read.
    `asides` are {row number: why it is no organisation}, in the words of `asides`; `merged` {row number: {position of a
    blank cell: text of the merged cell it is part of}}. `left_out` are the headers of columns without content, where a
    table is so wide that only those with content are taken.
    """

    headers: list[str]
    header_row: int
    rows: list[tuple[int, list[str]]] = field(repr=False)
    encoding: str = ""
    delimiter: str = ""
    sheet_name: str = ""
    is_hidden: bool = False
    others: list = field(default_factory=list, repr=False)
    asides: dict[int, str] = field(default_factory=dict, repr=False)
    merged: dict[int, dict[int, str]] = field(default_factory=dict, repr=False)
    left_out: list[str] = field(default_factory=list, repr=False)

    def samples(self, count=50):
        """{header: its first values that say something}, for `columns.guess`."""
        columns = zip(*(cells for _, cells in self.rows), strict=True)
        return {
            header: list(islice((value for value in values if not is_nothing(value)), count))
            for header, values in zip(self.headers, columns, strict=True)
        }


def build(numbered_rows, *, hidden=frozenset(), merged=()):
    """The Sheet in these (number, cells), which are read only as far as the limits allow.

    `hidden` are the numbers of the rows that the spreadsheet does not show, `merged` the cells that are one, each as
    (first column, first row, last column, last row), counted from 1. Either may be filled while the rows are read.
    """
    rows = []
    for number, cells in numbered_rows:
        cells = _trimmed(cells)
        if not cells:
            continue
        if len(cells) > WIDEST:
            raise too_many_columns(number)
        rows.append((number, cells))
        if len(rows) > MAX_ROWS + HEADER_SEARCH:
            raise _too_many_rows()
    if not rows:
        raise NoTable("This file is empty. Choose a file with a row of headers and at least one row below it.")
    return _below_header(rows, hidden, merged)


def _below_header(rows, hidden, merged):
    position = _header_position([cells for _, cells in rows[: HEADER_SEARCH * 2]])
    header_row, header = rows[position]
    body = rows[position + 1 :]
    if is_telling(header):
        header_row, header, body = 0, [], rows[position:]
    if not body:
        raise NoTable("This file has headers but no rows below them, so there is nothing to import.")
    if len(body) > MAX_ROWS:
        raise _too_many_rows()
    width = max(len(cells) for _, cells in rows[position:])
    header = header + [""] * (width - len(header))
    used = _used_columns(header, body, width)
    padding = [""] * width
    return Sheet(
        headers=_labels(header, used),
        header_row=header_row,
        rows=[(number, [(cells + padding)[index] for index in used]) for number, cells in body],
        asides=asides.find(body, hidden, merged),
        merged=_merged(body, used, merged),
        left_out=_left_out(header, used),
    )


def _used_columns(header, body, width):
    """The columns with a header or with content; in a wide table, where only content counts, those with content."""
    full = {index for _, cells in body for index, cell in enumerate(cells) if cell.strip()}
    if len(full) > MAX_COLUMNS:
        raise ImportRefused(
            f"This file has more than {MAX_COLUMNS} columns with content. Remove the columns you do not need and "
            "choose the file again."
        )
    used = [index for index in range(width) if header[index].strip() or index in full]
    return used if len(used) <= MAX_COLUMNS else sorted(full)


def _left_out(header, used):
    taken = set(used)
    return [" ".join(text.split())[:200] for index, text in enumerate(header) if text.strip() and index not in taken]


def _merged(body, used, ranges):
    """{row number: {position of the cell: text}} for cells below the first of a merged range."""
    cells_of, position_of = dict(body), {index: position for position, index in enumerate(used)}
    found, left = {}, MAX_ROWS * MAX_COLUMNS
    for first_column, first_row, _, last_row in ranges:
        index = first_column - 1
        text = dict(enumerate(cells_of.get(first_row, []))).get(index, "")
        last_row = min(last_row, body[-1][0])
        left -= max(0, last_row - first_row)
        if text.strip() and index in position_of and left >= 0:
            for number in range(first_row + 1, last_row + 1):
                if number in cells_of:
                    found.setdefault(number, {})[position_of[index]] = text
    return found


def too_many_columns(number):
    """The refusal of a row that is wider than we look at."""
    return ImportRefused(
        f"Row {number} has more than {WIDEST} columns. Remove the columns you do not need and choose the file again."
    )


def _too_many_rows():
    return ImportRefused(f"This file has more than {MAX_ROWS:,} rows. Split it into smaller files.")


def _trimmed(cells):
    """Without the blank cells at the end, which many programs write by the thousand; and one letter more of each cell
    than is read, so that whoever cleans it can say that it is too long."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return [cell[: LONGEST + 1] for cell in cells[:end]]


def _header_position(rows):
    """Which row holds the headers: the one with most known words, else the first that is about as wide as the rest."""
    known = [sum(map(is_known_header, set(cells))) for cells in rows[:HEADER_SEARCH]]
    if max(known) >= 2:
        return known.index(max(known))
    filled = [sum(1 for cell in cells if cell.strip()) for cells in rows]
    wide = median(filled) / 2
    return next((position for position, count in enumerate(filled[:HEADER_SEARCH]) if count > wide), 0)


def _labels(header, used):
    """A readable and distinct name for every column: "Phone", "Phone (2)", "Column C"."""
    labels = []
    for index in used:
        label = " ".join(header[index].split())[:200] or f"Column {get_column_letter(index + 1)}"
        distinct, count = label, 1
        while distinct in labels:
            count += 1
            distinct = f"{label} ({count})"
        labels.append(distinct)
    return labels
