"""Workbooks and lists as people keep them: several sheets, merged cells, hidden rows, headings, no headers."""

import io

import openpyxl
import pytest

from partnerships.spreadsheets.reading import columns, rows

from .test_files_of_each_program import ods, ods_cell, ods_row, ods_table


def book(**sheets):
    """A workbook with these sheets, each a list of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return made


def saved(made):
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


PLACES = [["Name", "Postcode"], ["Sale Larder", "M33 7XG"]]
NOTES = [["Contact", "Email", "Version"], ["Data team", "data@council.example", "1.2"]]


def test_the_sheet_in_which_somebody_is_named_is_read_and_the_others_are_offered(read):
    table = read(saved(book(Notes=NOTES, List=PLACES, More=PLACES)), "list.xlsx")
    assert table.sheet_name == "List"
    assert [(other.sheet_name, len(other.rows)) for other in table.others] == [("Notes", 1), ("More", 1)]


def test_a_hidden_sheet_is_offered_but_not_taken(read):
    made = book(Old=PLACES, Notes=NOTES)
    made["Old"].sheet_state = "hidden"
    table = read(saved(made), "list.xlsx")
    assert (table.sheet_name, [other.is_hidden for other in table.others]) == ("Notes", [True])


MERGED = [
    ["Organisation", "Postcode", "Contact name"],
    ["Hale Hub", "WA15 8SN", "Mina"],
    ["", "", "Olu"],
    ["", "", "Ada"],
]


def merged_workbook():
    made = book(List=MERGED)
    made["List"].merge_cells("A2:A4")
    made["List"].merge_cells("B2:B3")
    return saved(made)


def merged_ods():
    lines = [ods_row(*map(ods_cell, cells)) for cells in MERGED]
    lines[1] = ods_row(
        ods_cell("Hale Hub", "table:number-rows-spanned='3'"),
        ods_cell("WA15 8SN", "table:number-rows-spanned='2'"),
        ods_cell("Mina"),
    )
    return ods(ods_table(*lines))


@pytest.mark.parametrize("made", [merged_workbook, merged_ods])
def test_a_merged_cell_fills_the_rows_below_it_as_a_suggestion(read, made):
    table = read(made(), "list.xlsx")
    assert table.merged == {3: {0: "Hale Hub", 1: "WA15 8SN"}, 4: {0: "Hale Hub"}}
    row = rows.prepare(table, columns.guess(table.headers))[1]
    assert (row.values["name"], row.values["postcode"], row.usable["name"]) == ("Hale Hub", "WA15 8SN", "")
    assert [(one["field"], one["after"], one["why"]) for one in row.repairs] == [
        ("name", "Hale Hub", rows.MERGED),
        ("postcode", "WA15 8SN", rows.MERGED),
    ]
    assert row.problems == []


def test_hidden_rows_are_marked(read):
    made = book(List=[*PLACES, ["Old Larder", "M33 1AA"]])
    made["List"].row_dimensions[3].hidden = True
    assert read(saved(made), "list.xlsx").asides == {3: "hidden"}
    lines = [ods_row(*map(ods_cell, cells)) for cells in PLACES]
    gone = ods_row(ods_cell("Old Larder"), ods_cell("M33 1AA"), about="table:visibility='filter'")
    assert read(ods(ods_table(*lines, gone)), "list.ods").asides == {3: "hidden"}


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("FAITH GROUPS,,\nSale Church,M33,a\nSCHOOLS,,\nSale School,M33,b", {2: "heading", 4: "heading"}),
        ("Sale Church,M33,a\nTotal,2,", {3: "total"}),
        ("Faith groups,,\nSale Church,M33,a\nHale Church,M33,b", {2: "heading"}),
        ("Sale Church,M33,a\n,,\nUrmston,,\nHale Church,M33,b", {4: "heading"}),
        ("Urmston:,,\nHale Church,M33,b", {2: "heading"}),
        ("Sale Church,M33,a\nHale Church,M33,b\nSource: the register of March,,", {4: "note"}),
        ("Sale Church,M33,a\nUrmston Pantry,,\nHale Church,M33,b", {}),
        ("SALE CHURCH,M33,a\nURMSTON PANTRY,,\nHALE CHURCH,M33,b", {}),
        ("Total Wellbeing,M33,a\nSource Youth Club,M33,b", {}),
        ("Sale Church,M33,a\nSale School,,", {}),
    ],
)  # fmt: skip
def test_headings_totals_and_notes_are_told_from_organisations(read, lines, found):
    assert read(f"Organisation,Postcode,Email\n{lines}\n".encode()).asides == found


def test_names_without_anything_else_are_no_headings(read):
    assert read(b"Name\nFaith groups\nTotal\nSchools\n").asides == {}


def test_a_list_without_headers_keeps_its_first_row_and_its_columns_are_understood(read):
    table = read(
        b'Hale Hub,"1 High Street, Sale",M33 1AA,mina@hub.example\n'
        b'Sale Larder,"2 Low Street, Sale",M33 2BB,ada@larder.example\n'
        b'Urmston Pantry,"3 Low Street, Sale",M33 2BC,olu@pantry.example\n'
    )
    assert (table.header_row, len(table.rows)) == (0, 3)
    assert columns.guess(table.headers, table.samples()) == {
        "Column A": "name",
        "Column B": "address",
        "Column C": "postcode",
        "Column D": "email",
    }


def test_only_columns_with_content_count_towards_the_limit(read):
    header = ["Company", *(f"Extra {n}" for n in range(90)), "Postcode"]
    line = ["Hale Hub", *[""] * 90, "M33 1AA"]
    table = read("\n".join(",".join(cells) for cells in (header, line)).encode())
    assert (table.headers, table.rows) == (["Company", "Postcode"], [(2, ["Hale Hub", "M33 1AA"])])
