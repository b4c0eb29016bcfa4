"""Is it safe to unpack this workbook? XLSX and ODS files are ZIPs of XML, and a small one can unpack to gigabytes.

Everything is streamed through a parser that builds nothing, so that the library which does build something is only
ever given parts of a size we know.
"""

import io
import posixpath
import re
import zipfile
from xml.parsers import expat

from .refusals import ImportRefused

SIGNATURE = b"PK\x03\x04"
MAX_PARTS = 1_000
MAX_UNPACKED = 64 * 1024 * 1024
MAX_RATIO = 300
MAX_STRINGS_BYTES = 32 * 1024 * 1024
# A part that is read row by row (or text by text) may be long; one that is read whole may not.
MAX_UNITS = 400_000
MAX_IN_UNIT = 150_000
MAX_IN_WHOLE_PART = 300_000
MAX_DEPTH = 100
MAX_TAG_BYTES = 1024 * 1024
LAST_ROW = 1_048_576
# Cells further right may be there, as long as they are empty.
LAST_COLUMN = 256
SHARED_STRINGS = "xl/sharedStrings.xml"
OPEN_DOCUMENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
OPEN_DOCUMENT_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
ROW_BY_ROW = re.compile(r"xl/worksheets/[^/]+\.xml|xl/sharedStrings\.xml|content\.xml")
# What stands beside a sheet, in worksheets/_rels or as ../comments1.xml, is none.
LONG_PART = re.compile(r"(?:.*/)?(?:worksheets/[^/]+|sharedStrings)\.xml")

TOO_LARGE = (
    "This workbook unpacks to far more than its size promises, so we did not open it. Copy the rows into a new "
    "workbook, or save the sheet as .csv, and choose that file."
)
TOO_WIDE = (
    f"This workbook has a sheet with more than {LAST_COLUMN} columns. Copy the columns you need into a new workbook, "
    "and choose that file."
)
UNSAFE = (
    "This workbook holds something that no spreadsheet program writes, so we did not open it. Save the sheet with the "
    "rows as .csv, and choose that file."
)
BROKEN = (
    "This workbook is damaged and cannot be opened. Open it in the program it comes from, save it again as .xlsx, .ods "
    "or .csv, and choose that file."
)
LOCKED = (
    "This workbook is protected by a password. Open it, remove the password, save it as .xlsx, .ods or .csv, and "
    "choose that file."
)
OTHERS = [
    ("word/", "This is a Word document. Copy its table into Excel, save that as .xlsx or .csv, and choose that file."),
    ("ppt/", "This is a PowerPoint file. Copy its table into Excel, save that as .xlsx or .csv, and choose that file."),
    (
        "xl/workbook.bin",
        "This is an Excel binary workbook (.xlsb). Open it in Excel, save it as .xlsx or .csv, and choose that file.",
    ),
    (
        "Index/",
        "This is a Numbers spreadsheet. Open it in Numbers, export it to Excel or CSV, and choose that file.",
    ),
    (
        OPEN_DOCUMENT,
        "This is an OpenDocument file, but no spreadsheet. Copy its table into a new spreadsheet, save that as .ods, "
        ".xlsx or .csv, and choose that file.",
    ),
]


def refuse_unsafe(data):
    """Raise ImportRefused unless this is a workbook that can be opened without harm. Whether it is an ODS one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            is_ods = is_open_document(archive)
            if not is_ods:
                _refuse_other_archives(archive.namelist())
            _refuse_bombs(archive.infolist())
            targets = [target for part in archive.infolist() for target in _scan(archive, part)]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError):
        raise ImportRefused(BROKEN) from None
    except Exception as error:
        if isinstance(error, ImportRefused):
            raise
        raise ImportRefused(BROKEN) from error
    if len(targets) != len(set(targets)):
        raise ImportRefused(UNSAFE)
    return is_ods


def is_open_document(archive):
    """Whether this ZipFile is a spreadsheet as LibreOffice keeps it: its first part says so. ImportRefused when it is
    locked, since its parts are then no XML at all."""
    names = set(archive.namelist())
    if not {OPEN_DOCUMENT, "mimetype"} <= names or not _start(archive, "mimetype").startswith(OPEN_DOCUMENT_TYPE):
        return False
    if MANIFEST in names and b"encryption-data" in _start(archive, MANIFEST):
        raise ImportRefused(LOCKED)
    return True


def _start(archive, name):
    with archive.open(name) as stream:
        return stream.read(MAX_TAG_BYTES)


def _refuse_other_archives(names):
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        return
    for start, sentence in OTHERS:
        if any(name.startswith(start) for name in names):
            raise ImportRefused(sentence)
    raise ImportRefused("This is a packed archive. Unpack it and choose the .xlsx or .csv file inside.")


def _refuse_bombs(parts):
    """By what the archive says of itself; no more than that is ever unpacked."""
    if any(part.flag_bits & 1 for part in parts):
        raise ImportRefused(LOCKED)
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise ImportRefused(UNSAFE)
    too_tight = any(part.file_size > 1_000_000 and part.file_size > MAX_RATIO * part.compress_size for part in parts)
    strings = sum(part.file_size for part in parts if part.filename == SHARED_STRINGS)
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or strings > MAX_STRINGS_BYTES or too_tight:
        raise ImportRefused(TOO_LARGE)


def _scan(archive, part):
    """Stream one part through the checks; return the sheets it points to."""
    scan = Scan(is_row_by_row=bool(ROW_BY_ROW.fullmatch(part.filename)))
    fed = 0
    with archive.open(part) as stream:
        while chunk := stream.read(65_536):
            try:
                scan.parser.Parse(chunk, False)
            except expat.ExpatError:
                # Pictures and the like; what is broken here is broken at the same place for the library.
                break
            fed += len(chunk)
            if fed - scan.parser.CurrentByteIndex > MAX_TAG_BYTES:
                raise ImportRefused(TOO_LARGE)
    return scan.sheet_targets


def column_of(reference):
    """The number of the column that a cell's reference names; 0 for none.

    >>> column_of("A1"), column_of("IV7"), column_of("XFD1048576"), column_of("")
    (1, 256, 16384, 0)
    """
    number = 0
    for letter in reference[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


class Scan:
    """Counts what one XML part holds, and refuses what would cost too much or point to the wrong place."""

    def __init__(self, *, is_row_by_row):
        self.is_row_by_row = is_row_by_row
        self.units = self.since_unit = self.depth = self.column = 0
        self.sheet_targets = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype

    def refuse_doctype(self, *_):
        raise ImportRefused(UNSAFE)

    def end(self, _):
        self.depth -= 1

    def start(self, tag, attributes):
        self.depth += 1
        self.since_unit += 1
        tag = tag.rpartition(":")[2]
        if self.depth > MAX_DEPTH:
            raise ImportRefused(UNSAFE)
        if self.is_row_by_row and tag in {"row", "si", "table-row"}:
            self.start_unit(attributes)
        elif self.is_row_by_row and tag == "c":
            self.column = column_of(attributes.get("r", "")) or self.column + 1
        elif self.is_row_by_row and tag in {"v", "is"} and self.column > LAST_COLUMN:
            raise ImportRefused(TOO_WIDE)
        elif tag in {"Relationship", "Override"}:
            self.follow(attributes)
        if self.since_unit > (MAX_IN_UNIT if self.is_row_by_row else MAX_IN_WHOLE_PART):
            raise ImportRefused(TOO_LARGE)

    def start_unit(self, attributes):
        self.units += 1
        self.since_unit = self.column = 0
        if float(attributes.get("r", 1)) > LAST_ROW:
            raise ImportRefused(UNSAFE)
        if self.units > MAX_UNITS:
            raise ImportRefused(TOO_LARGE)

    def follow(self, attributes):
        """A long part may only be used as what it is, and each sheet only once: else one part is read many times."""
        target = attributes.get("Target") or attributes.get("PartName") or ""
        kind = attributes.get("Type") or attributes.get("ContentType") or ""
        name = posixpath.normpath(target.lstrip("/"))
        is_sheet = kind.endswith(("/worksheet", ".worksheet+xml"))
        is_strings = kind.endswith(("/sharedStrings", ".sharedStrings+xml"))
        is_long = bool(LONG_PART.fullmatch(name))
        if is_long and not (is_sheet or is_strings) and attributes.get("TargetMode") != "External":
            raise ImportRefused(UNSAFE)
        if is_sheet and "Target" in attributes:
            self.sheet_targets.append(posixpath.basename(name))
