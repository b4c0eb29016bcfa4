"""Workbooks that are damaged, locked, or made to do harm: refused before anything is unpacked."""

import contextlib
import io
import random
import string
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.spreadsheets.reading import ImportRefused, readers

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(sheet, sheets=1, **others):
    """The smallest XLSX file with this XML in its one worksheet part, named `sheets` times in the workbook."""
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f"<sst {MAIN}/>",
            **others,
        }
    )


def cell(text, place=""):
    return f'<c {place} t="inlineStr"><is><t>{text}</t></is></c>'


def worksheet(rows):
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


SMALL_SHEET = worksheet(f"<row>{cell('Name')}{cell('Town')}</row><row>{cell('A')}{cell('Sale')}</row>")


def archive(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def refusal(data):
    with pytest.raises(ImportRefused) as refused:
        readers.read(io.BytesIO(data), name="organisations.xlsx")
    return str(refused.value)


def test_the_workbook_these_tests_spoil_is_read_when_it_is_not_spoilt(read):
    assert read(workbook(SMALL_SHEET)).rows == [(2, ["A", "Sale"])]


def test_more_than_sixty_columns_with_content_in_a_workbook_are_refused():
    row = f"<row>{cell('x') * 61}</row>"

    assert "more than 60 columns with content" in refusal(workbook(worksheet(row * 2)))


def test_more_than_twenty_thousand_rows_in_a_workbook_are_refused():
    row = f"<row>{cell('A')}{cell('Sale')}</row>"

    assert "more than 20,000 rows" in refusal(workbook(worksheet(row * 20_002)))


def repacked(data, compression):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", compression) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return file.getvalue()


def padding(size):
    """Text that is packed a hundredfold: enough to hide behind, too little to be conspicuous by itself."""
    block = "<!--" + "".join(random.Random(1).choices(string.ascii_letters, k=800)) + "-->" + " " * 60_000
    return block * (size // len(block))


BOMBS = {
    "one part that unpacks to more than we unpack": lambda: workbook(worksheet(padding(70_000_000))),
    "a part packed far too tightly": lambda: workbook(worksheet(" " * 3_000_000)),
    "shared strings beyond reason": lambda: workbook(
        SMALL_SHEET, **{"xl/sharedStrings.xml": f"<sst {MAIN}>{padding(40_000_000)}</sst>"}
    ),
    "half a million shared strings": lambda: workbook(
        SMALL_SHEET,
        **{"xl/sharedStrings.xml": f"<sst {MAIN}>{''.join(f'<si><t>{n}</t></si>' for n in range(450_000))}</sst>"},
    ),
    "thousands of parts": lambda: workbook(SMALL_SHEET, **{f"xl/media/{number}.txt": "" for number in range(1_100)}),
    "half a million cells in one row": lambda: workbook(
        worksheet("<row>" + "".join(f'<c s="{n}"/>' for n in range(500_000)))
    ),
    "one sheet under many names": lambda: workbook(SMALL_SHEET, sheets=40),
    "a row beyond the last": lambda: workbook(worksheet(f"<row r='999999999'>{cell('A')}</row>")),
    "entities that multiply": lambda: workbook(
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + worksheet("<row>&b;</row>")
    ),
    "entities in the list of strings": lambda: workbook(
        SMALL_SHEET, **{"xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY a "a">]><sst/>'}
    ),
    "styles too large to read whole": lambda: workbook(
        SMALL_SHEET, **{"xl/styles.xml": "<styleSheet>" + "".join(f'<xf a="{n * 7919}"/>' for n in range(400_000))}
    ),
    "a long part used as something else": lambda: workbook(
        SMALL_SHEET,
        **{
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="r1" '
            f'Type="{OFFICE}/chartsheet" Target="worksheets/sheet1.xml"/></Relationships>'
        },
    ),
    "one tag of megabytes": lambda: workbook(
        "<worksheet " + " ".join(f'a{n}="{n * 7919}"' for n in range(200_000)) + "/>"
    ),
    "a packing that takes much memory to unpack": lambda: repacked(workbook(SMALL_SHEET), zipfile.ZIP_LZMA),
    "elements nested without end": lambda: workbook("<x>" * 5_000),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_workbook_made_to_do_harm_is_refused_before_it_is_opened(kind):
    data = BOMBS[kind]()
    sentence = refusal(data)

    assert "we did not open it" in sentence


def test_an_encrypted_archive_asks_for_the_password_to_be_removed():
    data = bytearray(workbook(SMALL_SHEET))
    for signature, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        data[at + flags] |= 1

    assert "password" in refusal(bytes(data))


def test_a_damaged_workbook_is_refused_in_words():
    whole = workbook(SMALL_SHEET)
    spoilt = whole.replace(b"xl/workbook.xml", b"xl/workbxxk.xml")

    for data in (whole[:300], whole[:-30], spoilt, workbook("<worksheet><sheetData><row><c t='s'><v>99</v></c></row>")):
        assert "damaged" in refusal(data)


@settings(deadline=None)
@given(st.data())
def test_a_workbook_with_any_byte_changed_is_read_or_refused(data):
    whole = bytearray(workbook(SMALL_SHEET))
    for _ in range(data.draw(st.integers(1, 5))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ImportRefused):
        readers.read(io.BytesIO(bytes(whole)), name="any.xlsx")
