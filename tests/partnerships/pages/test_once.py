"""Whoever presses a button twice has done it once."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from partnerships.models import Membership, Milestone, Organisation, Seat, SentForm

from ...clock import NOW, standing_at
from ...factories import ContactFactory, OrganisationFactory
from ...parts import needs_connections

pytestmark = pytest.mark.django_db


def key_on(page):
    return re.search(r'name="once" value="([0-9a-f-]{36})"', page.content.decode())[1]


def milestone(key, **more):
    return {"title": "Open the hall", "due_on": "1 March 2027", "once": key, **more}


def test_every_form_carries_the_key_of_its_page():
    texts = {path: path.read_text() for path in (settings.ROOT / "templates").rglob("*.html")}
    keyed = sum("_once.html" in text for text in texts.values())
    assert keyed > 30
    unlike = [path.name for path, text in texts.items() if text.count("csrf_token %}") != text.count('"_once.html"')]
    assert unlike == []


def test_a_milestone_sent_twice_is_there_once_and_leads_to_the_same_place(olu, pantry, browser_of):
    olus, url = browser_of(olu), reverse("add-milestone", args=[pantry.pk])
    key = key_on(olus.get(url))
    first, second = olus.post(url, milestone(key)), olus.post(url, milestone(key), follow=True)
    assert Milestone.objects.count() == 1
    assert second.redirect_chain[0][0] == first.url
    assert "That was sent twice: it counts once." in second.content.decode()


def test_a_form_that_comes_back_for_a_mend_goes_on_with_its_key(olu, pantry, browser_of):
    olus, url = browser_of(olu), reverse("add-milestone", args=[pantry.pk])
    key = key_on(olus.get(url))
    page = olus.post(url, milestone(key, due_on="31 February 2027"))
    assert key_on(page) == key
    assert not SentForm.objects.exists()
    olus.post(url, milestone(key))
    assert Milestone.objects.count() == 1


def test_the_next_page_has_another_key(olu, pantry, browser_of):
    olus, url = browser_of(olu), reverse("add-milestone", args=[pantry.pk])
    for _ in range(2):
        olus.post(url, milestone(key_on(olus.get(url))))
    assert Milestone.objects.count() == 2


def test_another_text_from_the_same_page_is_another_form(olu, pantry, browser_of):
    """Back, changed, and sent again."""
    olus, url = browser_of(olu), reverse("add-milestone", args=[pantry.pk])
    key = key_on(olus.get(url))
    for title in ("Open the hall", "Paint the hall"):
        olus.post(url, milestone(key, title=title))
    assert Milestone.objects.count() == 2


@pytest.mark.parametrize("key", ["", "nonsense", "1" * 500])
def test_a_key_that_is_none_does_not_stop_a_form(key, olu, pantry, browser_of):
    browser_of(olu).post(reverse("add-milestone", args=[pantry.pk]), milestone(key))
    assert Milestone.objects.count() == 1


def test_who_may_not_do_it_uses_up_no_key(mina, olu, pantry, browser_of):
    key, url = str(uuid.uuid4()), reverse("add-milestone", args=[pantry.pk])
    assert browser_of(mina).post(url, milestone(key)).status_code == 403
    assert not SentForm.objects.exists()


def race(act, count=20):
    """`count` threads do it at the same moment."""

    def one(_):
        try:
            with standing_at(NOW):
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
@needs_connections
@pytest.mark.parametrize("page", ["organisation", "seat", "milestone", "invitation"])
def test_twenty_presses_at_once_are_one_row(page, olu, pantry, larder_membership, host_membership, browser_of):
    other = OrganisationFactory(name="Sale Choir")
    contact = ContactFactory(organisation=larder_membership.organisation)
    url, sent, rows = {
        "organisation": (reverse("add-organisation"), {"name": "Partington Reading Room"}, Organisation.objects),
        "seat": (
            reverse("add-seat", args=[larder_membership.pk]),
            {"contact": contact.pk, "authority": "decides", "capacity": "institution"},
            Seat.objects,
        ),
        "milestone": (reverse("add-milestone", args=[pantry.pk]), milestone(""), Milestone.objects),
        "invitation": (
            reverse("invite-organisation", args=[pantry.pk]) + f"?organisation={other.pk}",
            {"stage": "met"},
            Membership.objects,
        ),
    }[page]
    before, key, session = rows.count(), str(uuid.uuid4()), browser_of(olu).cookies["sessionid"].value

    def press():
        client = Client()
        client.cookies["sessionid"] = session
        return client.post(url, {**sent, "once": key})

    answers = race(press)
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert rows.count() == before + 1
