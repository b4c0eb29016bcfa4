"""ODS workbooks, as LibreOffice Calc keeps them: their sheets, every value as the text a person would type.

Of OpenDocument 1.3, part 3, this reads the tables of content.xml: cells and rows that are written once and repeated
(19.675, 19.679), the typed value of a cell (19.385), its paragraphs. Notes on a cell are not part of its value.
"""

import io
import zipfile
from datetime import datetime

from defusedxml.ElementTree import iterparse

from ...directory.cleaning.clean import LONGEST
from . import archives, tables
from .leaves import Leaf
from .refusals import ImportRefused
from .workbooks import as_text

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
BREAKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
MOST_ROWS = tables.MAX_ROWS + tables.HEADER_SEARCH + 1
# Letters that rows written once may come to when they are repeated.
MAX_REPEATED = archives.MAX_UNPACKED


def sheets(data):
    """The sheets of this workbook, one Leaf each. Check it with `archives.refuse_unsafe` first."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(archives.OPEN_DOCUMENT) as content:
            return list(_leaves(content))
    except ImportRefused:
        raise
    except Exception as error:
        raise ImportRefused(archives.BROKEN) from error


def _leaves(content):
    hidden_styles, rows = set(), Rows()
    for _, element in iterparse(content):
        if element.tag == f"{STYLE}style":
            if any(one.get(f"{TABLE}display") == "false" for one in element):
                hidden_styles.add(element.get(f"{STYLE}name"))
        elif element.tag == f"{TABLE}table-row":
            rows.add(element)
            element.clear()
        elif element.tag == f"{TABLE}table":
            is_hidden = element.get(f"{TABLE}style-name") in hidden_styles
            yield Leaf(element.get(f"{TABLE}name", ""), rows.found, is_hidden, rows.hidden, rows.merged)
            rows = Rows()
            element.clear()


class Rows:
    """The rows of one table, as far as they hold anything, and with the number a person sees beside them."""

    def __init__(self):
        self.found, self.number, self.repeated = [], 1, 0
        self.hidden, self.merged = set(), []

    def add(self, element):
        """One more row, as often as it says."""
        times = int(element.get(f"{TABLE}number-rows-repeated", 1))
        cells = self.cells(element)
        if cells and len(self.found) < MOST_ROWS:
            wanted = min(times, MOST_ROWS)
            self.repeated += (wanted - 1) * sum(map(len, cells))
            if self.repeated > MAX_REPEATED:
                raise ImportRefused(archives.TOO_LARGE)
            self.found += [(self.number + later, cells) for later in range(wanted)]
            if element.get(f"{TABLE}visibility") in {"collapse", "filter"}:
                self.hidden |= set(range(self.number, self.number + wanted))
        self.number += times

    def cells(self, row):
        """Its cells as text, without the blanks at the end."""
        cells, blanks = [], 0
        for cell in row:
            if cell.tag not in CELLS:
                continue
            times, text = int(cell.get(f"{TABLE}number-columns-repeated", 1)), _value(cell)[: LONGEST + 1]
            if not text.strip():
                blanks += times
                continue
            if len(cells) + blanks + times > archives.LAST_COLUMN:
                raise ImportRefused(archives.TOO_WIDE)
            cells += [""] * blanks
            self.note_merged(cell, len(cells) + 1)
            cells += [text] * times
            blanks = 0
        return cells

    def note_merged(self, cell, column):
        width, height = (int(cell.get(f"{TABLE}number-{way}-spanned", 1)) for way in ("columns", "rows"))
        if width > 1 or height > 1:
            self.merged.append((column, self.number, column + width - 1, self.number + height - 1))


def _value(cell):
    kind = cell.get(f"{OFFICE}value-type")
    if kind in {"float", "percentage", "currency"}:
        return as_text(float(cell.get(f"{OFFICE}value")))
    if kind == "date":
        return as_text(datetime.fromisoformat(cell.get(f"{OFFICE}date-value")))
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value").upper()
    return "\n".join(_words(part) for part in cell if part.tag == f"{TEXT}p")


def _words(element):
    """The text of a paragraph, with the blanks that are written as elements."""
    parts = [element.text or ""]
    for part in element:
        if part.tag == f"{TEXT}s":
            parts.append(" " * min(int(part.get(f"{TEXT}c", 1)), LONGEST))
        elif part.tag != f"{OFFICE}annotation":
            parts.append(BREAKS.get(part.tag) or _words(part))
        parts.append(part.tail or "")
    return "".join(parts)
