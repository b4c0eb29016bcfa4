"""Workbooks put together as Calc, Excel, Google Sheets and Numbers do it: the same list, each with what they add."""

import pytest

from .test_refusing_workbooks import MAIN, OFFICE, RELATIONSHIPS, archive, cell, refusal, worksheet

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MIME = "application/vnd.openxmlformats-officedocument"
LIST = [["Name", "Postcode"], ["Sale Larder", "M33 7XG"], ["Hale Hub", "WA15 8SN"]]
COMMENTS = (
    f'<comments {MAIN}><authors><author>Olu</author></authors><commentList><comment ref="A2" authorId="0">'
    "<text><r><t>moved in May</t></r></text></comment></commentList></comments>"
)
DRAWING = '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
NOTE = '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="shape_0" type="#_x0000_t202"/></xml>'
OF_SHEET = {
    "hyperlink": "https://larder.example",
    "comments": "../comments1.xml",
    "vmlDrawing": "../drawings/vmlDrawing1.vml",
}
EXPORT_SUMMARY = [
    ["This document was exported from Numbers. Each table was converted to an Excel worksheet."],
    ["Numbers Sheet Name", "Numbers Table Name", "Excel Worksheet Name"],
    ["Sheet 1"],
    ["", "Table 1", "Sheet 1"],
]


def relationships(targets, kind_before=OFFICE):
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{kind_before}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{links}</Relationships>'


def sheet(rows, after=""):
    body = "".join(f"<row>{''.join(map(cell, cells))}</row>" for cells in rows)
    return worksheet(body).replace("</worksheet>", f"{after}</worksheet>")


def workbook(sheets, of_first, parts, overrides):
    """An XLSX file. `sheets` are {name: xml}, `of_first` what the first one points to, `overrides` {part: its type}."""
    names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, start=1))
    pages = {f"xl/worksheets/sheet{n}.xml": xml for n, xml in enumerate(sheets.values(), start=1)}
    types = {
        "xl/workbook.xml": f"{MIME}.spreadsheetml.sheet.main+xml",
        **dict.fromkeys(pages, f"{MIME}.spreadsheetml.worksheet+xml"),
        **overrides,
    }
    said = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in types.items())
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}">{said}</Types>',
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relationships([("worksheet", page.removeprefix("xl/")) for page in pages]),
            "xl/worksheets/_rels/sheet1.xml.rels": relationships(of_first),
            **pages,
            **parts,
        }
    )


def by_calc():
    """It gives every part a type of its own, those of relationships too."""
    link = f'<hyperlinks xmlns:r="{OFFICE}"><hyperlink ref="A2" r:id="rId1"/></hyperlinks>'
    return workbook(
        {"Sheet1": sheet(LIST, link)},
        OF_SHEET.items(),
        {"xl/comments1.xml": COMMENTS, "xl/drawings/vmlDrawing1.vml": NOTE},
        {
            "xl/_rels/workbook.xml.rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xl/worksheets/_rels/sheet1.xml.rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xl/comments1.xml": f"{MIME}.spreadsheetml.comments+xml",
            "xl/drawings/vmlDrawing1.vml": f"{MIME}.vmlDrawing",
        },
    )


def by_excel():
    """A table, a threaded comment and the printer's settings stand beside the sheet."""
    beside = [*OF_SHEET.items(), ("table", "../tables/table1.xml"), ("printerSettings", "../printerSettings/p1.bin")]
    return workbook(
        {"Partners": sheet(LIST)},
        [*beside, ("threadedComment", "../threadedComments/threadedComment1.xml")],
        {
            "xl/comments1.xml": COMMENTS,
            "xl/drawings/vmlDrawing1.vml": NOTE,
            "xl/tables/table1.xml": f'<table {MAIN} id="1" name="T" ref="A1:B3"/>',
            "xl/printerSettings/p1.bin": "\x01\x02",
            "xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>",
        },
        {"xl/comments1.xml": f"{MIME}.spreadsheetml.comments+xml"},
    )


def by_google():
    """A drawing beside every sheet, and a thousand empty rows below the list."""
    empty = [["", ""]] * 1_000
    return workbook(
        {"Sheet1": sheet(LIST + empty)},
        [("drawing", "../drawings/drawing1.xml"), ("hyperlink", "https://larder.example")],
        {"xl/drawings/drawing1.xml": DRAWING},
        {"xl/drawings/drawing1.xml": f"{MIME}.drawing+xml"},
    )


def by_numbers():
    """A summary of the export goes first, and each table has its title above the headers."""
    sheets = {"Export Summary": sheet(EXPORT_SUMMARY), "Sheet 1": sheet([["Table 1"], *LIST])}
    return workbook(sheets, [("hyperlink", "#'Sheet 1'!R1C1")], {}, {})


@pytest.mark.parametrize("made", [by_calc, by_excel, by_google, by_numbers])
def test_a_workbook_is_read_whichever_program_saved_it(read, made):
    table = read(made(), "list.xlsx")

    assert table.headers == LIST[0]
    assert [cells for _, cells in table.rows] == LIST[1:]


NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)


def ods(tables, styles="", **others):
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content, **others})


def ods_cell(text, about=""):
    return f"<table:table-cell {about}><text:p>{text}</text:p></table:table-cell>"


def ods_row(*cells, about=""):
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def ods_table(*rows, name="Sheet1", about=""):
    return f'<table:table table:name="{name}" {about}>{"".join(rows)}</table:table>'


HEADER = ods_row(ods_cell("Name"), ods_cell("Notes"), ods_cell("Closed on"))


def test_an_ods_file_gives_the_text_that_a_person_typed(read):
    note = "<office:annotation><text:p>moved in May</text:p></office:annotation>"
    linked = (
        '<text:a xlink:href="https://larder.example" xmlns:xlink="http://www.w3.org/1999/xlink">Sale Larder</text:a>'
    )
    typed = ods_row(
        f"<table:table-cell>{note}<text:p>{linked}</text:p></table:table-cell>",
        "<table:table-cell><text:p>One<text:s text:c='2'/>two</text:p><text:p>three</text:p></table:table-cell>",
        ods_cell("1 Mar 24", "office:value-type='date' office:date-value='2024-03-01'"),
    )
    numbers = ods_row(
        ods_cell("Hale Hub"),
        ods_cell("1,067,000.00", "office:value-type='float' office:value='1067000'"),
        ods_cell("TRUE", "office:value-type='boolean' office:boolean-value='true'"),
    )

    assert read(ods(ods_table(HEADER, typed, numbers)), "list.ods").rows == [
        (2, ["Sale Larder", "One  two\nthree", "2024-03-01"]),
        (3, ["Hale Hub", "1067000", "TRUE"]),
    ]


def test_rows_and_cells_that_an_ods_file_writes_once_are_read_as_often_as_they_are_meant(read):
    blank = "<table:table-cell table:number-columns-repeated='{}'/>"
    rows = [
        ods_row(blank.format(16_384), about="table:number-rows-repeated='2'"),
        ods_row(ods_cell("Name"), ods_cell("Notes"), ods_cell("Closed on"), blank.format(16_381)),
        ods_row(ods_cell("Sale Larder", "table:number-columns-repeated='2'"), about="table:number-rows-repeated='2'"),
        ods_row(blank.format(16_384), about="table:number-rows-repeated='1048000'"),
    ]

    table = read(ods(ods_table(*rows)), "list.ods")
    assert (table.header_row, table.headers) == (3, ["Name", "Notes", "Closed on"])
    assert table.rows == [(4, ["Sale Larder", "Sale Larder", ""]), (5, ["Sale Larder", "Sale Larder", ""])]


def test_a_hidden_sheet_of_an_ods_file_comes_last(read):
    hidden = "<style:style style:name='ta2'><style:table-properties table:display='false'/></style:style>"
    lists = ods_table(HEADER, ods_row(ods_cell("Old")), name="Old", about="table:style-name='ta2'")

    table = read(ods(lists + ods_table(HEADER, ods_row(ods_cell("New")), name="New"), hidden), "list.ods")
    assert (table.sheet_name, table.rows) == ("New", [(2, ["New", "", ""])])


LETTERS = "x" * 4_000
ODS_BOMBS = {
    "rows that multiply": ods_row(
        ods_cell(LETTERS, "table:number-columns-repeated='60'"), about="table:number-rows-repeated='1000'"
    ),
    "cells that multiply": ods_row(*["<table:table-cell/>"] * 200_000),
    "elements nested without end": ods_row(ods_cell("<text:span>" * 200 + "</text:span>" * 200)),
}


@pytest.mark.parametrize("kind", ODS_BOMBS)
def test_an_ods_file_made_to_do_harm_is_refused(kind):
    assert "we did not open it" in refusal(ods(ods_table(HEADER, ODS_BOMBS[kind])))


def test_an_ods_file_with_entities_is_refused():
    whole = ods(ods_table(HEADER), **{"settings.xml": '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})
    assert "we did not open it" in refusal(whole)


def test_a_locked_ods_file_asks_for_the_password_to_be_removed():
    manifest = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    assert "remove the password" in refusal(ods("", **{"META-INF/manifest.xml": manifest}))


@pytest.mark.parametrize(
    ("times", "words"), [(61, "more than 60 columns with content"), (257, "more than 256 columns")]
)
def test_too_many_columns_of_an_ods_file_are_refused(times, words):
    wide = ods_row(ods_cell("far", f"table:number-columns-repeated='{times}'"))
    assert words in refusal(ods(ods_table(HEADER, wide)))


def test_a_long_ods_file_is_read(read):
    row = ods_row(ods_cell("Sale Larder"), *[ods_cell("x")] * 8)
    assert len(read(ods(ods_table(HEADER, row * 10_000)), "list.ods").rows) == 10_000
