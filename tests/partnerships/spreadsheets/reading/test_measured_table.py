"""The counts that were measured on the published files, and the same rules on the excerpts that every clone has.

Each cell falls into one drawer: right as found, right after tidying, right after a guess, nothing known, or left bad.
"""

from collections import Counter

import pytest

from partnerships.directory.cleaning.clean import clean
from partnerships.spreadsheets.reading import readers
from partnerships.spreadsheets.reading.columns import guess
from partnerships.spreadsheets.reading.rows import prepare


def sheet_in(folder, name):
    with (folder / name).open("rb") as file:
        return readers.read(file, name=name)


def drawers(folder, name, field):
    sheet = sheet_in(folder, name)
    columns = guess(sheet.headers, sheet.samples())
    place = list(columns.values()).index(field)
    return Counter(drawer(clean(field, cells[place])) for _, cells in sheet.rows)


def drawer(cleaned):
    if cleaned.is_null:
        return "nothing"
    if cleaned.problem:
        return "bad"
    if not cleaned.repairs:
        return "as found"
    return "tidied" if all(step.is_tidying for step in cleaned.repairs) else "guessed"


def problems(folder, name):
    """Without the words of a type column that are none of our types."""
    sheet = sheet_in(folder, name)
    rows = prepare(sheet, guess(sheet.headers, sheet.samples()))
    return [
        (problem["field"], row.as_found[problem["field"]])
        for row in rows
        for problem in row.problems
        if problem["field"] != "type"
    ]


@pytest.mark.parametrize(
    ("name", "field", "counts"),
    [
        ("trafford_charities.csv", "postcode", {"as found": 652, "tidied": 82, "guessed": 1, "nothing": 1}),
        ("trafford_charities.csv", "company_number", {"as found": 182, "nothing": 553, "bad": 1}),
        ("trafford_charities.csv", "charity_number", {"as found": 736}),
        ("trafford_mental_health_services.csv", "postcode", {"as found": 59, "bad": 1}),
        ("trafford_care_homes.csv", "area_code", {"guessed": 56}),
        ("trafford_care_homes.csv", "phone", {"guessed": 54, "nothing": 2}),
        ("trafford_care_homes.csv", "cqc_id", {"as found": 56}),
        ("trafford_general_practices.csv", "postcode", {"as found": 26}),
        ("uk_local_authorities.csv", "gss_code", {"as found": 445, "nothing": 25}),
        ("uk_local_authorities.csv", "ended_on", {"as found": 73, "nothing": 397}),
    ],
)
def test_the_measured_counts_hold_on_the_whole_files(whole_files, name, field, counts):
    assert drawers(whole_files, name, field) == counts


@pytest.mark.parametrize(
    ("name", "field", "counts"),
    [
        ("charities.csv", "postcode", {"as found": 19, "tidied": 6, "guessed": 1, "nothing": 1}),
        ("charities.csv", "company_number", {"as found": 5, "nothing": 21, "bad": 1}),
        ("charities.csv", "charity_number", {"as found": 27}),
        ("mental_health.csv", "postcode", {"as found": 6, "bad": 1}),
        ("care_homes.csv", "area_code", {"guessed": 6}),
        ("care_homes.csv", "phone", {"guessed": 5, "nothing": 1}),
        ("practices.csv", "phone", {"as found": 3}),
        ("councils.csv", "gss_code", {"as found": 7, "nothing": 1}),
        ("councils.csv", "ended_on", {"as found": 2, "nothing": 6}),
    ],
)
def test_the_same_rules_hold_on_the_excerpts(excerpts, name, field, counts):
    assert drawers(excerpts, name, field) == counts


def test_what_stays_wrong_in_the_excerpts_is_exactly_this(excerpts):
    assert problems(excerpts, "charities.csv") == [
        ("company_number", "CE00571"),
        ("phone", "016149600129"),
        ("phone", "0161"),
        ("phone", "0161496001"),
    ]
    assert problems(excerpts, "mental_health.csv") == [("postcode", "WA154 1HF")]
    for name in ("care_homes.csv", "practices.csv", "councils.csv", "cp1252.csv"):
        assert problems(excerpts, name) == []


def test_what_stays_wrong_in_the_whole_files_is_exactly_this(whole_files):
    assert problems(whole_files, "trafford_charities.csv") == [
        ("phone", "0161"),
        ("phone", "0169198697"),
        ("phone", "0160617783"),
        ("website", "quakermeetinghouseparkroad.m336wx"),
        ("phone", "012049842230"),
        ("phone", "0794031730"),
        ("phone", "0152408618"),
        ("phone", "079503898246"),
        ("company_number", "CE00571"),
        ("phone", "0125415063"),
        ("phone", "00000976"),
    ]
    assert problems(whole_files, "trafford_mental_health_services.csv") == [("postcode", "WA154 1HF")]
    for name in ("trafford_care_homes.csv", "trafford_general_practices.csv", "uk_local_authorities.csv"):
        assert problems(whole_files, name) == []


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("trafford_charities.csv", 736),
        ("trafford_care_homes.csv", 56),
        ("trafford_mental_health_services.csv", 60),
        ("trafford_general_practices.csv", 26),
        ("uk_local_authorities.csv", 470),
        ("encoding_cp1252.csv", 2),
    ],
)
def test_every_row_of_every_whole_file_can_go_in(whole_files, name, count):
    sheet = sheet_in(whole_files, name)
    rows = prepare(sheet, guess(sheet.headers, sheet.samples()))

    assert (len(rows), sum(row.is_importable for row in rows)) == (count, count)


def test_row_numbers_are_those_of_the_spreadsheet(excerpts):
    sheet = sheet_in(excerpts, "mental_health.csv")
    rows = prepare(sheet, guess(sheet.headers, sheet.samples()))

    assert [row.number for row in rows if row.problems] == [6]


def test_the_types_of_the_excerpts_follow_their_evidence(excerpts):
    kinds = {}
    for name in ("care_homes.csv", "practices.csv", "councils.csv", "charities.csv"):
        sheet = sheet_in(excerpts, name)
        kinds[name] = Counter(row.values["type"] for row in prepare(sheet, guess(sheet.headers, sheet.samples())))

    assert kinds == {
        "care_homes.csv": {"health-and-social-care": 6},
        "practices.csv": {"health-and-social-care": 3},
        "councils.csv": {"local-government": 8},
        "charities.csv": {"charity": 23, "faith-group": 4},
    }
