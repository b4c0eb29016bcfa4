"""The cast and the clock.

Olu leads the Pantry partnership for the council. Mina works at a partner, the Sale pantry. Ravi leads another
partnership and must see nothing of theirs. Ada administers.
"""

import sqlite3

import pytest
from django.db import connections
from django.test import Client, override_settings

from partnerships.events import history
from partnerships.models import Membership, User

from . import clock, gaps
from .factories import (
    ContactFactory,
    MembershipFactory,
    OrganisationFactory,
    PartnershipFactory,
    SeatFactory,
    UserFactory,
)


@pytest.fixture(autouse=True)
def quick_and_quiet(settings):
    """Passwords hash in no time, and no commit of a test rings a real broker."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_BROKER_URL = "memory://"


@pytest.fixture(autouse=True)
def one_clock(settings):
    """Pages go by the cast's clock."""
    settings.CLOCK = "tests.clock.now"


@pytest.fixture(autouse=True)
def histories_by_the_same_clock():
    """Lines of history that no verb signs, such as those of the factories, are of the cast's morning too."""
    with history.signed(by=None, now=clock.NOW):
        yield


@pytest.fixture(autouse=True)
def whole_sentences():
    """No template prints a word that nobody gave it."""
    with gaps.noticing() as noticed:
        yield
        assert sorted(set(noticed)) == []


@pytest.fixture(scope="session", autouse=True)
def files_of_their_own(tmp_path_factory):
    """What tests upload stays away from the files of this machine's own site."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture
def on_disk(transactional_db, tmp_path):
    """SQLite in memory refuses a second writer where a file, as in production, lets it wait."""
    memory = connections["default"]
    if memory.vendor != "sqlite" or not memory.is_in_memory_db():
        yield
        return
    with sqlite3.connect(tmp_path / "db.sqlite3") as copy:
        memory.connection.backup(copy)
    name, memory.settings_dict["NAME"] = memory.settings_dict["NAME"], str(tmp_path / "db.sqlite3")
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    memory.settings_dict["NAME"], connections["default"] = name, memory


@pytest.fixture
def now():
    """A fixed morning: Tuesday 1 December 2026, nine o'clock in London. Passed in, never patched."""
    return clock.NOW


@pytest.fixture
def today(now):
    return now.date()


def person(name, role, organisation):
    """A user and their contact at an organisation."""
    first = name.split()[0].lower()
    user = UserFactory(email=f"{first}@example.org", name=name, role=role)
    contact = ContactFactory(organisation=organisation, name=name, email=user.email, user=user)
    return user, contact


@pytest.fixture
def council(db):
    return OrganisationFactory(name="Trafford Council")


@pytest.fixture
def larder(db):
    return OrganisationFactory(name="Sale Larder")


@pytest.fixture
def pantry(council):
    """The partnership Olu leads, hosted by the council."""
    return PartnershipFactory(name="Pantry partnership", host=council)


@pytest.fixture
def host_membership(pantry, council):
    return MembershipFactory(partnership=pantry, organisation=council)


@pytest.fixture
def larder_membership(pantry, larder):
    return MembershipFactory(partnership=pantry, organisation=larder, stage=Membership.Stage.MEMBER)


@pytest.fixture
def olu(host_membership):
    user, contact = person("Olu Adeyemi", User.Role.LEAD, host_membership.organisation)
    SeatFactory(membership=host_membership, contact=contact, is_lead=True, authority="decides")
    return user


@pytest.fixture
def mina(larder_membership):
    user, contact = person("Mina Patel", User.Role.PARTNER, larder_membership.organisation)
    SeatFactory(membership=larder_membership, contact=contact, authority="decides")
    return user


@pytest.fixture
def ravi(db):
    gym = OrganisationFactory(name="Stretford Boxing Gym")
    boxing = PartnershipFactory(name="Boxing partnership", host=gym)
    user, contact = person("Ravi Shah", User.Role.LEAD, gym)
    SeatFactory(membership__partnership=boxing, membership__organisation=gym, contact=contact, is_lead=True)
    return user


@pytest.fixture
def ada(db):
    return UserFactory(email="ada@example.org", name="Ada Brook", role=User.Role.ADMINISTRATOR)


class Visitor(Client):
    """A browser that visits at a moment of its own."""

    def __init__(self, at):
        super().__init__()
        self.at = at

    def request(self, **request):
        with clock.standing_at(self.at):
            return super().request(**request)


@pytest.fixture
def browser_of():
    """`browser_of(olu)` is a client signed in as Olu; `at` is when it visits, `now` where nobody says otherwise."""

    def sign_in(user, *, at=clock.NOW):
        client = Visitor(at)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
