"""Nothing of Pantry's reaches a stranger: not by a search, not by a corner of a page, not by mail."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communications.engine import outbox, relay
from communications.models import Delivery
from communications.reminders import planner
from partnerships.models import Contact

from .canary import OWNED, SHARED, tables
from .roles import ROLES
from .table import TABLE

pytestmark = pytest.mark.django_db
STRANGERS = [role for role in ROLES if role.is_stranger_to_pantry]
LEAD = next(role for role in ROLES if role.name == "lead")
ADMINISTRATOR = next(role for role in ROLES if role.name == "administrator")
SEARCHES = [
    ("partnerships", "q"),
    ("find", "q"),
    ("contacts", "q"),
    ("organisations", "q"),
    ("organisations", "area"),
    ("similar-organisations", "name"),
    ("add-partnership", "q"),
    ("imports", "show"),
    ("sign-in", "next"),
]
FILTERS = ["status=stuck", "stage=identify", "state=active", "mine=on", "after=made-up", "before=made-up"]


def corners(side):
    """Addresses whose words depend on the row's state or on a query."""
    day = side.answered_check_in.due_on.isoformat()
    partnership = {"partnership_id": side.partnership.pk}
    for round in (side.draft_round, side.asked_round, side.closed_round):
        yield reverse("round", args=[round.pk])
        yield reverse("round-poster", args=[round.pk])
    yield reverse("agreement", kwargs=partnership, query={"version": 1})
    yield reverse("agreement", args=[side.drafting.pk])
    yield reverse("print-agreement", args=[side.version_in_force.pk])
    yield reverse("add-objective", kwargs=partnership, query={"line": side.common_line.pk})
    yield reverse("write-their-side", args=[side.conversation.pk], query={"for-them": ""})
    yield reverse("check-ins", kwargs=partnership, query={"round": day})
    yield reverse("celebrations", kwargs=partnership, query={"after": "made-up"})
    yield reverse("story", kwargs=partnership, query={"before": "made-up"})
    yield reverse("invite-organisation", kwargs=partnership, query={"q": "wren"})
    yield reverse("answer-check-in", args=[side.check_in.pk], query={"for-them": ""})
    yield reverse("accept-agreement", args=[side.shared_version.pk], query={"seat": side.seat.pk})
    yield f"{side.partnership.get_absolute_url()}nowhere/"


def read(traveller, role, address, **headers):
    """The canaries in the answer to this person."""
    response = traveller.browsers.of(role).get(address, headers=headers)
    content = b"" if response.streaming else response.content
    return traveller.canaries.in_text(f"{content.decode(errors='replace')} {response.headers}")


def test_every_model_belongs_to_partnerships_or_is_shared():
    assert {model.__name__ for model in tables()} == {model.__name__ for model in OWNED} | SHARED


def test_olu_and_ada_read_words_of_every_kind_of_row(traveller):
    pantry, found = traveller.world.pantry, set()
    pages = [traveller.address(name, pantry) for name in TABLE]
    for address in [*pages, *corners(pantry)]:
        found |= read(traveller, LEAD, address)
    found |= read(traveller, LEAD, reverse("give-feedback", args=[pantry.open_round.code], query={"easy": 1}))
    for name in ("outbox", "outbox-message", "outbox-message-html"):
        found |= read(traveller, ADMINISTRATOR, traveller.address(name, pantry))
    found |= read(traveller, ADMINISTRATOR, reverse("admin:background-jobs"))
    planted = set(traveller.canaries.whose(traveller.canaries.planted))
    # What was said to an open round is read by nobody.
    assert set(traveller.canaries.whose(found)) == planted - {"BallotBox.papers"}


@pytest.mark.parametrize("role", STRANGERS, ids=lambda role: role.name)
def test_a_stranger_finds_nothing_in_the_corners(role, traveller):
    world, htmx = traveller.world, {"HX-Request": "true"}
    for address in [*corners(world.pantry), *corners(world.boxing)]:
        assert read(traveller, role, address) == set(), address
        assert read(traveller, role, address, **htmx) == set(), address


@pytest.mark.parametrize("role", STRANGERS, ids=lambda role: role.name)
def test_a_stranger_finds_nothing_by_searching(role, traveller):
    # Part of the words only, so that a page which repeats the question does not look like an answer.
    searches = [reverse(name, query={parameter: "wren"}) for name, parameter in SEARCHES]
    for address in [*searches, *(f"{reverse('partnerships')}?{choice}" for choice in FILTERS)]:
        assert read(traveller, role, address) == set(), address


def test_olu_finds_her_own_by_searching(traveller):
    assert read(traveller, LEAD, reverse("partnerships", query={"q": "wren"}))


def test_no_stranger_is_told_by_mail(traveller, settings):
    settings.EMAIL_URL = "outbox"
    world = traveller.world
    Delivery.objects.all().delete()
    for day in range(10):
        at = (world.now + timedelta(days=day)).replace(hour=11)
        planner.plan(at)
        relay.relay(at)
        while outbox.pump(at):
            pass
    strangers = Contact.objects.filter(pk__in=[contact.pk for contact in world.boxing.people.values()])
    letters = Delivery.objects.exclude(frozen_at=None)
    told = {letter: traveller.canaries.in_text(" ".join(map(str, vars(letter).values()))) for letter in letters}
    assert {letter.contact for letter, words in told.items() if words} == set(world.pantry.people.values())
    assert strangers.count() == len({letter.contact for letter, words in told.items() if letter.contact in strangers})
    assert [letter for letter, words in told.items() if words and letter.contact in strangers] == []
