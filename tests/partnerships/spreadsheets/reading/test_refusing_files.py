"""What is not imported, and the sentence that says what it is and what to do. Nothing is read halfway."""

import io
import itertools
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.spreadsheets.reading import ImportRefused, readers, tables

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def refusal(data, name="organisations.csv"):
    with pytest.raises(ImportRefused) as refused:
        readers.read(io.BytesIO(data), name=name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "what", "advice"),
    [
        (OLE, "older Excel file (.xls)", "save it as .xlsx or .csv"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password", "remove the password"),
        (OLE + "WordDocument".encode("utf-16-le"), "Word document", "Excel"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF", "spreadsheet it was made from"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture", "Excel"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture", "Excel"),
        (b"GIF89a\x01\x00", "picture", "Excel"),
        (b"<!DOCTYPE html>\n<html><table><tr><td>Name</td></tr></table>", "web page", "Open it in Excel"),
        (b"\xef\xbb\xbf  <html><body>", "web page", "Open it in Excel"),
        ("<html><body>".encode("utf-16"), "web page", "Open it in Excel"),
        (b'<?xml version="1.0"?><?mso-application?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
         "older Excel file", "save it as .xlsx or .csv"),
        (b'<?xml version="1.0"?><charities/>', "XML file", ".csv"),
        (b'[{"name": "Sale Pantry"}]', "JSON file", ".csv"),
        (b"{\\rtf1\\ansi Name}", "text document", "Excel"),
        (b"\x1f\x8b\x08\x00\x00", "packed archive", "Unpack"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}),
         "OpenDocument", "save that as .ods, .xlsx or .csv"),
        (archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
         "damaged", "save it again"),
        (archive({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "Word document", "Excel"),
        (archive({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), ".xlsb", "save it as .xlsx"),
        (archive({"charities.csv": "name\nA\n"}), "packed archive", "Unpack"),
        (b"name,town\x00\x01\x02\n\x00\x00\x07rubbish\x00\x00\x00", "not a spreadsheet we can read", "save it"),
        (b"name,town\nA,Sa\x00le\n" + b"B,Urmston\n" * 50, "not a spreadsheet we can read", "save it"),
        (bytes(range(1, 32)) * 20, "not a spreadsheet we can read", "save it"),
        (b"", "is empty", "row of headers"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty", "row of headers"),
        (b",,,\n,,\n", "is empty", "row of headers"),
        (b"name,postcode,telephone\n", "headers but no rows", "nothing to import"),
        (b"PK\x03\x04 and then nothing that unpacks", "damaged", "save it again"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_is_named_with_what_to_do(data, what, advice):
    sentence = refusal(data)

    assert what in sentence
    assert advice in sentence
    assert sentence.endswith(".")


def test_a_file_over_five_megabytes_is_refused_before_it_is_read():
    class Huge(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            self.taken += size if size >= 0 else len(self.getvalue())
            return super().read(size)

    file = Huge(b"name,town\n" + b"A,Sale\n" * 1_000_000)
    with pytest.raises(ImportRefused, match=r"“big\.csv” is larger than 5 MB"):
        readers.read(file, name="big.csv")
    assert file.taken == readers.MAX_BYTES + 1


def test_a_file_of_exactly_five_megabytes_is_read(read):
    line = b"Sale Pantry," + b"x" * 1_011 + b"\n"
    data = (b"name,note\n" + line * 6_000)[: readers.MAX_BYTES]
    assert len(read(data).rows) == 5_120


@pytest.mark.parametrize("count", [20_001, 400_000])
def test_more_than_twenty_thousand_rows_are_refused(count):
    assert "more than 20,000 rows" in refusal(b"name,town\n" + b"A,Sale\n" * count)


def test_reading_stops_at_the_limit_rather_than_at_the_end():
    rows = enumerate(itertools.repeat(["A", "Sale"], 50_000), start=1)

    with pytest.raises(ImportRefused, match="more than 20,000 rows"):
        tables.build(rows)
    assert next(rows)[0] < 20_100


def test_twenty_thousand_rows_under_a_title_are_read(read):
    assert len(read(b"Our list\n\nname,town\n" + b"A,Sale\n" * 20_000).rows) == 20_000


def test_more_than_sixty_columns_are_refused_and_sixty_are_read(read):
    wide = lambda count: (",".join(f"h{n}" for n in range(count)) + "\n" + ",".join("x" * count) + "\n").encode()  # noqa: E731

    assert len(read(wide(60)).headers) == 60
    assert "more than 60 columns with content" in refusal(wide(61))
    assert refusal(wide(257)).startswith("Row 1 has more than 256 columns")


def test_a_quotation_mark_left_open_is_named_with_its_row():
    assert "row 3" in refusal(b'name,town\nA,Sale\nB,"Urmston\nC,Sale\nD,Sale\n')
    assert "Row 3 cannot be read" in refusal(b'name,town\nA,Sale\nB,"Urmston\n' + b"C,Sale\n" * 20_000)


def test_a_stray_quotation_mark_inside_a_cell_is_only_text(read):
    assert read(b'name,size\nA,5" pipe\n').rows == [(2, ["A", '5" pipe'])]


def attempt(data):
    """What comes of reading this: a Sheet or a refusal. Anything else is raised."""
    try:
        return readers.read(io.BytesIO(data), name="any")
    except ImportRefused as refused:
        return refused


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_whatever_the_bytes_reading_raises_nothing_but_a_refusal(data):
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"name,town\n", b"name;town\n\x81"):
        result = attempt(start + data)
        if isinstance(result, ImportRefused):
            assert str(result)
        else:
            assert {len(cells) for _, cells in result.rows} == {len(set(result.headers))}


@settings(deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=500))
def test_whatever_the_text_reading_raises_nothing_but_a_refusal(text):
    assert str(attempt(text.encode()))
    assert str(attempt(text.encode("utf-16")))
