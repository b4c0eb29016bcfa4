"""One cell at a time: what is right as it stands, what is suggested and why, what stays wrong."""

import pytest
from django.core.validators import EmailValidator, URLValidator
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerships.directory.cleaning.clean import RULES, clean, is_nothing
from partnerships.spreadsheets.reading.columns import FIELDS

RIGHT = [
    ("postcode", "M33 6RX"),
    ("postcode", "W1T 4BE"),
    ("postcode", "EC1A 1BB"),
    ("postcode", "GIR 0AA"),
    ("postcode", "D02 X285"),
    ("postcode", "D6W F6P2"),
    ("company_number", "01234567"),
    ("company_number", "SC123456"),
    ("company_number", "OC301234"),
    ("company_number", "RC000832"),
    ("company_number", "IP12345R"),
    ("charity_number", "210843"),
    ("charity_number", "1180525"),
    ("charity_number", "SC012345"),
    ("charity_number", "NIC100123"),
    ("area_code", "E08000009"),
    ("gss_code", "N09000002"),
    ("cqc_id", "1-466088203"),
    ("ods_code", "P91016"),
    ("uprn", "100012345678"),
    ("phone", "01614960123"),
    ("phone", "0161 496 0123"),
    ("phone", "(01632) 960123"),
    ("phone", "+44 7700 900123"),
    ("phone", "+353 1 496 0123"),
    ("phone", "0161 496 0123 ext 12"),
    ("phone", "01606 47369"),
    ("phone", "116 123"),
    ("phone", "+91 98765 43210"),
    ("email", "jo.o'brien+list@mail.example.org"),
    ("website", "http://www.example.org/a_page?id=1#top"),
    ("name", "Age UK Trafford"),
    ("name", "YMCA"),
    ("name", "RAPAR"),
    ("ended_on", "2015-03-31"),
    ("description", "Lunch.\n\nTea."),
]

SUGGESTED = [
    ("postcode", "M14 4RE ", "M14 4RE", "Spare spaces taken out"),
    ("postcode", "m169nw", "M16 9NW", "Written in capital letters, spaced as usual"),
    ("postcode", "M169NW", "M16 9NW", "One space put in"),
    ("postcode", "WA15 OHF", "WA15 0HF", "Letter O and number 0, or I and 1, were mixed up"),
    ("postcode", "0L1 1AA", "OL1 1AA", "Letter O and number 0, or I and 1, were mixed up"),
    ("postcode", "Sale M33 6RX", "M33 6RX", "Only the postcode kept"),
    ("postcode", "M33-6RX", "M33 6RX", "Punctuation taken out"),
    ("company_number", "1234567", "01234567", "A spreadsheet dropped the zeros in front"),
    ("company_number", "1234567.0", "01234567", "A spreadsheet dropped the zeros in front"),
    ("company_number", "sc 123456", "SC123456", "Written in capital letters, spaced as usual"),
    ("company_number", "O1234567", "01234567", "Letter O and number 0 were mixed up"),
    ("company_number", "0C301234", "OC301234", "Letter O and number 0 were mixed up"),
    ("company_number", "GB-COH-01234567", "01234567", "The register's prefix taken off"),
    ("company_number", "Company no. 01234567", "01234567", "Only the number kept"),
    ("charity_number", "210843.0", "210843", "A spreadsheet added “.0” to the number"),
    ("charity_number", "SCO12345", "SC012345", "Letter O and number 0 were mixed up"),
    ("charity_number", "SC 12345", "SC012345", "Scottish charity numbers have six digits"),
    ("charity_number", "1,180,525", "1180525", "Commas taken out of the number"),
    ("charity_number", "Registered charity number 1180525", "1180525", "Only the number kept"),
    ("area_code", "E0800009", "E08000009", "The code was one zero short"),
    ("area_code", "EO8000009", "E08000009", "Letter O and number 0 were mixed up"),
    ("cqc_id", "1–466088203", "1-466088203", "The dash written as a plain hyphen"),
    ("uprn", "217232.0", "217232", "A spreadsheet added “.0” to the number"),
    ("phone", "1617402751", "0161 740 2751", "A spreadsheet dropped the zero in front"),
    ("phone", "1617402751.0", "0161 740 2751", "A spreadsheet dropped the zero in front"),
    ("phone", "2079460123", "020 7946 0123", "A spreadsheet dropped the zero in front"),
    ("phone", "00441632960123", "01632 960123", "Written as it is dialled in the UK"),
    ("phone", "+44 (0)161 496 0123", "0161 496 0123", "Written as it is dialled in the UK"),
    ("phone", "447700900123", "07700 900123", "Written as it is dialled in the UK"),
    ("phone", "Tel: 0161 496 0123", "0161 496 0123", "Only the number kept"),
    ("phone", "0161 496 0123 / 07700 900123", "0161 496 0123", "Only the first of several numbers kept"),
    ("phone", "0161 496 0001 (Mon–Fri)", "0161 496 0001", "Only the number kept; the cell as it was goes"),
    ("phone", "'0161 496 0001", "0161 496 0001", "The apostrophe in front taken off"),
    ("phone", "00353 1 496 0001", "+353 1 496 0001", "The country written with +"),
    ("phone", "0091 98765 43210", "+91 98765 43210", "The country written with +"),
    ("postcode", "d02x285", "D02 X285", "Written in capital letters, spaced as usual"),
    ("phone", " 0161  496 0123", "0161 496 0123", "Spare spaces taken out"),
    ("email", "mailto:jo@example.org", "jo@example.org", "Only the address kept"),
    ("email", "Jo Bell <jo@example.org>", "jo@example.org", "Only the address kept"),
    ("email", "jo@example.org; al@example.org", "jo@example.org", "Only the first of several addresses kept"),
    ("email", "jo @ example.org.", "jo@example.org", "Spaces inside the address taken out"),
    ("website", "www.example.org", "https://www.example.org", "https:// put in front"),
    ("website", "WWW.EXAMPLE.ORG.", "https://www.example.org", "https:// put in front"),
    ("website", "example.org/Sale", "https://example.org/Sale", "https:// put in front"),
    ("website", "www,example.org", "https://www.example.org", "https:// put in front"),
    ("website", "http//:www.example.org", "http://www.example.org", "The beginning of the address corrected"),
    ("website", "htpp://example.org", "http://example.org", "The beginning of the address corrected"),
    ("name", "North Somerset  Council", "North Somerset Council", "Spare spaces taken out"),
    ("name", "CITY CHURCH MANCHESTER CIO", "City Church Manchester CIO", "Capital letters only where people put them"),
    ("ended_on", "24/07/2014", "2014-07-24", "Read as day, month, year"),
    ("ended_on", "13-03-2015", "2015-03-13", "Read as day, month, year"),
    ("ended_on", "1.3.27", "2027-03-01", "Read as day, month, year"),
    ("ended_on", "07/24/2014", "2014-07-24", "Read as month, day, year: no other order gives a date"),
    ("ended_on", "1st March 2027", "2027-03-01", "The month written as a number"),
    ("ended_on", "Mar 1, 2027", "2027-03-01", "The month written as a number"),
    ("ended_on", "2023-04-01T00:00:00", "2023-04-01", "Only the date kept"),
    ("address", "1 Road,\u00a0Sale\u200b", "1 Road, Sale", "Invisible characters taken out"),
]

WRONG = [
    ("postcode", "M33 6RX, M41 5BU", "is not a UK postcode"),
    ("company_number", "CE00571", "is not a company number"),
    ("company_number", "12345", "is not a company number"),
    ("company_number", "ZZ123456", "is not a company number"),
    ("charity_number", "12345", "is not a charity number"),
    ("charity_number", "210843 and 1180525", "is not a charity number"),
    ("charity_number", "1.18E+06", "a spreadsheet shortened"),
    ("area_code", "E080009", "is not an area code"),
    ("cqc_id", "466088203", "is not a CQC id"),
    ("ods_code", "12345", "is not an ODS code"),
    ("uprn", "1.00012E+11", "a spreadsheet shortened"),
    ("phone", "ask at the desk", "is not a phone number"),
    ("email", "jo at example dot org", "is not an e-mail address"),
    ("email", "jo@example", "is not an e-mail address"),
    ("website", "javascript:alert(1)", "Only addresses that start with http"),
    ("website", "data:text/html,hello", "Only addresses that start with http"),
    ("website", "ftp://example.org", "Only addresses that start with http"),
    ("website", "jo@example.org", "is an e-mail address, not a website"),
    ("website", "our page", "is not a web address"),
    ("website", "https://me:secret@example.org", "is not a web address"),
    ("ended_on", "31/02/2015", "is not a date we can read"),
    ("ended_on", "2015", "is not a date we can read"),
    ("name", "x" * 256, "256 characters long; at most 255 fit"),
    ("people_served", "x" * 300, "300 characters long; at most 255 fit"),
]

KEPT = [
    ("postcode", "WA154 1HF", "is not a UK postcode or an Eircode"),
    ("postcode", "M33", "is not a UK postcode"),
    ("postcode", "QX1 1AA", "is not a UK postcode"),
    ("phone", "012049842230", "has 12 digits"),
    ("phone", "0161", "has 4 digits"),
    ("phone", "0169198697", "has 10 digits"),
    ("phone", "098765 43210", "is not a number that anybody can have"),
    ("phone", "+353 99", "is not a number that anybody can have"),
]


@pytest.mark.parametrize(("field", "text"), RIGHT)
def test_what_is_right_is_left_alone(field, text):
    cleaned = clean(field, text)

    assert (cleaned.value, cleaned.suggested, cleaned.usable) == (text, text, text)
    assert (cleaned.repairs, cleaned.problem) == ((), None)


@pytest.mark.parametrize(("field", "text", "suggested", "why"), SUGGESTED)
def test_a_slip_gets_a_suggestion_that_says_why(field, text, suggested, why):
    cleaned = clean(field, text)

    assert (cleaned.suggested, cleaned.problem) == (suggested, None)
    assert (cleaned.repairs[0].before, cleaned.repairs[-1].after) == (text, suggested)
    assert cleaned.repairs[-1].why.startswith(why)


@pytest.mark.parametrize(("field", "text", "problem"), WRONG)
def test_what_cannot_be_mended_is_left_out_with_a_sentence(field, text, problem):
    cleaned = clean(field, text)

    assert problem in cleaned.problem
    assert cleaned.problem.endswith(".")
    assert (cleaned.value, cleaned.suggested, cleaned.usable, cleaned.repairs) == (text, "", "", ())


@pytest.mark.parametrize(("field", "text", "problem"), KEPT)
def test_what_cannot_be_judged_is_kept_as_it_was_written_and_marked(field, text, problem):
    cleaned = clean(field, text)

    assert problem in cleaned.problem
    assert (cleaned.suggested, cleaned.usable, cleaned.is_kept, cleaned.repairs) == (text, text, True, ())


NULLS = ["", " ", "NA", "N/A", "n/a", "—", "-", "--", "No data", "Not known", "Unknown", "NULL", " na ", "#N/A"]


@pytest.mark.parametrize("word", NULLS)
def test_a_word_for_nothing_is_nothing_in_every_field(word):
    for field in FIELDS:
        cleaned = clean(field, word)
        assert (cleaned.value, cleaned.suggested, cleaned.is_null) == (word.strip(), "", True)
        assert (cleaned.repairs, cleaned.problem) == ((), None)
    assert is_nothing(word)


def test_steps_of_a_repair_lead_from_what_was_found_to_what_is_suggested():
    cleaned = clean("website", " WWW.EXAMPLE.ORG. ")

    assert [(step.before, step.after, step.is_tidying) for step in cleaned.repairs] == [
        (" WWW.EXAMPLE.ORG. ", "WWW.EXAMPLE.ORG.", True),
        ("WWW.EXAMPLE.ORG.", "WWW.EXAMPLE.ORG", False),
        ("WWW.EXAMPLE.ORG", "https://www.example.org", False),
    ]
    assert cleaned.value == "WWW.EXAMPLE.ORG."


@pytest.mark.parametrize(
    ("field", "text", "usable"),
    [
        ("name", "THE  BICKHAM HOME", "THE BICKHAM HOME"),
        ("postcode", "m33 6rx ", "M33 6RX"),
        ("postcode", "WA15 OHF", "WA15 OHF"),
        ("phone", "0161 496 0123 / 07700 900123", "0161 496 0123 / 07700 900123"),
        ("website", "www.example.org", ""),
        ("ended_on", "24/07/2014", ""),
    ],
)
def test_refusing_a_guess_leaves_what_was_found_where_that_can_be_used(field, text, usable):
    assert clean(field, text).usable == usable


@pytest.mark.parametrize(
    ("shouted", "calm"),
    [
        ("THE FRIENDS OF ST ANN'S HOSPICE (UK) LTD", "The Friends of St Ann's Hospice (UK) Ltd"),
        ("3RD ASHTON-UPON-MERSEY SCOUT GROUP", "3rd Ashton-upon-Mersey Scout Group"),
        ("NAVIGATION PRIMARY SCHOOL P.T.A., ALTRINCHAM", "Navigation Primary School P.T.A., Altrincham"),
        ("BODY OF CHRIST INTERNATIONAL MINISTRIES (BCIM)", "Body of Christ International Ministries (BCIM)"),
        ("Y W C A PLAYGROUP", "Y W C A Playgroup"),
        ("THE PARISH OF SALE, ST.ANNE", "The Parish of Sale, St.Anne"),
        ("CHILDREN'S FOUNDATION- A STEP FORWARD", "Children's Foundation- A Step Forward"),
        ("GEORGE VI MEMORIAL HALL", "George VI Memorial Hall"),
        ("MANCHESTER UNIVERSITY NHS FOUNDATION TRUST", "Manchester University NHS Foundation Trust"),
        ("O'BRIEN AND MCDONALD TRUST", "O'Brien and McDonald Trust"),
        ("SCHOOL PARENTS', FRIENDS' AND TEACHERS' ASSOCIATION", "School Parents', Friends' and Teachers' Association"),
        ("THE SALE U3A", "The Sale U3A"),
        ("BREAKTHROUGH U.K. LTD.", "Breakthrough U.K. Ltd."),
    ],
)
def test_a_shouted_name_is_written_as_people_write_it(shouted, calm):
    assert clean("name", shouted).suggested == calm


def test_every_field_has_a_rule_and_every_rule_a_field():
    assert list(RULES) == list(FIELDS)


MESSY = st.text(alphabet=st.characters(codec="utf-8"), max_size=60) | st.text(
    alphabet="0123456789OISCENW MB4HX-+().,/:@'|;wt ap", max_size=25
)


@settings(deadline=None)
@given(st.sampled_from(list(FIELDS)), MESSY)
def test_cleaning_never_raises_and_cleaning_a_suggestion_changes_nothing(field, text):
    cleaned = clean(field, text)
    for kept in {cleaned.suggested, cleaned.usable} - {""}:
        again = clean(field, kept)
        assert again.problem is None or again.is_kept
        assert not any(step.is_tidying for step in again.repairs)
    again = clean(field, cleaned.suggested)
    assert (again.suggested, again.repairs, again.is_kept) == (cleaned.suggested, (), cleaned.is_kept)
    assert "\x00" not in cleaned.suggested


@settings(deadline=None)
@given(MESSY | st.emails() | st.emails().map("<{}>, other@example.org".format))
def test_a_suggested_e_mail_address_is_one_that_django_takes(text):
    if suggested := clean("email", text).suggested:
        EmailValidator()(suggested)


@settings(deadline=None)
@given(MESSY | st.from_regex(r"(https?://)?[a-z]{1,9}[.,][a-z]{2,4}(/.{0,9})?", fullmatch=True))
def test_a_suggested_website_is_one_that_django_takes(text):
    if suggested := clean("website", text).suggested:
        URLValidator(schemes=["http", "https"])(suggested)
