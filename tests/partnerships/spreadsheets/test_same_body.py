"""Which two rows are about one body, and which two about one person: by what they share, not by name alone."""

import pytest
from django.urls import reverse

from partnerships.models import Contact, Identifier, ImportRow, Organisation
from partnerships.spreadsheets.actions import imports
from partnerships.spreadsheets.sameness import LikeNames, is_alike

from ...factories import OrganisationFactory

Outcome, Likeness = ImportRow.Outcome, ImportRow.Likeness


def told(batch):
    """[(likeness, reason, row of this file)] in the order of the rows."""
    return list(batch.rows.order_by("number").values_list("likeness", "match_reason", "match_row"))


def names():
    return sorted(Organisation.objects.values_list("name", flat=True))


def choose(client, row, choice):
    return client.post(reverse("choose-import-row", args=[row.pk]), {"choice": choice})


@pytest.mark.parametrize(
    ("first", "second", "likeness", "reason"),
    [
        ("St Paul's Hall,,Mill Lane,,", "St Paul's Hall,,Dane Road,,", "perhaps", "the same name, but another address"),
        ("Hale Hub,,Mill Lane,,", "Hale Hub,,\"Mill Lane, Hale\",,", "certain", "the same name and address"),
        ("Hale Hub,M33 7XG,,,", "The Hale Hub Ltd,m33 7xg,,,", "certain", "the same name and postcode"),
        ("Hale Hub,,,,", "Hale Hub,,,,", "perhaps", "the same name, and no place or number to tell them apart"),
        ("Hale Hub,M33 7XG,,,", "Hale Hub,,,,", "perhaps", "the same name, but a postcode on one side only"),
        ("Hale Hub,,,0161 496 0123,", "Hale Hub,,,01614960123,", "certain", "the same name and phone number"),
        ("Hale Trust,M33 7XG,,,", "Hale Association,M33 7XG,,,", "perhaps", "a like name at the same postcode"),
        ("Hale Trust,,Mill Lane,,", "Hale Association,,Dane Road,,", "", ""),
        ("Friends of Hale Park,,,,", "Friends at Hale Park,,,,", "perhaps",
         "a like name, and no place to tell them apart"),
        ("Urmston Society,,,,", "Urmston Company,,,,", "", ""),
        ("Worthington Pantry,,,,", "Worthngton Pantry,,,,", "perhaps", "a like name, and no place to tell them apart"),
        ("1st Sale Scouts,,,,", "2nd Sale Scouts,,,,", "", ""),
        ("St Ann's School,M33 7XG,,,01234567", "St Ned's School,WA15 8SN,,,01234567", "perhaps",
         "the same company number 01234567, but another name and postcode"),
        ("Hale Infants,M33 7XG,,,01234567", "Hale Juniors,M33 7XG,,,01234567", "perhaps",
         "the same company number 01234567, but another name"),
        ("Hale Hub,M33 7XG,,,01234567", "Hale Hub,WA15 8SN,,,01234567", "certain", "the same company number 01234567"),
    ],
)  # fmt: skip
def test_two_rows_are_one_body_by_what_they_share(begin, first, second, likeness, reason):
    batch = begin(f"Name,Postcode,Address,Phone,Company number\n{first}\n{second}\n")
    assert told(batch)[1] == (likeness, reason, 2 if likeness else None)


def test_schools_of_one_trust_that_share_its_number_all_go_in(apply):
    rows = "".join(f"Saint {chr(65 + n) * 6} Primary School,M33 {n}XG,01234567\n" for n in range(8))
    batch = apply(f"Name,Postcode,Company number\n{rows}")
    assert set(batch.rows.values_list("outcome", flat=True)) == {Outcome.CREATED}


def test_what_is_only_perhaps_the_same_goes_in_as_another_one(apply):
    OrganisationFactory(name="Hale Hub", postcode="", address="Mill Lane")
    apply("Name,Address\nHale Hub,Dane Road\nHale Hubb,\n")
    assert names() == ["Hale Hub", "Hale Hub", "Hale Hubb"]


def test_a_like_name_in_the_directory_is_shown_as_perhaps_the_same(begin):
    pantry = OrganisationFactory(name="Worthington Pantry", postcode="")
    OrganisationFactory(name="Worthington Pantry Association", postcode="M33 7XG")
    row = begin("Name,Postcode\nWorthngton Pantry,WA15 8SN\n").rows.get()
    assert (row.likeness, row.match) == (Likeness.PERHAPS, pantry)


def test_a_list_of_people_names_their_body_once_for_each(apply):
    apply("Organisation,Contact name\nHale Hub,Mina Patel\nHale Hub,Olu Ade\n")
    assert names() == ["Hale Hub"]
    assert sorted(Organisation.objects.get().contacts.values_list("name", flat=True)) == ["Mina Patel", "Olu Ade"]


def test_a_list_of_people_names_their_body_once_across_lots(apply):
    apply("Organisation,Contact name\n" + "".join(f"Hale Hub,Person {n}\n" for n in range(401)))
    assert (names(), Contact.objects.count()) == (["Hale Hub"], 401)


@pytest.mark.parametrize(("choice", "made"), [("apart", ["Hale Hub", "Hale Hub"]), (None, ["Hale Hub"])])
def test_two_rows_of_one_file_can_be_told_apart_by_a_person(browser_of, ada, begin, now, choice, made):
    batch, client = begin("Name,Postcode\nHale Hub,M33 7XG\nHale Hub,M33 7XG\n"), browser_of(ada)
    row = batch.rows.get(number=3)
    words = client.get(reverse("import-preview", args=[batch.pk])).content.decode()
    assert "Row 2 of this file: the same name and postcode" in words
    if choice:
        choose(client, row, choice)
        assert (
            "Not the one in row 2, as you said"
            in client.get(reverse("import-preview", args=[batch.pk])).content.decode()
        )
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert names() == made


@pytest.mark.parametrize("between", [0, 400])
def test_two_rows_of_one_file_can_be_made_one_by_a_person(browser_of, ada, begin, now, between):
    """Also when the first of them was written lots before."""
    others = "".join(f"Group {n},\n" for n in range(between))
    batch = begin(f"Name,Phone\nHale Hub,\n{others}Hale Hub,0161 496 0123\n")
    choose(browser_of(ada), batch.rows.get(number=between + 3), "same")
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert Organisation.objects.get(name="Hale Hub").phone == "0161 496 0123"


def test_a_row_made_one_with_a_row_that_was_left_out_goes_in_by_itself(browser_of, ada, begin, now):
    batch, client = begin("Name\nHale Hub\nHale Hub\n"), browser_of(ada)
    first, second = batch.rows.order_by("number")
    choose(client, second, "same")
    choose(client, first, "skip")
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert names() == ["Hale Hub"]


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ("Mina Patel,office@hub.example\nOlu Ade,office@hub.example", ["Mina Patel", "Olu Ade"]),
        ("Mina Patel,mina@hub.example\nMINA PATEL,mina@hub.example", ["Mina Patel"]),
        ("Mina Patel,mina@hub.example\nMina Patel,", ["Mina Patel"]),
        ("Mina Patel,mina@hub.example\nMina Patel,mp@hub.example", ["Mina Patel", "Mina Patel"]),
    ],
)
def test_the_same_person_has_the_same_name_and_the_same_or_no_address(apply, rows, people):
    lines = "\n".join(f"Hale Hub,M33 7XG,{row}" for row in rows.split("\n"))
    apply(f"Organisation,Postcode,Contact name,Contact email\n{lines}\n")
    assert list(Contact.objects.order_by("name").values_list("name", flat=True)) == people


def test_a_number_in_the_directory_finds_a_body_that_has_another_name_by_now(begin):
    hub = OrganisationFactory(name="Altrincham Pantry", postcode="")
    Identifier.objects.create(organisation=hub, scheme="charity", value="1067000")
    row = begin("Name,Charity number\nHale Hub,1067000\n").rows.get()
    assert (row.likeness, row.match) == (Likeness.CERTAIN, hub)


def test_a_slip_is_found_among_hundreds_that_have_another_number():
    found = LikeNames()
    for number in range(400):
        found.add(f"scouts {number % 90 + 10} of {chr(97 + number % 26)}{chr(97 + number % 23)}ville", number)
    found.add("scouts 42 of trafford", "trafford")
    assert found.find("scouts 42 of traford") == ["trafford"]


def test_like_names_are_found_among_many_by_a_rare_word():
    found = LikeNames()
    for number in range(5_000):
        found.add(f"group {chr(97 + number % 26)}{number} of the town", number)
    found.add("worthington pantry of the town", "pantry")
    assert found.find("worthngton pantry of the town") == ["pantry"]
    assert not is_alike("hale north hub", "hale community hub")
