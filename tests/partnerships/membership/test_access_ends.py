"""Left is left at once, and a new address is the same person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from communications.engine.relay import relay
from communications.models import Delivery
from partnerships.accounts import second_steps
from partnerships.links import links
from partnerships.links.actions import sign_ins
from partnerships.membership.actions import access, contacts, seats
from partnerships.models import ActionLink, Contact, Partnership, Seat, SignIn, User

from ...factories import ContactFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(mina):
    return mina.contacts.get()


def leave(contact, by, now):
    contact.to_on = now.date()
    contacts.change(contact=contact, by=by, now=now)


def move(contact, address, by, now):
    contact.email = address
    contacts.change(contact=contact, by=by, now=now)


def waiting_sign_in(email, now):
    sign_ins.ask(email=email, browser=f"b {email} {now}", now=now)
    return SignIn.objects.latest("pk")


def sign_in(email, now):
    """Whoever signs in by a mail to this address."""
    return sign_ins.use(sign_in=waiting_sign_in(email, now), now=now)


def test_who_has_left_is_signed_out_with_the_next_page(contact, mina, olu, pantry, browser_of, now):
    browser, page = browser_of(mina), reverse("partnership", args=[pantry.pk])
    assert browser.get(page).status_code == 200
    leave(contact, olu, now)
    assert browser.get(page).url.startswith(reverse("sign-in"))
    assert not Partnership.objects.visible_to(mina).exists()


def test_a_lead_who_has_left_leads_no_more(olu, ada, pantry, host_membership, now):
    SeatFactory(membership=host_membership, is_lead=True)
    leave(olu.contacts.get(), ada, now)
    assert not Partnership.objects.led_by(olu).exists()
    assert not Seat.objects.current().of_user(olu).exists()


def test_the_only_lead_is_first_given_a_successor(olu, ada, now):
    contact = olu.contacts.get()
    with pytest.raises(seats.LastLead):
        leave(contact, ada, now)
    contact.refresh_from_db()
    assert (contact.to_on, Seat.objects.current().of_contact(contact).count()) == (None, 1)


def test_the_page_says_who_must_lead_before_the_last_lead_leaves(olu, ada, browser_of, host_membership):
    contact = olu.contacts.get()
    sent = {"name": contact.name, "email": contact.email, "preferred_channel": "email", "to_on": "1/11/2026"}
    page = browser_of(ada).post(reverse("edit-contact", args=[contact.pk]), sent).content.decode()
    assert "is the only lead. Give somebody else the lead first." in page


def test_nothing_that_waits_for_who_has_left_opens_anything(contact, olu, now):
    link = links.make(ActionLink.Purpose.ACCEPT, contact=contact, target_id=1)
    sign_in = waiting_sign_in(contact.email, now)
    leave(contact, olu, now)
    link.refresh_from_db()
    sign_in.refresh_from_db()
    assert link.revoked_at == now
    with pytest.raises(sign_ins.SignInRefused):
        sign_ins.use(sign_in=sign_in, now=now)


def test_a_code_mailed_to_the_old_address_is_void(contact, olu, now):
    sign_in = waiting_sign_in(contact.email, now)
    move(contact, "mina@larder.example", olu, now)
    with pytest.raises(sign_ins.SignInRefused):
        sign_ins.with_code(browser=f"b {contact.email}", code=sign_in.code, now=now)


def test_a_new_address_signs_in_as_the_same_person_and_takes_nothing_of_the_account_along(contact, mina, olu, now):
    move(contact, "mina@larder.example", olu, now)
    user = sign_in("Mina@larder.example", now)
    contact.refresh_from_db()
    assert (contact.user, contact.name, user.email) == (user, "Mina Patel", "mina@larder.example")
    assert (mina.contacts.count(), mina.email) == (0, "mina@example.org")


@pytest.fixture
def puppets(ravi, now):
    """Two contacts of Ravi's under one address of his, each with a seat of his own partnership, and their account."""
    membership = ravi.contacts.get().seats.get().membership
    pair = [SeatFactory(membership=membership, contact__email="evil@example.net").contact for _ in range(2)]
    evil = sign_in("evil@example.net", now)
    for contact in pair:
        contact.refresh_from_db()
        assert contact.user == evil
    return pair, evil


def test_an_account_does_not_follow_one_of_its_contacts_to_the_address_of_somebody_else(
    puppets, contact, ravi, mina, now
):
    """Mina has never signed in: nobody's account has her address yet."""
    (one, other), evil = puppets
    User.objects.filter(pk=mina.pk).update(email="nobody@example.org")
    contact.user = None
    contact.save()
    move(other, "mina@example.org", ravi, now)
    user = sign_in("mina@example.org", now)
    assert user != evil
    assert {found.pk for found in user.contacts.all()} == {contact.pk, other.pk}
    assert list(evil.contacts.all()) == [one]


def test_an_account_does_not_wait_under_an_address_that_somebody_is_given_later(
    puppets, larder_membership, ravi, now, browser_of
):
    (_, other), evil = puppets
    move(other, "newcomer@example.org", ravi, now)
    newcomer = SeatFactory(membership=larder_membership, contact__email="newcomer@example.org").contact
    assert sign_in("newcomer@example.org", now) != evil
    newcomer.refresh_from_db()
    assert newcomer.user != evil
    assert not Partnership.objects.visible_to(evil).filter(pk=larder_membership.partnership_id).exists()


def test_nobody_meets_a_second_step_of_somebody_else_at_their_own_address(puppets, ravi, now):
    (one, other), evil = puppets
    TOTPDevice.objects.create(user=evil, confirmed=True)
    for contact in (one, other):
        move(contact, "samuel@example.org", ravi, now)
    assert not second_steps.has(sign_in("samuel@example.org", now))


def test_a_contact_that_somebody_was_given_and_that_goes_elsewhere_takes_nothing_of_them_along(
    contact, mina, ravi, ada, now
):
    membership = ravi.contacts.get().seats.get().membership
    fake = SeatFactory(membership=membership, contact__email=mina.email, contact__name="Fake Mina").contact
    assert sign_in(mina.email, now) == mina
    fake.refresh_from_db()
    move(fake, "evil@example.net", ada, now)
    evil = sign_in("evil@example.net", now)
    assert evil != mina
    assert [seat.contact for seat in Seat.objects.current().of_user(evil)] == [fake]


def test_an_account_of_another_address_has_no_part_in_who_reads_this_one(contact, mina, now):
    contact.user = UserFactory(email="other@example.org")
    contact.save()
    assert sign_in(mina.email, now) == mina
    contact.refresh_from_db()
    assert contact.user == mina


def test_a_lead_keeps_the_name_they_sign_in_with(olu, ada, now):
    move(olu.contacts.get(), "olu@elsewhere.example", ada, now)
    olu.refresh_from_db()
    assert olu.email == "olu@example.org"


def test_a_lead_leads_on_however_often_their_address_is_typed_wrongly(olu, ada, now):
    """At the second time they have signed in, and so have a contact of their own name beside the one that leads."""
    contact = olu.contacts.get()
    move(contact, "olu@elsewhere.example", ada, now)
    assert sign_in("olu@example.org", now) == olu
    for address in ("olu@nowhere.example", "olu@example.org", "olu@somewhere.example"):
        move(contact, address, ada, now)
        assert Seat.objects.current().of_user(olu).filter(is_lead=True).exists(), address


def test_a_mailbox_opens_no_door_of_somebody_who_leads(olu, ada, now):
    move(olu.contacts.get(), "olu@elsewhere.example", ada, now)
    assert sign_ins.contact_for("olu@elsewhere.example") is None


def test_the_old_address_and_the_leads_hear_of_a_new_one(contact, olu, ada, now):
    move(contact, "mina@larder.example", ada, now)
    relay(now)
    told = Delivery.objects.filter(notice="address-changed").values_list("contact__name", "former_address")
    assert sorted(told) == [("Mina Patel", "mina@example.org"), ("Olu Adeyemi", "")]


def test_an_address_that_nobody_ever_used_is_nobodys_to_hear_of(larder, olu, now):
    tom = ContactFactory(organisation=larder, name="Tom Ashworth", email="stranger@example.org")
    move(tom, "tom@example.org", olu, now)
    relay(now)
    assert not Delivery.objects.exists()


def test_an_address_that_was_written_to_hears_of_a_new_one(larder, olu, now):
    tom = ContactFactory(organisation=larder, name="Tom Ashworth", email="tom@example.org")
    Delivery.objects.create(
        notice="welcome", dedupe_key="k", contact=tom, state="sent", to_address="Tom@example.org", not_before=now
    )
    move(tom, "t.ashworth@example.org", olu, now)
    relay(now)
    assert Delivery.objects.get(notice="address-changed").former_address == "tom@example.org"


def test_a_lead_of_two_partnerships_hears_once_of_a_new_address(contact, olu, ada, now):
    there = SeatFactory(contact=contact).membership.partnership
    SeatFactory(membership__partnership=there, contact=olu.contacts.get(), is_lead=True)
    move(contact, "mina@larder.example", ada, now)
    relay(now)
    assert Delivery.objects.filter(contact__user=olu).count() == 1


@pytest.fixture
def tom(larder, olu, mina, now):
    """Somebody without a seat under Olu's address, whose owner has signed in since."""
    tom = ContactFactory(organisation=larder, name="Tom Ashworth", email="olu@example.org")
    sign_ins.connect(email=olu.email, by=olu, now=now)
    tom.refresh_from_db()
    assert tom.user == olu
    return tom


@pytest.mark.parametrize("ends", [leave, lambda tom, by, now: move(tom, "tom@example.org", by, now)])
def test_nobody_is_signed_out_by_editing_somebody_else_under_their_address(tom, olu, ada, browser_of, now, ends):
    browser = browser_of(olu)
    ends(tom, ada, now)
    assert browser.get(reverse("dashboard")).status_code == 200


def test_a_contact_that_gets_its_own_address_again_is_no_longer_the_others(tom, olu, ada, now):
    move(tom, "tom@example.org", ada, now)
    tom.refresh_from_db()
    olu.refresh_from_db()
    assert (tom.user, olu.email, olu.contacts.get().name) == (None, "olu@example.org", "Olu Adeyemi")


def test_a_seat_in_two_partnerships_brings_one_mail_to_the_old_address(contact, olu, ada, now):
    SeatFactory(contact=contact)
    move(contact, "mina@larder.example", ada, now)
    relay(now)
    assert Delivery.objects.exclude(former_address="").count() == 1


def test_a_seat_given_to_a_typed_address_shows_its_owner_nothing_before_they_sign_in(ravi, mina, now):
    membership = ravi.contacts.get().seats.get().membership
    typed = Contact(organisation=membership.organisation, name="M", email="mina@example.org")
    seats.take(
        membership=membership, contact=typed, is_lead=False, authority="observes", capacity="institution", by=ravi,
        now=now,
    )  # fmt: skip
    assert typed.user is None


def test_a_person_deactivated_by_an_administrator_is_out_at_once(mina, ada, browser_of):
    browser = browser_of(mina)
    assert browser.get(reverse("partnerships")).status_code == 200
    sent = {"email": mina.email, "name": mina.name, "role": mina.role}
    assert browser_of(ada).post(reverse("admin:partnerships_user_change", args=[mina.pk]), sent).status_code == 302
    assert browser.get(reverse("partnerships")).url.startswith(reverse("sign-in"))


def test_admin_lets_nobody_keep_a_seat_who_has_left(contact, mina, ada, browser_of, pantry, today):
    form = (
        browser_of(ada).get(reverse("admin:partnerships_contact_change", args=[contact.pk])).context["adminform"].form
    )
    sent = {name: value for name, value in form.initial.items() if value is not None} | {"to_on": today.isoformat()}
    answer = browser_of(ada).post(reverse("admin:partnerships_contact_change", args=[contact.pk]), sent)
    assert answer.status_code == 302
    assert not Seat.objects.current().of_user(mina).exists()


def test_ended_sessions_can_be_begun_anew(mina, browser_of):
    mina.end_sessions()
    assert browser_of(mina).get(reverse("partnerships")).status_code == 200


def test_close_doors_of_somebody_who_never_signed_in_is_no_error(now, db):
    access.close_doors(ContactFactory(), now=now)


def test_an_address_typed_wrongly_is_put_right_again_by_who_typed_it(contact, olu, browser_of, now):
    sign_in(contact.email, now)
    browser, page = browser_of(olu), reverse("edit-contact", args=[contact.pk])
    form = {"name": contact.name, "preferred_channel": "email"}
    for address in ("mina.typo@example.org", "mina@example.org"):
        assert browser.post(page, {**form, "email": address}).status_code == 302, address
    assert sign_in("mina@example.org", now + timedelta(hours=1)).email == "mina@example.org"
    contact.refresh_from_db()
    assert contact.user.email == "mina@example.org"
    assert sign_ins.contact_for("mina.typo@example.org") is None


def test_a_password_shows_nobody_that_its_owner_reads_the_address(olu, contact, client, now):
    """An administrator mistyped a lead's account: it has the address of somebody who never signed in."""
    stranger = ContactFactory(name="Grace", email="grace@example.org")
    User.objects.filter(pk=olu.pk).update(email="grace@example.org")
    olu.set_password("three blue narrowboats")
    olu.save(update_fields=["password"])
    client.post(
        reverse("sign-in-with-password"), {"username": "grace@example.org", "password": "three blue narrowboats"}
    )
    assert client.session.get("_auth_user_id") == str(olu.pk)
    stranger.refresh_from_db()
    assert stranger.user is None


def test_an_account_is_not_given_the_address_of_somebody_else(ada, olu, contact, browser_of):
    page = reverse("admin:partnerships_user_change", args=[olu.pk])
    form = {"email": "Mina@example.org", "name": "Olu", "role": "lead", "is_active": "on"}
    Contact.objects.filter(pk=contact.pk).update(user=None)
    said = browser_of(ada).post(page, form).content.decode()
    assert "This is the address of Mina Patel" in said
    assert User.objects.get(pk=olu.pk).email == "olu@example.org"


@pytest.mark.parametrize("change", [{"email": "olu2@example.org"}, {"role": "viewer"}, {"is_active": ""}])
def test_what_an_administrator_changes_of_an_account_ends_its_sessions_for_good(
    ada, olu, pantry, browser_of, change, now
):
    browser, page = browser_of(olu), reverse("partnership", args=[pantry.pk])
    assert browser.get(page).status_code == 200
    form = {"email": olu.email, "name": "Olu", "role": "lead", "is_active": "on"}
    adas, account = browser_of(ada), reverse("admin:partnerships_user_change", args=[olu.pk])
    for sent in ({**form, **change}, form):
        assert adas.post(account, {name: value for name, value in sent.items() if value}).status_code == 302
    assert browser.get(page).url.startswith(reverse("sign-in"))


@pytest.mark.parametrize("change", [{"role": "lead"}, {"is_active": ""}])
def test_the_only_administrator_stays_one(ada, browser_of, change):
    page = reverse("admin:partnerships_user_change", args=[ada.pk])
    form = {"email": ada.email, "name": "Ada", "role": "administrator", "is_active": "on"} | change
    sent = {name: value for name, value in form.items() if value}
    assert "Ada Brook is the only administrator" in browser_of(ada).post(page, sent).content.decode()
    UserFactory(role="administrator", is_active=False)
    assert "is the only administrator" in browser_of(ada).post(page, sent).content.decode()
    UserFactory(role="administrator")
    assert browser_of(ada).post(page, sent).status_code == 302


def test_a_new_name_in_admin_signs_nobody_out(ada, olu, pantry, browser_of):
    browser = browser_of(olu)
    form = {"email": olu.email, "name": "Olu A.", "role": "lead", "is_active": "on"}
    browser_of(ada).post(reverse("admin:partnerships_user_change", args=[olu.pk]), form)
    assert browser.get(reverse("partnership", args=[pantry.pk])).status_code == 200
