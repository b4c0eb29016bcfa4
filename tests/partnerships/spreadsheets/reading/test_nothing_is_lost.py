"""What has no place of its own goes into the notes, and a column of dates has one order."""

import pytest

from partnerships.spreadsheets.reading.columns import guess
from partnerships.spreadsheets.reading.rows import KEPT, NOTED, prepare


def prepared(sheet):
    return prepare(sheet, guess(sheet.headers, sheet.samples()))


@pytest.mark.parametrize(
    ("column", "cell", "note"),
    [
        ("Phone", "0161 496 0001 / 07700 900001", "Phone: 0161 496 0001 / 07700 900001"),
        ("Phone", "ask at the desk", "Phone: ask at the desk"),
        ("Postcode", "Sale M33 6RX", "Postcode: Sale M33 6RX"),
        ("Type", "Social prescribers", "Type: Social prescribers"),
        ("Company number", "CE00571", "Company number: CE00571"),
        ("Email", "jo@hub.example; al@hub.example", "E-mail address: jo@hub.example; al@hub.example"),
        ("Website", "our page", "Website: our page"),
    ],
)
def test_what_fits_no_field_goes_into_the_notes_as_it_was_written(read, column, cell, note):
    [row] = prepared(read(f"Name,{column}\nSale Hub,{cell}\n".encode()))

    assert row.values["notes"] == row.usable.get("notes", note) == note
    assert row.repairs or row.problems[0]["problem"].endswith(NOTED)


def test_notes_of_a_file_stand_before_what_was_put_beside_them(read):
    [row] = prepared(read(b"Name,Notes,Type\nSale Hub,Open on Mondays,Social prescribers\n"))

    assert row.values["notes"] == "Open on Mondays\nType: Social prescribers"


def test_a_number_that_is_kept_needs_no_note_and_says_so(read):
    [row] = prepared(read(b"Name,Phone,Type\nSale Hub,0161,Other\n"))

    assert (row.values["phone"], row.values.get("notes")) == ("0161", None)
    assert [problem["problem"].endswith(KEPT) for problem in row.problems] == [True]


@pytest.mark.parametrize(
    ("others", "day", "why"),
    [
        ("25/03/2021", "2021-04-03", "Read as day, month, year"),
        ("03/25/2021", "2021-03-04", "Read as month, day, year, as other dates of this column must be"),
        ("25/03/2021\nC,03/25/2021", "2021-04-03", "Read as day, month, year; other dates of this column have"),
    ],
)
def test_a_date_is_read_in_the_order_of_its_column(read, others, day, why):
    row = prepared(read(f"Name,Closed on\nA,03/04/2021\nB,{others}\n".encode()))[0]

    assert row.values["ended_on"] == day
    assert row.repairs[0]["why"].startswith(why)


def test_columns_left_out_of_a_wide_table_are_told(read):
    headers = ",".join(f"Custom {count}" for count in range(70))
    sheet = read(f"Name,{headers}\nSale Hub,x\n".encode())

    assert (len(sheet.headers), sheet.left_out[0], len(sheet.left_out)) == (2, "Custom 1", 69)
