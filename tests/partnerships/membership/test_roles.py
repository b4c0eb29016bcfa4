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

from ...communications.engine.machine import said
from ...factories import ContactFactory, SeatFactory, UserFactory

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


def test_a_lead_given_to_an_address_that_was_typed_wrongly_goes_to_who_reads_the_right_one(
    olu, host_membership, come_in, client, now
):
    """Its reader has led until then."""
    contact = ContactFactory(organisation=host_membership.organisation, name="Nia Rees", email="mia@example.org")
    seat = SeatFactory(membership=host_membership, contact=contact, is_lead=True)
    come_in("mia@example.org")
    stranger = User.objects.get(email="mia@example.org")
    assert stranger.role == "lead"
    contact.refresh_from_db()
    assert can_change_contact(reread(olu), contact)
    contact.email = "nia@example.org"
    contacts.change(contact=contact, by=olu, now=now)
    assert client.get(reverse("dashboard")).url.startswith(reverse("sign-in"))
    assert (reread(stranger).role, sign_ins.contact_for("mia@example.org")) == ("partner", None)
    come_in("nia@example.org")
    seat.refresh_from_db()
    assert (seat.contact.user.email, seat.contact.user.role) == ("nia@example.org", "lead")
    assert Contact.objects.filter(user=stranger).count() == 0


def test_whom_an_administrator_made_a_lead_keeps_their_way_in_and_the_mail_says_so(olu, ada, host_membership, now):
    nia = UserFactory(email="nia@example.org")
    SeatFactory(membership=host_membership, is_lead=True, contact__email=nia.email, contact__user=nia)
    contact = olu.contacts.get()
    contact.email = "elsewhere@example.org"
    contacts.change(contact=contact, by=ada, now=now)
    assert sign_ins.contact_for("elsewhere@example.org") is None
    assert sign_ins.contact_for("olu@example.org").user == olu
    sentence = "go on signing in with olu@example.org, which only an administrator changes"
    assert sentence in said("address-changed", nia, now).mail_text


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
    browser.post(page, {**form, "role": "lead", "only_by_seat": "on"})
    assert reread(nia).is_lead_by_seat
    assert "a lead only while they have" in browser.get(page).content.decode()
    browser.post(page, {**form, "role": "lead"})
    assert not reread(nia).is_lead_by_seat
    assert "a lead only while they have" not in browser.get(page).content.decode()
    SeatFactory(membership=host_membership, contact=olu.contacts.get(), is_lead=True)
    seats.end(seat=Contact.objects.get(pk=heir.pk).seats.get(to_on=None), by=olu, now=now)
    assert reread(nia).role == "lead"


def test_who_leads_by_a_seat_is_made_a_partner_by_the_end_of_the_seat(heir, come_in, ada, browser_of):
    come_in("nia@example.org")
    nia = User.objects.get(email="nia@example.org")
    form = {"email": nia.email, "name": "Nia", "is_active": "on", "role": "partner"}
    said = browser_of(ada).post(reverse("admin:partnerships_user_change", args=[nia.pk]), form).content.decode()
    assert "They lead by a seat" in said
    assert reread(nia).role == "lead"


def test_a_viewer_who_is_given_a_lead_keeps_the_directory_and_sees_the_rest(host_membership, olu, ravi, browser_of):
    vera = UserFactory(role="viewer")
    assert not can_keep_directory(vera)
    SeatFactory(membership=host_membership, is_lead=True, contact__user=vera, contact__email=vera.email)
    vera = reread(vera)
    assert can_keep_directory(vera)
    assert browser_of(vera).get(reverse("add-organisation")).status_code == 200
    elsewhere = Seat.objects.get(contact__user=ravi).membership.partnership
    assert browser_of(vera).get(reverse("edit-partnership", args=[elsewhere.pk])).status_code == 403
