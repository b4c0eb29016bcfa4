"""The page of people: who is where, how they are reached, and the addresses of all who were found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communications.models import Silence
from partnerships.models import Contact

from ...factories import ContactFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def page(client, **asked):
    return client.get(reverse("contacts"), asked).context


def names(context):
    return [str(contact) for contact in context["page"]]


@pytest.fixture
def choir(db):
    return OrganisationFactory(name="Côr y Mynydd")


def test_people_are_listed_as_a_person_would_and_found_by_their_organisation(ada, choir, browser_of):
    for name in ("Zoë", "élise", "Brân", "adam"):
        ContactFactory(name=name, organisation=choir)
    ContactFactory(name="Somebody who left", organisation=choir, to_on="2026-01-01")
    assert names(page(browser_of(ada), q="cor MYNYDD")) == ["adam", "Brân", "élise", "Zoë"]


def test_phone_and_mail_stand_beside_each(ada, choir, browser_of):
    ContactFactory(name="Gwen", organisation=choir, phone="0161 496 0123", email="gwen@example.org")
    shown = browser_of(ada).get(reverse("contacts")).content.decode()
    assert 'href="tel:01614960123"' in shown
    assert 'href="mailto:gwen@example.org"' in shown


def test_all_addresses_are_those_of_every_page_once_without_who_wants_no_mail(ada, choir, browser_of):
    for number in range(60):
        ContactFactory(name=f"Singer {number:02}", organisation=choir, email=f"s{number:02}@example.org")
    ContactFactory(name="Twin", organisation=choir, email="S00@example.org")
    mute = ContactFactory(name="Unheard", organisation=choir, phone="0161 496 0199", email="")
    quiet = ContactFactory(name="Quiet", organisation=choir, email="quiet@example.org")
    same = ContactFactory(name="Quiet too", organisation=choir, email="Quiet@example.org")
    Silence.objects.create(contact=quiet, topic=Silence.Topic.NEWS)
    response = browser_of(ada).get(reverse("contacts"), {"q": "mynydd"})
    found = response.context["addresses"]
    assert found.emails == [f"s{number:02}@example.org" for number in range(60)]
    assert (found.silent, found.without) == ([quiet, same], [mute])
    assert "Left out, because they want no more news by mail: Quiet, Quiet too." in response.content.decode()


def test_a_list_that_is_cut_says_so(ada, choir, browser_of):
    singers = [Contact(name=f"Singer {n:03}", organisation=choir, email=f"s{n}@example.org") for n in range(501)]
    Contact.objects.bulk_create(singers)
    response = browser_of(ada).get(reverse("contacts"), {"q": "mynydd"})
    assert response.context["addresses"].emails == [f"s{n}@example.org" for n in range(500)]
    assert "These are of the first 500 people." in response.content.decode()


def test_who_has_a_seat_is_found_and_nobody_sees_people_of_others(olu, mina, ravi, ada, pantry, browser_of):
    seated = names(page(browser_of(olu), partnership=pantry.pk))
    assert seated == names(page(browser_of(mina)))
    assert len(seated) == 2
    assert names(page(browser_of(olu))) != seated
    assert page(browser_of(mina))["addresses"].emails == [mina.contacts.get().email, olu.contacts.get().email]


def test_as_many_questions_for_three_people_as_for_sixty(ada, browser_of):
    client, counts = browser_of(ada), []
    for more in (3, 57):
        for number in range(more):
            organisation = OrganisationFactory(name=f"Choir {more} {number}")
            contact = ContactFactory(name=f"Singer {more} {number}", organisation=organisation)
            Silence.objects.create(contact=contact, topic=Silence.Topic.NEWS)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        counts.append(len(asked))
    assert counts[0] == counts[1]
