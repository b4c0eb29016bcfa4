"""Which kind of file this is, by its first bytes: a name ending in .csv proves nothing."""

import re

from .refusals import ImportRefused

SAVE_AS = "save it as .xlsx or .csv, and choose that file"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

IMAGES = [
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
]
PACKED = [b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh", b"\xfd7zXZ\x00", b"PK\x05\x06"]
PAGE = re.compile(rb"\s*<(!doctype\s+html|html|head|body|table|meta|div|script)\b", re.IGNORECASE)
EXCEL_XML = re.compile(rb"\s*<\?xml.{0,2000}urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL)
XML = re.compile(rb"\s*<(\?xml|svg)\b", re.IGNORECASE)
JSON = re.compile(rb'\s*(\{\s*"|\[\s*[{\["])')


def refuse_other_kinds(data):
    """Raise ImportRefused, in words, for every kind of file that is known and is not a CSV or XLSX file."""
    start = data.removeprefix(b"\xef\xbb\xbf")[:4096]
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        start = start.replace(b"\x00", b"")[2:]
    if data.startswith(OLE):
        raise ImportRefused(_about_ole(data))
    for is_kind, sentence in KINDS:
        if is_kind(start):
            raise ImportRefused(sentence)


def _about_ole(data):
    """Old Office files and encrypted new ones share one container; the names inside tell them apart."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"This workbook is protected by a password. Open it in Excel, remove the password, {SAVE_AS}."
    if "WordDocument".encode("utf-16-le") in data:
        return f"This is a Word document. Copy its table into Excel, {SAVE_AS}."
    if "PowerPoint Document".encode("utf-16-le") in data:
        return f"This is a PowerPoint file. Copy its table into Excel, {SAVE_AS}."
    return "This is an older Excel file (.xls). Open it in Excel and save it as .xlsx or .csv."


def _is_image(start):
    is_webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    is_heic = start[4:8] == b"ftyp"
    is_bitmap = start[:2] == b"BM" and start[6:10] == b"\x00\x00\x00\x00"
    return is_webp or is_heic or is_bitmap or start.startswith(tuple(IMAGES))


KINDS = [
    (
        lambda start: b"%PDF-" in start[:1024],
        f"This is a PDF, whatever its name says. Ask for the spreadsheet it was made from, or copy its table into "
        f"Excel, {SAVE_AS}.",
    ),
    (_is_image, f"This is a picture, not a spreadsheet. Type its table into Excel, {SAVE_AS}."),
    (
        lambda start: start.startswith(tuple(PACKED)),
        "This is a packed archive. Unpack it and choose the .xlsx or .csv file inside.",
    ),
    (
        lambda start: start.startswith(b"{\\rtf"),
        f"This is a text document (.rtf). Copy its table into Excel, {SAVE_AS}.",
    ),
    (
        lambda start: start.startswith(b"SQLite format 3"),
        "This is a database. Export the table as .csv and choose that.",
    ),
    (EXCEL_XML.match, f"This is an older Excel file (XML). Open it in Excel, {SAVE_AS}."),
    (PAGE.match, f"This is a web page, whatever its name says. Open it in Excel, {SAVE_AS}."),
    (XML.match, "This is an XML file, not a spreadsheet. Ask its publisher for a .xlsx or .csv file."),
    (JSON.match, "This is a JSON file, not a spreadsheet. Ask its publisher for a .xlsx or .csv file."),
]
