"""Whole rows: what goes in, what is wrong, and which kind of body it is."""

import pytest

from partnerships.spreadsheets.reading.columns import guess
from partnerships.spreadsheets.reading.organisation_types import TYPES, guess_type, type_named
from partnerships.spreadsheets.reading.rows import NO_NAME, prepare, prepare_row


def prepared(sheet):
    return prepare(sheet, guess(sheet.headers, sheet.samples()))


def test_a_row_holds_what_was_found_what_goes_in_and_why(read):
    [row] = prepared(read(b"Name,Postcode,Phone,Email,Colour\nSALE PANTRY CIC,m336rx,0161,NA,red\n"))

    assert row.number == 2
    assert row.as_found == {"name": "SALE PANTRY CIC", "postcode": "m336rx", "phone": "0161", "email": "NA"}
    assert row.values == {
        "name": "Sale Pantry CIC",
        "postcode": "M33 6RX",
        "phone": "0161",
        "email": "",
        "type": "charity",
    }
    assert row.usable == {**row.values, "name": "SALE PANTRY CIC"}
    assert row.repairs == [
        {
            "field": "name",
            "before": "SALE PANTRY CIC",
            "after": "Sale Pantry CIC",
            "why": "Capital letters only where people put them",
            "is_tidying": False,
        },
        {
            "field": "postcode",
            "before": "m336rx",
            "after": "M33 6RX",
            "why": "Written in capital letters, spaced as usual",
            "is_tidying": True,
        },
    ]
    assert row.problems == [
        {
            "field": "phone",
            "problem": "“0161” has 4 digits; a UK number has 11, and starts with 0. It is kept as it was written.",
        }
    ]
    assert row.is_importable


@pytest.mark.parametrize("name", ["", "NA", "  "])
def test_a_row_without_a_name_is_a_problem_and_cannot_go_in(read, name):
    [row] = prepared(read(f"Name,Postcode\n{name},M33 6RX\n".encode()))

    assert row.problems == [{"field": "name", "problem": NO_NAME}]
    assert not row.is_importable


def test_a_name_too_long_is_one_problem_not_two(read):
    [row] = prepared(read(f"Name,Postcode\n{'x' * 300},M33 6RX\n".encode()))

    assert [problem["field"] for problem in row.problems] == ["name"]
    assert not row.is_importable


def test_a_row_of_nothing_but_null_words_is_empty_and_no_problem(read):
    row, _ = prepared(read(b"Name,Postcode,Colour\nNA,--,red\nA,M33 6RX,blue\n"))

    assert (row.is_empty, row.problems, row.is_importable) == (True, [], False)


def test_one_row_on_its_own_is_prepared_as_the_sheet_would(read):
    sheet = read(b"Name,Postcode\nA,m336rx\n")
    mapping = {"Name": "name", "Postcode": "postcode"}

    assert prepare(sheet, mapping) == [prepare_row(2, ["A", "m336rx"], sheet.headers, mapping)]


def test_columns_left_out_of_the_mapping_do_not_matter(read):
    [row] = prepare(read(b"Name,Postcode,Phone\nA,B,C\n"), {"Name": "name", "Postcode": None})

    assert row.values == {"name": "A", "type": ""}


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Nursing homes|Residential homes", "health-and-social-care"),
        ("Metropolitan district", "local-government"),
        ("NI district", "local-government"),
        ("Combined authority", "local-government"),
        ("Charitable company", "charity"),
        ("CIO", "charity"),
        ("Primary school", "education"),
        ("Place of worship", "faith-group"),
        ("Private company", "business"),
        ("Faith group", "faith-group"),
        ("volunteers-and-community", "volunteers-and-community"),
        ("Volunteers and community members", "volunteers-and-community"),
        ("Other", None),
        ("", None),
    ],
)
def test_a_type_column_is_read_in_its_publishers_words(text, slug):
    assert type_named(text) == slug


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"name": "Ashlands", "cqc_id": "1-3537785301"}, "health-and-social-care"),
        ({"name": "A", "ods_code": "P91016"}, "health-and-social-care"),
        ({"name": "Fife", "gss_code": "S12000047"}, "local-government"),
        ({"name": "Sale Pantry", "charity_number": "1180525"}, "charity"),
        ({"name": "Sale Methodist Church", "charity_number": "1180525"}, "faith-group"),
        ({"name": "Jamia Khizra Mosque", "charity_number": "1092049"}, "faith-group"),
        ({"name": "Cransley School Limited", "charity_number": "1180525"}, "education"),
        ({"name": "Friends of Rosebank School", "charity_number": "1180525"}, "charity"),
        ({"name": "Bowdon Church School Parent/Teacher Association", "charity_number": "1180525"}, "charity"),
        ({"name": "17th Sale Scout Group", "charity_number": "509583"}, "charity"),
        ({"name": "Sale Scout Council"}, "volunteers-and-community"),
        ({"name": "Derry City Council"}, "local-government"),
        ({"name": "London Borough of Brent"}, "local-government"),
        ({"name": "Park Medical Practice"}, "health-and-social-care"),
        ({"name": "Primrose Surgery"}, "health-and-social-care"),
        ({"name": "Sale Grammar School"}, "education"),
        ({"name": "Dance System CIC"}, "charity"),
        ({"name": "Company Name Limited", "company_number": "01234567"}, "business"),
        ({"name": "Urmston Depression Group"}, None),
        ({"name": "42nd Street"}, None),
        ({}, None),
    ],
)
def test_the_type_follows_from_evidence_or_not_at_all(values, slug):
    assert guess_type(values) == slug


def test_the_type_column_decides_and_a_legal_form_does_not_hide_a_church(read):
    rows = prepared(
        read(
            b"Name,Type,Charity number\nHale Chapel,CIO,1180525\nHale Chapel,Charity or non-profit,1180525\n"
            b"Hale Hub,Residential homes,1180525\nHale Hub,Other,1180525\nHale Hub,Other,\n"
        )
    )

    assert [(row.values["type"], row.type_from) for row in rows] == [
        ("faith-group", "evidence"),
        ("charity", "column"),
        ("health-and-social-care", "column"),
        ("charity", "evidence"),
        ("", ""),
    ]


def test_only_types_that_the_directory_has_are_given(read):
    sheet = read(b"Name,Type\nSale Hub,Residential homes\nHale Hub,Food bank\n")
    types = {"charity": TYPES["charity"], "food": "Food bank"}

    rows = prepare(sheet, {"Name": "name", "Type": "type"}, types)
    assert [row.values["type"] for row in rows] == ["", "food"]


def test_the_most_rows_a_file_may_have_are_prepared(read):
    line = b"SALE PANTRY OF URMSTON,m336rx,1614960123,www.example.org,1180525\n"
    sheet = read(b"Name,Postcode,Phone,Website,Charity number\n" + line * 20_000)
    assert len(prepared(sheet)) == 20_000
