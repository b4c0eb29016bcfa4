"""While a page is only read, where its reader sits is asked once; whatever changes something asks anew."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from config.gates import places as gate
from partnerships.membership.permissions import can_lead
from partnerships.membership.places import AT_MOST, Places
from partnerships.models import Membership, Partnership, Seat, User

from ...factories import MembershipFactory, PartnershipFactory, SeatFactory

pytestmark = pytest.mark.django_db


def reading(user):
    """The user as a page that is only read knows them."""
    user = User.objects.get(pk=user.pk)
    user.places = Places(user)
    return user


@pytest.mark.parametrize("who", ["olu", "mina", "ravi", "ada"])
def test_a_list_of_places_says_the_same_as_the_question(who, request, olu, mina, ravi, ada, pantry):
    user = request.getfixturevalue(who)
    seat = SeatFactory(membership__partnership=PartnershipFactory(), contact=olu.contacts.get(), is_lead=True)
    Seat.objects.filter(pk=seat.pk).update(to_on=seat.from_on)
    for rows in (Partnership.objects.visible_to, Partnership.objects.led_by, Membership.objects.visible_to):
        assert set(rows(reading(user))) == set(rows(user))
    assert can_lead(reading(user), pantry) == can_lead(user, pantry)


def test_the_seats_are_read_once(olu, pantry, django_assert_num_queries):
    user = reading(olu)
    with django_assert_num_queries(1):
        assert can_lead(user, pantry)
        _ = Partnership.objects.visible_to(user).query, user.places.seen


def test_somebody_with_very_many_seats_is_asked_for_in_the_database(olu, pantry):
    for _ in range(AT_MOST + 1):
        SeatFactory(membership=MembershipFactory(), contact=olu.contacts.get(), is_lead=True)
    user = reading(olu)
    assert user.places.seen is None
    assert Partnership.objects.led_by(user).count() == AT_MOST + 2
    assert can_lead(user, pantry)


@pytest.mark.parametrize(("method", "keeps"), [("get", True), ("head", True), ("post", False)])
def test_only_reading_keeps_a_list(method, keeps, olu):
    request = getattr(RequestFactory(), method)("/")
    request.user = User.objects.get(pk=olu.pk)
    gate(lambda request: request.user.email)(request)
    assert hasattr(request.user, "places") is keeps


def test_a_seat_that_ends_ends_what_the_next_page_shows(olu, mina, pantry, browser_of):
    browser, url = browser_of(mina), reverse("partnership", args=[pantry.pk])
    assert browser.get(url).status_code == 200
    mina.contacts.get().seats.update(to_on=mina.contacts.get().seats.get().from_on)
    assert browser.get(url).status_code == 404
