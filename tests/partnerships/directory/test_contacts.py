from datetime import timedelta

import pytest
from django.urls import reverse

from partnerships.links import links
from partnerships.models import ActionLink, Contact

from ...clock import NOW
from ...factories import ContactFactory, SeatFactory


@pytest.fixture
def sam(larder_membership):
    return ContactFactory(organisation=larder_membership.organisation, name="Sam Okoro", email="sam@example.org")


@pytest.fixture
def link(sam):
    return links.make(ActionLink.Purpose.ANSWER, contact=sam, target_id=1)


def details(**changes):
    return {"name": "Sam Okoro", "email": "sam@example.org", "preferred_channel": "email", **changes}


def edit(client, contact, **changes):
    return client.post(reverse("edit-contact", args=[contact.pk]), details(**changes))


def is_alive(link):
    return ActionLink.objects.alive(NOW).filter(pk=link.pk).exists()


def test_a_contact_is_added_to_an_organisation_by_somebody(browser_of, olu, larder):
    response = browser_of(olu).post(reverse("add-contact", args=[larder.pk]), details(job_title="Manager"))
    contact = Contact.objects.get(name="Sam Okoro")
    assert response.url == reverse("organisation", args=[larder.pk])
    assert (contact.organisation, contact.job_title, contact.user) == (larder, "Manager", None)
    assert contact.history.get().history_user == olu


def test_a_changed_address_ends_the_links_sent_to_the_old_one(browser_of, olu, sam, link):
    edit(browser_of(olu), sam, email="sam.okoro@example.org")
    assert not is_alive(link)


def test_another_job_title_or_capitals_in_the_address_end_no_link(browser_of, olu, sam, link):
    edit(browser_of(olu), sam, job_title="Director", email="Sam@example.org")
    sam.refresh_from_db()
    assert (sam.job_title, is_alive(link)) == ("Director", True)


def test_who_has_left_gets_no_more_links(browser_of, olu, sam, link):
    yesterday = NOW.date() - timedelta(days=1)
    edit(browser_of(olu), sam, to_on=f"{yesterday:%d/%m/%Y}")
    sam.refresh_from_db()
    assert (sam.to_on, is_alive(link)) == (yesterday, False)


def test_nobody_leaves_tomorrow_or_before_they_came(browser_of, olu, sam, link):
    tomorrow = NOW.date() + timedelta(days=1)
    response = edit(browser_of(olu), sam, to_on=f"{tomorrow:%d/%m/%Y}")
    assert response.context["form"].errors["to_on"] == ["Give the day they left, today or earlier."]
    response = edit(browser_of(olu), sam, from_on="2 May 2026", to_on="1 May 2026")
    assert response.context["form"].errors["__all__"] == ["The leaving date is before the starting date."]
    assert is_alive(link)


def test_who_is_reached_by_mail_needs_an_address(browser_of, olu, larder):
    address = reverse("add-contact", args=[larder.pk])
    response = browser_of(olu).post(address, details(email=""))
    assert "email" in response.context["form"].errors
    assert browser_of(olu).post(address, details(email="", preferred_channel="phone")).status_code == 302


def test_the_page_of_somebody_seated_says_where(browser_of, olu, sam, larder_membership):
    SeatFactory(membership=larder_membership, contact=sam)
    page = browser_of(olu).get(reverse("edit-contact", args=[sam.pk])).content.decode()
    assert "has a seat in" in page
    assert reverse("people", args=[larder_membership.partnership_id]) in page


def test_a_partner_sees_a_colleague_and_may_not_change_them(browser_of, mina, sam, larder_membership):
    assert browser_of(mina).get(reverse("edit-contact", args=[sam.pk])).status_code == 404
    SeatFactory(membership=larder_membership, contact=sam)
    assert edit(browser_of(mina), sam, name="Somebody else").status_code == 403
    sam.refresh_from_db()
    assert sam.name == "Sam Okoro"


def test_a_partner_reads_how_to_reach_who_takes_part_and_nobody_who_was_only_spoken_with(
    browser_of, mina, olu, pantry, larder_membership
):
    told = SeatFactory(membership__partnership=pantry, membership__stage="met", contact__name="Nora Quinn").contact
    colleague = SeatFactory(membership=larder_membership, contact__name="Sam Lee").contact
    people = browser_of(mina).get(reverse("contacts")).content.decode()
    found = browser_of(mina).get(reverse("find"), {"q": "Nora"}).content.decode()
    for one in (olu.contacts.get(), colleague):
        assert one.email in people, one
    assert told.email not in people + found
    assert told.email in browser_of(olu).get(reverse("contacts")).content.decode()


def test_who_is_only_spoken_with_sees_their_own_colleagues(browser_of, mina, larder_membership, sam):
    larder_membership.stage = "met"
    larder_membership.save()
    SeatFactory(membership=larder_membership, contact=sam)
    assert sam in Contact.objects.visible_to(mina)
