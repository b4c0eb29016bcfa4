"""CSV and its relatives: the encoding, the separator, the rows."""

import csv
import io
import itertools
import re
from collections import Counter

import charset_normalizer

from .refusals import ImportRefused

DELIMITERS = ",;\t|"
BOMS = [
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
]
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HINT = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
NOT_TEXT = (
    "This file is not a spreadsheet we can read. Open it in the program it comes from, save it as .xlsx or .csv, "
    "and choose that file."
)
WIDEST = 16_384
END = "\ue000end of file\ue000"


def decode(data):
    """The text of a CSV file and the name of its encoding."""
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), None) or _wide_encoding(data)
    try:
        text = data.decode(encoding or "utf-8")
        encoding = encoding or "utf-8"
    except UnicodeDecodeError:
        if encoding:
            raise ImportRefused(NOT_TEXT) from None
        text, encoding = _decode_single_byte(data)
    start = text[:20_000]
    if "\x00" in text or len(CONTROL.findall(start)) > len(start) / 100:
        raise ImportRefused(NOT_TEXT)
    return text, encoding


def _wide_encoding(data):
    """UTF-16 without its mark: in English text every second byte is then zero."""
    start = data[:4096]
    pairs = len(start) // 2
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.05:
        return "utf-16-be"
    return None


def _decode_single_byte(data):
    """Windows-1252 is what Excel writes in Britain, so it goes first; a detector often misjudges short text."""
    if b"\x00" in data:
        raise ImportRefused(NOT_TEXT)
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(data[:100_000]).best()
    try:
        return data.decode(best.encoding), best.encoding
    except (AttributeError, UnicodeDecodeError):
        raise ImportRefused(NOT_TEXT) from None


def find_delimiter(text):
    """(separator, text), the text without Excel's `sep=;` line if it has one."""
    if hint := HINT.match(text):
        return hint[1], text[hint.end() :]
    scores = {delimiter: _evenness(text[:200_000], delimiter) for delimiter in DELIMITERS}
    return max(scores, key=scores.get), text


def _evenness(text, delimiter):
    """(how large a share of the first rows has the commonest width, that width); a width of one counts for nothing."""
    try:
        rows = list(itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 100))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (count / widths.total(), width) if width > 1 else (0, 0)


def numbered_rows(text, delimiter):
    """(row number, cells) for each row, numbered as a spreadsheet shows them: a quoted line break starts no row."""
    lines = itertools.chain(_narrow(io.StringIO(text, newline=""), delimiter), [END])
    reader = csv.reader(lines, delimiter=delimiter)
    number, cells = 0, None
    try:
        for number, cells in enumerate(reader, start=1):
            if cells != [END]:
                yield number, _without_end(cells, number)
    except csv.Error:
        raise ImportRefused(
            f'Row {number + 1} cannot be read. Most likely a quotation mark (") in it is opened and never closed. '
            "Correct it in the file and choose it again."
        ) from None


def _narrow(lines, delimiter):
    """The lines, as long as none is wider than any spreadsheet program writes."""
    for line in lines:
        if line.count(delimiter) > WIDEST:
            raise ImportRefused("This file has a row of more than 16,384 cells, so it is not a table we can read.")
        yield line


def _without_end(cells, number):
    """The end swallowed by a cell means that a quotation mark was still open when the file ended."""
    if cells and cells[-1].endswith(END):
        raise ImportRefused(
            f'A quotation mark (") in row {number} is opened and never closed, so the rows after it cannot be told '
            "apart. Correct it in the file and choose it again."
        )
    return cells
