import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnerships.directory.cleaning.clean import RULES
from partnerships.directory.registers import REGISTERS, tidied
from partnerships.models import Identifier, Organisation

from ...factories import OrganisationFactory

RIGHT = [
    ("charity", "1067000"),
    ("charity", "210843"),
    ("charity", "1067000-1"),
    ("charity", "SC012345"),
    ("charity", "NIC100123"),
    ("company", "01234567"),
    ("company", "SC123456"),
    ("company", "NI012345"),
    ("company", "OC301234"),
    ("company", "IP12345R"),
    ("cqc", "1-466088203"),
    ("cqc", "RW3"),
    ("ods", "P91016"),
    ("uprn", "100012345678"),
    ("uprn", "1"),
    ("gss", "E08000009"),
]
WRONG = [
    ("charity", "12", "six or seven digits"),
    ("charity", "SC12", "SC0 and five digits"),
    ("charity", "NIC900123", "NIC1 and five digits"),
    ("company", "123", "eight characters"),
    ("company", "ZZ123456", "eight characters"),
    ("cqc", "466", "such as 1-466088203"),
    ("ods", "12", "such as P91016"),
    ("uprn", "1234567890123", "up to twelve digits"),
    ("uprn", "0", "up to twelve digits"),
    ("gss", "X08000009", "a letter and eight digits"),
    ("company", "1.23E+07", "its last digits are lost"),
]
GUESSED = [
    ("company", "738693", "00738693"),
    ("charity", "SC12345", "SC012345"),
    ("charity", "Charity no. 210843", "210843"),
    ("gss", "E0800009", "E08000009"),
    ("cqc", "1–466088203", "1-466088203"),
]


def test_every_scheme_has_a_register_and_every_register_a_rule():
    assert set(REGISTERS) == set(Identifier.Scheme.values)
    assert {register.field for register in REGISTERS.values()} <= set(RULES)


@pytest.mark.parametrize(("scheme", "value"), RIGHT)
def test_a_number_of_the_right_shape_is_kept_as_it_is(scheme, value):
    assert tidied(REGISTERS[scheme].field, value) == value


@pytest.mark.parametrize(("scheme", "value", "words"), WRONG)
def test_a_wrong_shape_says_what_the_number_looks_like(scheme, value, words):
    with pytest.raises(ValidationError, match=words):
        tidied(REGISTERS[scheme].field, value)


@pytest.mark.parametrize(("scheme", "value", "guess"), GUESSED)
def test_a_repair_is_asked_back_and_never_made_in_silence(scheme, value, guess):
    with pytest.raises(ValidationError, match=f"did you mean {guess}"):
        tidied(REGISTERS[scheme].field, value)


@pytest.mark.parametrize(
    ("scheme", "value", "name", "page"),
    [
        ("charity", "1067000", "Charity Commission", "charitycommission.gov.uk/charity-details/?regid=1067000&subid=0"),
        ("charity", "1067000-2", "Charity Commission", "?regid=1067000&subid=2"),
        ("charity", "SC012345", "Scottish Charity Register", "oscr.org.uk"),
        ("charity", "NIC100123", "Charity Commission for Northern Ireland", "?regid=100123&subid=0"),
        ("company", "01234567", "Companies House", "/company/01234567"),
        ("cqc", "1-466088203", "Care Quality Commission", "?query=1-466088203"),
        ("ods", "P91016", "NHS Organisation Data Service", "odsdatasearchandexport.nhs.uk"),
        ("gss", "E08000009", "Office for National Statistics", "/E08000009"),
    ],
)
def test_a_number_leads_to_its_public_register(scheme, value, name, page):
    number = Identifier(scheme=scheme, value=value)
    assert number.register_name == name
    assert page in number.register_page
    assert number.register_page.startswith("https://")


def test_a_number_without_a_public_page_leads_nowhere(browser_of, olu, larder):
    Identifier.objects.create(organisation=larder, scheme="uprn", value="100012345678")
    page = browser_of(olu).get(reverse("organisation", args=[larder.pk])).content.decode()
    assert "100012345678" in page
    assert "Look 100012345678 up" not in page


def test_the_page_links_each_number_and_says_that_nobody_has_verified_it(browser_of, olu, larder):
    Identifier.objects.create(organisation=larder, scheme="charity", value="1067000")
    Identifier.objects.create(organisation=larder, scheme="ods", value="P91016")
    page = browser_of(olu).get(reverse("organisation", args=[larder.pk])).content.decode()
    assert "?regid=1067000&amp;subid=0" in page
    assert "Look 1067000 up: Charity Commission" in page
    assert "Search for P91016 at the NHS Organisation Data Service" in page
    assert "Nobody has checked that it belongs to Sale Larder" in page


def test_django_admin_checks_the_shape_too(db):
    number = Identifier(organisation=OrganisationFactory(), scheme="charity", value="12")
    with pytest.raises(ValidationError, match="is not a charity number"):
        number.full_clean()
    number.value = " sc012345"
    number.full_clean()
    assert number.value == "SC012345"


def test_one_press_takes_what_was_suggested(browser_of, olu):
    client, address = browser_of(olu), reverse("add-organisation")
    typed = {"name": "Urmston Pantry", "company": "738693, 01234567", "postcode": "WA15 OHF"}
    page = client.post(address, typed)
    assert page.context["form"].guessed == ["WA15 0HF", "00738693"]
    assert "Take it and save" in page.content.decode()
    assert Organisation.objects.filter(name="Urmston Pantry").count() == 0
    client.post(address, {**typed, "take_suggestions": "1"})
    pantry = Organisation.objects.get(name="Urmston Pantry")
    assert pantry.postcode == "WA15 0HF"
    assert [one.value for one in pantry.identifiers.all()] == ["00738693", "01234567"]


def test_spaces_and_capitals_are_put_right_and_it_is_said(browser_of, olu):
    typed = {"name": "Urmston Pantry", "charity": "sc012345, 1067000", "postcode": "m41 5bu"}
    page = browser_of(olu).post(reverse("add-organisation"), typed, follow=True).content.decode()
    assert "We wrote M41 5BU and SC012345 as registers do." in page


def test_what_says_nothing_is_no_number(browser_of, olu):
    browser_of(olu).post(reverse("add-organisation"), {"name": "Urmston Pantry", "charity": "n/a"})
    assert Identifier.objects.count() == 0
