"""XLSX workbooks: their sheets, every value as the text a person would type."""

import io
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.escape import unescape

from . import archives
from .leaves import Leaf
from .refusals import ImportRefused


def sheets(data):
    """The sheets of this workbook, one Leaf each. Check it with `archives.refuse_unsafe` first."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        return [_leaf(sheet) for sheet in book.worksheets]
    except Exception as error:
        # The library raises whatever its parsers meet in a damaged file: KeyError, ParseError, TypeError and more.
        raise ImportRefused(archives.BROKEN) from error


def _leaf(sheet):
    marks = Marks()
    # The library reads hidden rows and merged cells only where it keeps every cell in memory.
    with sheet._get_source() as stream:
        marks.parser.ParseFile(stream)
    return Leaf(sheet.title, _numbered_rows(sheet), sheet.sheet_state != "visible", marks.hidden, marks.merged)


class Marks:
    """Which rows of a worksheet part are hidden, and which of its cells are merged."""

    def __init__(self):
        self.hidden, self.merged, self.row = set(), [], 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def start(self, tag, attributes):
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            if attributes.get("hidden") in {"1", "true"}:
                self.hidden.add(self.row)
        elif tag == "mergeCell":
            self.merged.append(range_boundaries(attributes["ref"]))


def _numbered_rows(sheet):
    # What a sheet says about its own size is often wrong, down to row 1,048,576.
    sheet.reset_dimensions()
    # Bounded while reading: one cell in the last column would pad every row to 16,384.
    for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=archives.LAST_COLUMN), start=1):
        yield number, [as_text(value) for value in values]


def as_text(value):
    """A cell's value as text: 217232.0 is "217232", a date is in ISO order, nothing is "".

    >>> as_text(217232.0), as_text(date(2024, 3, 1)), as_text(True), as_text(None)
    ('217232', '2024-03-01', 'TRUE', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value) if "_x" in value else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
