"""What a stranger's headers mean."""

import pytest

from partnerships.spreadsheets.reading import columns, readers
from partnerships.spreadsheets.reading.columns import FIELDS, guess, header_key, is_known_header


def guessed(folder, name):
    """{header: field} of the mapped columns of a file."""
    with (folder / name).open("rb") as file:
        sheet = readers.read(file, name=name)
    return {header: field for header, field in guess(sheet.headers, sheet.samples()).items() if field}


CHARITIES = {
    "registered_charity_number": "charity_number",
    "charity_company_registration_number": "company_number",
    "charity_name": "name",
    "charity_type": "type",
    "charity_activities": "description",
    "charity_contact_address": "address",
    "charity_contact_postcode": "postcode",
    "charity_contact_phone": "phone",
    "charity_contact_email": "email",
    "charity_contact_web": "website",
}
CARE_HOMES = {
    "name": "name",
    "cqc_id": "cqc_id",
    "type": "type",
    "address": "address",
    "postcode": "postcode",
    "telephone": "phone",
    "website": "website",
    "area_name": "area",
    "area_code": "area_code",
}
MENTAL_HEALTH = {
    "name": "name",
    "description": "description",
    "address": "address",
    "postcode": "postcode",
    "telephone": "phone",
    "website": "website",
}
PRACTICES = {"name": "name", "address": "address", "postcode": "postcode", "telephone": "phone"}
COUNCILS = {
    "official-name": "name",
    "gss-code": "gss_code",
    "end-date": "ended_on",
    "region": "area",
    "local-authority-type-name": "type",
    "notes": "notes",
}
GRANTS = {"Recipient Org:Name": "name", "Recipient Org:Company Number": "company_number", "Recipient Org:City": "area"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("charities.csv", CHARITIES),
        ("care_homes.csv", CARE_HOMES),
        ("mental_health.csv", MENTAL_HEALTH),
        ("practices.csv", PRACTICES),
        ("councils.csv", COUNCILS),
        ("cp1252.csv", GRANTS),
        ("bom.csv", {}),
    ],
)
def test_the_columns_of_every_excerpt_are_understood(excerpts, name, expected):
    assert guessed(excerpts, name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("trafford_charities.csv", CHARITIES),
        ("trafford_care_homes.csv", CARE_HOMES),
        ("trafford_mental_health_services.csv", MENTAL_HEALTH),
        ("trafford_general_practices.csv", PRACTICES),
        ("uk_local_authorities.csv", COUNCILS),
        ("encoding_cp1252.csv", GRANTS),
        ("encoding_bom.csv", {}),
    ],
)
def test_the_columns_of_every_whole_file_are_understood(whole_files, name, expected):
    assert guessed(whole_files, name) == expected


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Organisation Name", "name"),
        ("PRACTICE_NAME", "name"),
        ("EstablishmentName", "name"),
        ("Adress", "address"),
        ("Post Code", "postcode"),
        ("E-Mail Address:", "email"),
        ("Telehpone", "phone"),
        ("Tel. No.", "phone"),
        ("Web Address", "website"),
        ("Local Authority", "area"),
        ("lad23cd", "area_code"),
        ("Charity No", "charity_number"),
        ("Companies House number", "company_number"),
        ("Location ID", "cqc_id"),
        ("ODS Code", "ods_code"),
        ("UPRN", "uprn"),
        ("Main contact", "contact_name"),
        ("What they offer", "strengths"),
        ("Support needed", "needs"),
        ("Beneficiaries", "people_served"),
        ("Date closed", "ended_on"),
        ("Notes", "notes"),
        ("Longitude", None),
        ("Funding Org:Name", None),
        ("Date of registration", None),
    ],
)
def test_a_header_alone_is_understood_or_left_out(header, field):
    assert guess([header]) == {header: field}


def test_each_field_is_given_once_to_the_column_that_fits_best():
    columns = guess(["Nice name", "Name", "Mobile", "Telephone", "Phone"])

    assert columns == {"Nice name": None, "Name": "name", "Mobile": None, "Telephone": None, "Phone": "phone"}


def test_a_contact_without_a_name_is_the_organisation_itself():
    assert guess(["Name", "Contact email", "Contact phone"]) == {
        "Name": "name",
        "Contact email": "email",
        "Contact phone": "phone",
    }
    assert guess(["Name", "Contact name", "Contact email"])["Contact email"] == "contact_email"
    assert guess(["Name", "Email", "Contact email"])["Contact email"] == "contact_email"


def test_what_people_said_before_goes_first():
    remembered = {"notes": "needs", "name": "", "alias": "name", "gone": "a field that was dropped"}

    assert guess(["Notes", "Name", "Alias", "Gone"], {}, remembered) == {
        "Notes": "needs",
        "Name": None,
        "Alias": "name",
        "Gone": None,
    }


def test_content_speaks_for_a_column_without_a_telling_header():
    samples = {
        "Column A": ["M33 6RX", "WA15 7XR", "M41 5BU", "SK6 1LB "],
        "x": ["a@example.org", "b@example.org", "c@example.org"],
        "y": ["0161 496 0123", "01632 960123", "07700900123"],
        "z": ["1-466088203", "1-1938268568", "1-8503184790"],
        "reg": ["210843", "1180525", "SC012345"],
        "count": ["210843", "1180525", "217232"],
    }
    columns = guess(list(samples), samples)

    assert list(columns.values()) == ["postcode", "email", "phone", "cqc_id", "charity_number", None]


def test_content_speaks_against_a_header_that_misleads():
    samples = {
        "area": ["1338.0", "6313.0", "186"],
        "phone": ["yes", "no", "yes"],
        "website": [f"https://register.example.org/{number}" for number in range(5)],
        "gss code": ["E08000009", "E08000009", "E08000009"],
    }

    assert guess(list(samples), samples) == {"area": None, "phone": None, "website": None, "gss code": "area_code"}


def test_a_header_is_remembered_whatever_its_spelling_of_joints():
    assert {header_key(text) for text in ("Contact Phone", "contact_phone", "ContactPhone", " contact-phone: ")} == {
        "contact phone"
    }
    assert len(header_key("x" * 500)) == 200


def test_a_cell_of_data_is_no_header():
    assert [is_known_header(text) for text in ("Name", "Trafford", "", "M33 6RX", "name " * 40)] == [
        True,
        *[False] * 4,
    ]


def test_every_field_has_a_label_a_hint_and_headers_of_its_own():
    assert set(columns.SYNONYMS) == set(FIELDS)
    assert all(field.label and field.help.endswith(".") for field in FIELDS.values())
    assert guess(list(FIELDS)) == {name: name for name in FIELDS}


def test_nobody_is_named_by_an_address_or_a_number():
    samples = {"Name": ["A", "B", "C"], "Contact": ["ann@pantry.example", "0161 496 0002", "office@third.example"]}

    assert guess(list(samples), samples) == {"Name": "name", "Contact": "email"}
