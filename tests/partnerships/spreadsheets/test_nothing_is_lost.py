"""What a spreadsheet says and no field takes, on the pages and in the directory."""

import pytest
from django.urls import reverse

from partnerships.models import Contact

from ...factories import OrganisationFactory

LIST = "Name,Postcode,Phone\nSale Hub,M33 7XG,0161 496 0001 (Mon–Fri)\n"


def words_of(client, name, key):
    return client.get(reverse(name, args=[key])).content.decode()


def test_notes_are_added_to_those_of_an_organisation_that_is_here_and_taken_back(apply, undo):
    hub = OrganisationFactory(name="Sale Hub", postcode="M33 7XG", notes="Closed in August")
    batch = apply(LIST)
    hub.refresh_from_db()
    assert hub.notes == "Closed in August\nPhone: 0161 496 0001 (Mon–Fri)"
    assert batch.rows.get().outcome == "matched"
    undo(batch)
    hub.refresh_from_db()
    assert hub.notes == "Closed in August"


def test_a_note_that_stands_there_already_is_not_added_again(apply):
    apply(LIST)
    assert apply(LIST + ",,\n").rows.get().outcome == "unchanged"


def test_notes_are_for_those_who_see_the_directory(browser_of, ada, mina, larder_membership):
    larder = larder_membership.organisation
    larder.notes = "Ring twice"
    larder.save()
    assert "Ring twice" in words_of(browser_of(ada), "organisation", larder.pk)
    assert "Ring twice" not in words_of(browser_of(mina), "organisation", larder.pk)


def test_the_order_of_dates_is_that_of_the_whole_file_not_of_one_lot(begin, monkeypatch):
    monkeypatch.setattr("partnerships.spreadsheets.actions.preparing.LOT", 1)
    batch = begin("Name,Closed on\nA,03/04/2021\nB,03/25/2021\n")
    assert batch.rows.get(number=2).values["ended_on"] == "2021-03-04"


def test_columns_without_content_that_are_left_out_get_a_line_on_the_page(browser_of, ada, begin):
    batch = begin("Name," + ",".join(f"Custom {count}" for count in range(70)) + "\nSale Hub\n")
    words = words_of(browser_of(ada), "import-columns", batch.pk)
    assert "70 columns are left out, because nothing stands in them" in words
    assert "Custom 69" in words


@pytest.mark.parametrize(("postcode", "is_taken"), [("M33", True), ("M3", False)])
def test_a_postcode_that_was_kept_as_written_may_stay_while_the_rest_is_changed(browser_of, ada, postcode, is_taken):
    hub = OrganisationFactory(name="Sale Hub", postcode="M33")
    sent = {"name": "Sale Hub", "postcode": postcode, "notes": "Ring twice", "reason": "They told us"}
    browser_of(ada).post(reverse("edit-organisation", args=[hub.pk]), sent)
    hub.refresh_from_db()
    assert (hub.notes == "Ring twice") is is_taken


@pytest.mark.parametrize("header", ["How to greet", "Salutation", "Dear"])
def test_a_column_that_says_how_to_greet_a_person_fills_their_greeting(apply, header):
    apply(f"Name,Contact name,{header}\nSale Hub,Grace Okafor,Rev. Okafor\n")
    assert Contact.objects.get().greeted_as == "Rev. Okafor"


def test_what_a_list_adds_to_a_known_person_is_kept_where_somebody_reads_it_and_opens_nothing(apply, undo):
    hub = OrganisationFactory(name="Sale Hub", postcode="M33 7XG")
    una = Contact.objects.create(organisation=hub, name="Una Mailless", phone="0161 496 0009")
    people = "Name,Postcode,Contact name,Contact e-mail,Contact phone\n"
    batch = apply(f"{people}Sale Hub,M33 7XG,una mailless,una@example.org,0161 496 0002\n")
    una.refresh_from_db()
    hub.refresh_from_db()
    assert (una.email, una.phone) == ("", "0161 496 0009")
    assert hub.notes == "una mailless: una@example.org, 0161 496 0002"
    assert batch.rows.get().outcome == "matched"
    undo(batch)
    hub.refresh_from_db()
    assert hub.notes == ""


def test_two_lines_of_one_list_about_a_new_person_make_one_whole(apply):
    people = "Name,Postcode,Contact name,Contact e-mail,Contact phone\n"
    apply(f"{people}Sale Hub,M33 7XG,Una New,,0161 496 0002\nSale Hub,M33 7XG,Una New,una@example.org,\n")
    una = Contact.objects.get(name="Una New")
    assert (una.email, una.phone, una.organisation.notes) == ("una@example.org", "0161 496 0002", "")
