"""From an uploaded file to a Sheet, or to a sentence that says why not."""

from . import archives, delimited, leaves, opendocument, tables, workbooks
from .file_kinds import refuse_other_kinds
from .refusals import ImportRefused

MAX_BYTES = 5 * 1024 * 1024


def take(file, *, name):
    """The bytes of a file that may be a spreadsheet: looked at from outside only, in no time.

    Raises ImportRefused for one that is too large, empty, or of a kind that we know and do not read.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            f"“{name}” is larger than 5 MB. Split it into smaller files, or remove the columns you do not need."
        )
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise ImportRefused(f"“{name}” is empty. Choose a file with a row of headers and at least one row below it.")
    refuse_other_kinds(data)
    return data


def read(file, *, name, sheet=""):
    """The table of a CSV, XLSX or ODS file as a `tables.Sheet`. It may take seconds: not for a request.

    `file` is open in binary mode. What it is follows from its bytes; `name` is only used to speak about it. `sheet`
    names the sheet of a workbook; without it the likeliest is read, and the rest are its `others`.
    Raises ImportRefused with a sentence for the person, and nothing else, whatever the bytes are.
    """
    data = take(file, name=name)
    if data.startswith(archives.SIGNATURE):
        is_open_document = archives.refuse_unsafe(data)
        return leaves.best_table((opendocument if is_open_document else workbooks).sheets(data), sheet)
    text, encoding = delimited.decode(data)
    delimiter, text = delimited.find_delimiter(text)
    sheet = tables.build(delimited.numbered_rows(text, delimiter))
    sheet.encoding, sheet.delimiter = encoding, delimiter
    return sheet
