"""A button that causes mail says so first, keeps to what it said, and does as is wished."""

import html
import re

import pytest
from django.db import transaction
from django.urls import reverse

from communications.engine.relay import relay
from communications.models import Delivery
from communications.notices.presses import PRESSES
from partnerships.models import Contact, Event, User

from ..clock import NOW
from .bodies import BODIES
from .roles import ROLES

pytestmark = pytest.mark.django_db
LEAD = next(role for role in ROLES if role.name == "lead")
LINE = "See you at <b>lunch</b> & tea"
# Whoever is only known by what is typed: whom the page named first is part of it.
TYPED = {name for name, press in PRESSES.items() if press.besides}
REACHED = {"add-seat": {"email": "nia.rees@example.org"}}


@pytest.fixture(autouse=True)
def an_address_for_all(db):
    Contact.objects.filter(email="").update(email="lena@example.org")
    for user in User.objects.filter(contacts=None):
        Contact.objects.create(name=str(user), email=user.email, user=user)


@pytest.fixture
def press(traveller):
    """`press(name, **wish)`: (the answer, the messages that it caused). All of it is taken back after the test."""
    side = LEAD.side_of(traveller.world, "own")

    def press(name, *, facts=False, **wish):
        with transaction.atomic():
            relay(NOW)
            before = set(Delivery.objects.values_list("pk", flat=True))
            old = list(Event.objects.values_list("pk", flat=True))
            client = traveller.browsers.of(LEAD, name)
            answer = client.post(traveller.address(name, side), BODIES[name](side) | REACHED.get(name, {}) | wish)
            relay(NOW)
            caused = list(Delivery.objects.exclude(pk__in=before).select_related("contact", "event"))
            told = [str(fact) for fact in Event.objects.exclude(pk__in=old)]
            transaction.set_rollback(True)
        return (answer, caused, told) if facts else (answer, caused)

    return press


@pytest.fixture
def page(traveller):
    """The page with the button, as the lead reads it."""
    side = LEAD.side_of(traveller.world, "own")

    def page(name):
        client = traveller.browsers.of(LEAD, name)
        shown_on = PRESSES[name].page
        if shown_on == "round":
            address = reverse(shown_on, args=[side.draft_round.pk])
        else:
            address = traveller.address(shown_on or name, side)
        return html.unescape(client.get(address).content.decode())

    return page


def named_on(page):
    """(how many, who) the page says get mail."""
    found = re.search(r"<strong>(\d+) (?:person|people)[^<]*:</strong> (.*?)\. (?:At once|Where)", page, re.DOTALL)
    return (int(found[1]), sorted(found[2].split(", "))) if found else (0, [])


def people(messages):
    return sorted({message.contact.name for message in messages})


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_the_page_promises_exactly_what_the_press_sends(name, page, press):
    words = page(name)
    assert "Who gets mail from this" in words
    count, named = named_on(words)
    answer, caused = press(name)
    assert answer.status_code == 302
    assert count == len(named)
    if name in TYPED:
        assert PRESSES[name].besides in words
        assert set(named) <= set(people(caused))
        assert caused
    else:
        assert named == people(caused)
        assert caused


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_the_mail_is_shown_to_whom_and_as_it_reads_and_nothing_is_done(name, traveller, press):
    answer, left = press(name, rehearse="1", personal_line=LINE)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing was sent" in shown
    assert "alert-success" not in shown
    assert html.escape(LINE) in shown
    assert LINE not in shown
    assert left == []
    _, caused = press(name)
    to = {html.unescape(one) for one in re.findall(r">To (.*?) &lt;", shown)}
    assert sorted(to) == people(caused)


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_nobody_gets_mail_when_that_is_wished_and_the_fact_says_so(name, press):
    answer, caused, facts = press(name, mail="none", facts=True)
    assert answer.status_code == 302
    assert caused == []
    assert all(fact.endswith("(no mail was sent, by choice)") for fact in facts)
    assert facts
