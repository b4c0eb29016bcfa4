"""One search finds people, organisations, places, strengths and partnerships, however they are written."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.events import bulk_history
from partnerships.models import Area, Contact, Organisation
from partnerships.pages.queries import folded

from ...factories import ContactFactory, OrganisationFactory, PartnershipFactory

pytestmark = pytest.mark.django_db


def found(client, words):
    context = client.get(reverse("find"), {"q": words}).context
    return {kind: [str(row) for row in context[kind]] for kind in ("people", "organisations", "partnerships")}


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Café Élan", "CAFE elan"), ("Cafe Elan", "café élan"), ("St Ann’s Hospice", "st. ann's"), ("O'Brien", "obrien"),
     ("Bread & Roses", "bread and roses"), ("Bread and Roses", "bread & roses"), ("ÉGLISE DE SALE", "église"),
     ("Cymdeithas Ynys Môn", "YNYS MON"), ("Łódź House", "lodz"), ("Straße 7", "strasse")],
)  # fmt: skip
def test_accents_capitals_apostrophes_and_ampersands_hide_nobody(written, typed, ada, browser_of):
    OrganisationFactory(name=written)
    ContactFactory(name=written, organisation=None)
    PartnershipFactory(name=written, host=OrganisationFactory(name="Host"))
    OrganisationFactory(name="Another")
    assert found(browser_of(ada), typed) == {kind: [written] for kind in ("people", "organisations", "partnerships")}


def test_an_organisation_is_found_by_where_it_works_and_what_it_does_well(ada, browser_of):
    chapel = OrganisationFactory(name="Chapel", strengths="A kitchen & volunteers' café", postcode="M33 7XG")
    chapel.areas.add(Area.objects.create(name="Môn"))
    OrganisationFactory(name="Gym")
    client = browser_of(ada)
    for words in ("mon", "volunteers cafe", "kitchen MÔN chapel", "m33 kitchen"):
        assert found(client, words)["organisations"] == ["Chapel"], words
    assert found(client, "kitchen bury")["organisations"] == []


def test_a_partner_finds_only_what_they_may_see(olu, mina, ravi, browser_of):
    ContactFactory(name="Pantry stranger", organisation=OrganisationFactory(name="Somewhere else"))
    hers = {"people": [], "organisations": [], "partnerships": ["Pantry partnership"]}
    assert found(browser_of(mina), "pantry") == hers
    assert found(browser_of(olu), "pantry")["people"] == ["Pantry stranger"]
    assert found(browser_of(mina), "olu")["people"] == found(browser_of(olu), "olu")["people"] != []
    assert found(browser_of(ravi), "pantry")["partnerships"] == []


def test_lists_are_ordered_as_a_person_would(ada, browser_of):
    for name in ("Zebra", "Élan", "apple", "Fig", "'Eagle' club"):
        OrganisationFactory(name=name)
    listed = browser_of(ada).get(reverse("organisations")).context["page"]
    assert [str(row) for row in listed] == ["apple", "'Eagle' club", "Élan", "Fig", "Zebra"]


def test_what_is_found_follows_every_way_to_write_a_name(ada, now):
    one, other = OrganisationFactory(name="Before"), OrganisationFactory(name="Before too")
    one.name = "After & all"
    one.save(update_fields=["name"])
    other.name, other.strengths = "Übermorgen", "Crêpes"
    bulk_history.update(Organisation, [other], {"name", "strengths"}, by=ada, reason="", at=now)
    (made,) = Organisation.objects.bulk_create([Organisation(name="Déjà vu")])
    person = Contact.objects.create(name="Zoë O’Neill")
    for row in (one, other, made, person):
        row.refresh_from_db()
        assert row.folded_name == folded(row.name)
    assert other.found_by == "ubermorgen crepes"


def test_as_many_questions_for_three_as_for_thirty(ada, browser_of):
    client, counts = browser_of(ada), []

    for more in (3, 27):
        for number in range(more):
            organisation = OrganisationFactory(name=f"Food {more} {number}")
            organisation.areas.add(Area.objects.create(name=f"Place {more} {number}"))
            ContactFactory(name=f"Food person {more} {number}", organisation=organisation)
            PartnershipFactory(name=f"Food partnership {more} {number}", host=organisation)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("find"), {"q": "food"})
        counts.append(len(asked))
    assert counts[0] == counts[1]
