"""The command line, on the published files where they are there and on their excerpts everywhere."""

import json
import os
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from partnerships.models import Area, Contact, Event, Identifier, ImportBatch, ImportRow, Organisation, RememberedColumn

ROOT = Path(__file__).resolve().parents[3]
WHOLE = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
# Excerpt → the whole file, which only some machines have
FILES = {
    "care_homes.csv": "trafford_care_homes.csv",
    "charities.csv": "trafford_charities.csv",
    "practices.csv": "trafford_general_practices.csv",
    "mental_health.csv": "trafford_mental_health_services.csv",
    "councils.csv": "uk_local_authorities.csv",
    "cp1252.csv": "encoding_cp1252.csv",
}
ALL_FILES = [
    *[ROOT / "tests" / "data" / name for name in FILES],
    *[path for name in FILES.values() if (path := WHOLE / name).exists()],
]
KEYS = ["rows", "created", "matched", "unchanged", "repaired", "errors", "columns"]

pytestmark = pytest.mark.django_db


def run(path, *options):
    """What the command printed last, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("import_organisations", str(path), *options, stdout=out, stderr=StringIO())
    except SystemExit as end:
        code = end.code
    return json.loads(out.getvalue().splitlines()[-1]), code


@pytest.fixture
def file(tmp_path):
    """`file("name\\nSale Larder")` is a path to such a file."""

    def write(content, name="organisations.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def counts():
    return [model.objects.count() for model in (Organisation, Identifier, Area, Contact)] + [
        model.history.count() for model in (Organisation, Identifier, Area, Contact)
    ]


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.name)
def test_a_file_of_organisations_goes_in_once_however_often_it_is_imported(path):
    first, code = run(path)
    assert (list(first), code) == (KEYS, 0)
    assert first["created"] == first["rows"] > 0
    before = counts()
    second, _ = run(path)
    assert counts() == before
    assert second == {**first, "created": 0, "unchanged": first["rows"]}


def test_a_dry_run_says_the_same_and_writes_nothing():
    path = ROOT / "tests" / "data" / "charities.csv"
    dry, _ = run(path, "--dry-run")
    assert [Organisation.objects.count(), ImportBatch.objects.count(), Event.objects.count()] == [0, 0, 0]
    assert dry == run(path)[0]


def test_every_value_arrives_where_it_belongs(file):
    path = file(
        "Organisation;Type;Postcode;Phone;Web;Charity no;Area;Area code;Contact name;Contact email;Closed on\n"
        "SALE LARDER;Charity;m33 7xg;0161 496 0123;www.example.org;1067000;Trafford;E0800009;Mina Patel;"
        "mina@example.org;01/04/2026\n"
    )
    told, _ = run(path)
    assert told["columns"] == {
        "Organisation": "name",
        "Type": "type",
        "Postcode": "postcode",
        "Phone": "phone",
        "Web": "website",
        "Charity no": "charity_number",
        "Area": "area",
        "Area code": "area_code",
        "Contact name": "contact_name",
        "Contact email": "contact_email",
        "Closed on": "ended_on",
    }
    larder = Organisation.objects.get()
    assert (larder.name, larder.type.slug, larder.postcode, larder.phone) == (
        "Sale Larder",
        "charity",
        "M33 7XG",
        "0161 496 0123",
    )
    assert (larder.website, f"{larder.ended_on}") == ("https://www.example.org", "2026-04-01")
    assert [(one.scheme, one.value) for one in larder.identifiers.all()] == [("charity", "1067000")]
    assert [(area.name, area.code) for area in larder.areas.all()] == [("Trafford", "E08000009")]
    assert [(one.name, one.email) for one in larder.contacts.all()] == [("Mina Patel", "mina@example.org")]


def test_a_bad_cell_is_told_and_a_row_without_a_name_is_left_out(file):
    told, code = run(file("Name,Post code,Town\nSale Larder,WA154 1HF,Sale\nNA,M33 7XG,Sale\n"))
    assert (told["rows"], told["created"], code) == (2, 1, 0)
    assert [(one["row"], one["column"]) for one in told["errors"]] == [(2, "Post code"), (3, "Name")]
    assert Organisation.objects.get().postcode == "WA154 1HF"
    assert ImportRow.objects.get(number=3).outcome == "refused"


def test_a_missing_name_column_is_refused_with_the_same_keys(file):
    told, code = run(file("Identifier,Currency\n42,GBP\n"))
    assert (list(told), code) == ([*KEYS, "refused"], 1)
    assert told["columns"] == {"Identifier": None, "Currency": None}
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 and so on", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Excel"),
        (b"name\n" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
        (b"", "is empty"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_and_writes_nothing(file, content, words):
    told, code = run(file(content))
    assert words in told["refused"]
    assert (code, told["rows"], ImportBatch.objects.count()) == (1, 0, 0)


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path):
    told, code = run(tmp_path / "nothing.csv")
    assert "cannot be opened" in told["refused"]
    assert code == 1


def test_a_workbook_goes_in_like_a_text_file(file):
    book = Workbook()
    book.active.append(["Organisation", "Postcode"])
    book.active.append(["Sale Larder", "M33 7XG"])
    stream = BytesIO()
    book.save(stream)
    assert run(file(stream.getvalue(), "organisations.xlsx"))[0]["created"] == 1


def test_two_bodies_of_one_name_stay_two_and_one_body_twice_becomes_one(file):
    path = file(
        "Name,Charity number,Postcode,Phone\n"
        "Urmston Theatre,1119510,M41 5BU,\n"
        "Urmston Theatre,1199397,M41 5BU,\n"
        "Sale Larder,,M33 7XG,\n"
        "SALE LARDER LTD,,m337xg,0161 496 0123\n"
    )
    told, _ = run(path)
    assert [told["created"], told["matched"], told["unchanged"]] == [3, 1, 0]
    assert Organisation.objects.get(name="Sale Larder").phone == "0161 496 0123"
    assert run(path)[0]["unchanged"] == 4


def test_a_renamed_organisation_is_found_again_by_the_same_file(file):
    path = file("Name,Postcode\nSale Larder,M33 7XG\n")
    run(path)
    Organisation.objects.update(name="Sale and Ashton Larder", name_key="sale ashton larder", postcode="")
    told, _ = run(path)
    assert (told["created"], Organisation.objects.count()) == (0, 1)


def test_the_command_speaks_for_nobody_and_remembers_no_columns(file):
    run(file("Name,Post code\nSale Larder,M33 7XG\n"))
    assert Event.objects.get(kind="import.applied").by_user is None
    assert RememberedColumn.objects.count() == 0
