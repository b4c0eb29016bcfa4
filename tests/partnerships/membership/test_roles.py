"""Whoever leads is staff, whichever way they came to lead."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.accounts import second_steps
from partnerships.endings.actions import handovers
from partnerships.links.actions import sign_ins
from partnerships.membership.actions import contacts, roles, seats
from partnerships.membership.permissions import can_change_contact, can_keep_directory
from partnerships.models import Contact, Seat, SignIn, User

from ...factories import ContactFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def heir(olu, host_membership, now):
    """Nia, to whom Olu hands the lead. She has never signed in."""
    contact = ContactFactory(organisation=host_membership.organisation, name="Nia Rees", email="nia@example.org")
    handovers.hand_over(seat=Seat.objects.get(contact__user=olu), successor=contact, thanks="", by=olu, now=now)
    return contact


@pytest.fixture
def come_in(client):
    """Signs somebody in by the link of a mail; returns the answer."""

    def arrive(email):
        page = client.post(reverse("sign-in"), {"email": email}, follow=True)
        code = SignIn.objects.latest("pk").code
        return client.post(page.request["PATH_INFO"], {"code": code})

    return arrive


def reread(user):
    return User.objects.get(pk=user.pk)


def test_who_took_the_lead_over_shows_a_second_step_and_stays_a_working_day(heir, come_in, client, settings):
    settings.SECOND_STEP = "required"
    assert come_in("nia@example.org").url == reverse("set-up-second-step")
    assert second_steps.must_have(User.objects.get(email="nia@example.org"))
    settings.SECOND_STEP = "offered"
    come_in("nia@example.org")
    assert client.session.get_expiry_age() <= timedelta(hours=12).total_seconds()


def test_who_took_the_lead_over_keeps_the_directory(heir, come_in, client):
    come_in("nia@example.org")
    user = User.objects.get(email="nia@example.org")
    assert (user.role, can_keep_directory(user)) == ("lead", True)
    assert client.get(reverse("add-organisation")).status_code == 200


def test_their_way_in_is_moved_by_no_other_lead(heir, come_in, olu, now):
    come_in("nia@example.org")
    heir.refresh_from_db()
    SeatFactory(membership=heir.seats.get().membership, contact=olu.contacts.get(), is_lead=True)
    assert can_change_contact(reread(olu), heir)
    heir.email = "elsewhere@example.org"
    contacts.change(contact=heir, by=olu, now=now)
    assert sign_ins.contact_for("elsewhere@example.org") is None
    assert sign_ins.contact_for("nia@example.org") is not None


def test_a_partner_who_is_given_the_lead_signs_in_anew(olu, mina, larder_membership, browser_of, pantry, now):
    browser, page = browser_of(mina), reverse("partnership", args=[pantry.pk])
    assert browser.get(page).status_code == 200
    seat = Seat.objects.get(contact__user=mina)
    rights = {"authority": "decides", "capacity": "institution", "by": olu, "now": now}
    seats.change(seat=seat, is_lead=True, **rights)
    assert reread(mina).role == "lead"
    assert browser.get(page).url.startswith(reverse("sign-in"))
    seats.change(seat=seat, is_lead=False, **rights)
    assert reread(mina).role == "partner"


def test_who_gave_the_last_lead_up_is_a_partner_again_and_whom_an_administrator_made_one_is_not(
    heir, come_in, olu, host_membership, now
):
    come_in("nia@example.org")
    nia = User.objects.get(email="nia@example.org")
    SeatFactory(membership=host_membership, contact=olu.contacts.get(), is_lead=True)
    seats.end(seat=heir.seats.get(to_on=None), by=olu, now=now)
    assert reread(nia).role == "partner"
    Seat.objects.current().of_user(olu).update(to_on=now.date())
    assert roles.settle(user=olu, by=olu, now=now).role == "lead"


def test_an_administrator_makes_them_a_lead_for_good(heir, come_in, ada, olu, host_membership, browser_of, now):
    come_in("nia@example.org")
    nia = User.objects.get(email="nia@example.org")
    page = reverse("admin:partnerships_user_change", args=[nia.pk])
    form = {"email": nia.email, "name": "Nia", "is_active": "on"}
    browser = browser_of(ada)
    browser.post(page, {**form, "role": "viewer"})
    browser.post(page, {**form, "role": "lead"})
    SeatFactory(membership=host_membership, contact=olu.contacts.get(), is_lead=True)
    seats.end(seat=Contact.objects.get(pk=heir.pk).seats.get(to_on=None), by=olu, now=now)
    assert reread(nia).role == "lead"
