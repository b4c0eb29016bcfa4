"""CSV and XLSX as people have them: encodings, separators, titles above the table, row numbers."""

import datetime
import io
import re
import zipfile

import openpyxl
import pytest

from partnerships.spreadsheets.reading import readers

TABLE = "Name,Town,Note\nCafé Sale,Sale,£5 – “tea”\nUrmston Pantry,Urmston,\n"
HEADERS = ["Name", "Town", "Note"]
ROWS = [(2, ["Café Sale", "Sale", "£5 – “tea”"]), (3, ["Urmston Pantry", "Urmston", ""])]


def workbook(*sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part_changed(data, name, change):
    """The same workbook with one part of its archive rewritten."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return changed.getvalue()


@pytest.mark.parametrize(
    ("codec", "mark", "encoding"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("cp1252", b"", "cp1252"),
        ("utf-16-le", b"\xff\xfe", "utf-16"),
        ("utf-16-be", b"\xfe\xff", "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
    ],
)
def test_every_encoding_gives_the_same_rows(read, codec, mark, encoding):
    sheet = read(mark + TABLE.encode(codec))

    assert (sheet.headers, sheet.rows, sheet.encoding) == (HEADERS, ROWS, encoding)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end_gives_the_same_rows(read, separator, line_end):
    sheet = read(TABLE.replace(",", separator).replace("\n", line_end).encode())

    assert (sheet.headers, sheet.rows, sheet.delimiter) == (HEADERS, ROWS, separator)


def test_commas_in_every_address_do_not_win_over_the_semicolon(read):
    sheet = read(b"name;address\nA;1 Road, Sale, M33\nB;2 Road, Sale, M33\nC;3 Road, Sale, M33\n")

    assert sheet.headers == ["name", "address"]
    assert sheet.rows[0] == (2, ["A", "1 Road, Sale, M33"])


def test_the_separator_that_excel_announces_is_believed(read):
    sheet = read(b"sep=;\nname;town\nA;Sale, M33\n")

    assert (sheet.header_row, sheet.rows) == (1, [(2, ["A", "Sale, M33"])])


def test_a_quoted_line_break_stays_in_its_cell_and_starts_no_row(read):
    sheet = read(b'name,address\r\nA,"1 Road\r\nSale"\r\nB,2 Road\r\n')

    assert sheet.rows == [(2, ["A", "1 Road\r\nSale"]), (3, ["B", "2 Road"])]


def test_headers_below_a_title_are_found_and_empty_rows_keep_the_numbers_people_see(read):
    sheet = read(
        b"Charities in Trafford\nUpdated,3 May 2026\n\nName,Postcode,Telephone\nA,M33 6RX,\n,,\n\nB,M41 5BU,1\n"
    )

    assert sheet.header_row == 4
    assert sheet.headers == ["Name", "Postcode", "Telephone"]
    assert sheet.rows == [(5, ["A", "M33 6RX", ""]), (8, ["B", "M41 5BU", "1"])]


def test_headers_that_nobody_knows_are_found_by_their_width(read):
    sheet = read(b"Liste\n\nalpha,beta,gamma,delta\n1,2,3,4\n5,6,7,8\n")

    assert (sheet.header_row, sheet.headers) == (3, ["alpha", "beta", "gamma", "delta"])


def test_a_row_of_group_headings_is_not_taken_for_the_headers(read):
    sheet = read(b"Organisation,,Contact,\nName,Postcode,Contact name,Contact email\nA,M33 6RX,Jo,jo@example.org\n")

    assert sheet.header_row == 2


def test_one_column_is_a_table(read):
    sheet = read(b"Name\nSale Pantry\nUrmston Pantry\n")

    assert (sheet.headers, len(sheet.rows)) == (["Name"], 2)


def test_short_rows_are_filled_and_long_rows_get_a_column(read):
    sheet = read(b"name,town\nA\nB,Sale,extra\nC,Urmston,\n")

    assert sheet.headers == ["name", "town", "Column C"]
    assert sheet.rows == [(2, ["A", "", ""]), (3, ["B", "Sale", "extra"]), (4, ["C", "Urmston", ""])]


def test_empty_and_repeated_headers_get_readable_distinct_names(read):
    sheet = read(b"name,Phone (2),,Phone,Phone\nA,1,2,3,4\n")

    assert sheet.headers == ["name", "Phone (2)", "Column C", "Phone", "Phone (3)"]


def test_columns_without_header_or_content_are_dropped(read):
    sheet = read(b",name,,town\n,A,,Sale\n,B,,Urmston\n")

    assert (sheet.headers, sheet.rows[0]) == (["name", "town"], (2, ["A", "Sale"]))


def test_a_workbook_gives_text_as_people_would_type_it(read):
    rows = [
        ["Name", "Population", "Founded", "Member", "Ratio", "Seen at", "Opens"],
        [
            "A",
            217232.0,
            datetime.date(2024, 3, 1),
            True,
            0.1 + 0.2,
            datetime.datetime(2024, 3, 1, 9, 30),
            datetime.time(9),
        ],
        [None, None, None, None, None, None, None],
        ["B", 7000000000030110.0, datetime.datetime(2024, 3, 1), False, -2.5, None, None],
    ]
    sheet = read(workbook(("Sheet1", rows)), name="renamed.csv")

    assert sheet.rows == [
        (2, ["A", "217232", "2024-03-01", "TRUE", "0.3", "2024-03-01 09:30", "09:00:00"]),
        (4, ["B", "7000000000030110", "2024-03-01", "FALSE", "-2.5", "", ""]),
    ]
    assert (sheet.sheet_name, sheet.encoding, sheet.delimiter) == ("Sheet1", "", "")


def test_a_formula_gives_the_value_that_was_last_shown(read):
    data = workbook(("Sheet1", [["Name", "Town"], ["A", '=UPPER("sale")']]))
    shown = with_part_changed(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<c r="B2"[^>]*>(<f>[^<]*</f>).*?</c>', rb'<c r="B2" t="str">\1<v>SALE</v></c>', xml),
    )

    assert read(shown).rows == [(2, ["A", "SALE"])]


def test_the_first_sheet_with_a_table_is_read(read):
    notes = [["About this file"], ["Updated monthly"], ["Ask the data team"]]
    table = [["Name", "Postcode"], ["A", "M33 6RX"]]
    sheet = read(workbook(("Empty", []), ("Read me", notes), ("Data", table), ("Older", table)))

    assert (sheet.sheet_name, sheet.rows) == ("Data", [(2, ["A", "M33 6RX"])])


@pytest.mark.parametrize("claim", [b"A1:XFD1048576", b"A1", b"A1:A2"])
def test_a_sheet_that_lies_about_its_size_is_read_for_what_it_holds(read, claim):
    data = workbook(("Sheet1", [["Name", "Town"], ["A", "Sale"]]))
    lying = with_part_changed(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"A1:B2", claim))
    assert read(lying).rows == [(2, ["A", "Sale"])]


def test_empty_cells_out_to_the_last_column_are_no_columns(read):
    data = workbook(("Sheet1", [["Name", "Town"], ["A", "Sale"]]))
    wide = with_part_changed(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</row>", b'<c r="XFD1" s="0"/></row>', 1)
    )

    assert read(wide).headers == ["Name", "Town"]


def test_escaped_characters_in_a_workbook_are_read(read):
    sheet = read(workbook(("Sheet1", [["Name", "Town"], ["A_x000D_\nB", "Sale"]])))

    assert sheet.rows == [(2, ["A\r\nB", "Sale"])]


def test_samples_are_the_values_that_say_something(read):
    sheet = read(b"name,town\nA,NA\nB,Sale\nC,--\nD,Urmston\n")

    assert sheet.samples(3) == {"name": ["A", "B", "C"], "town": ["Sale", "Urmston"]}


def test_the_fixtures_of_two_encodings_are_read(excerpts):
    sheets = {}
    for name in ("cp1252.csv", "bom.csv"):
        with (excerpts / name).open("rb") as file:
            sheets[name] = readers.read(file, name=name)

    assert (sheets["cp1252.csv"].encoding, sheets["bom.csv"].encoding) == ("cp1252", "utf-8-sig")
    assert "€" in sheets["cp1252.csv"].rows[0][1][0]
    assert (sheets["bom.csv"].headers, sheets["bom.csv"].rows) == (["Identifier", "Currency"], [(2, ["42", "GBP"])])


def test_the_most_rows_a_file_may_have_are_read(read):
    line = ",".join(["Sale Pantry", "M33 6RX", *["word"] * 18]) + "\n"
    data = (",".join(f"column {number}" for number in range(20)) + "\n" + line * 20_000).encode()
    assert len(read(data).rows) == 20_000
