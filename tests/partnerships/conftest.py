"""An agreement at its three ages, and somebody who only looks."""

import pytest

from partnerships.actions import agreements
from partnerships.models import User
from tests.factories import UserFactory
from tests.partnerships.agreeing import VISION, accept


@pytest.fixture
def viewer(db):
    return UserFactory(role=User.Role.VIEWER)


@pytest.fixture
def draft(olu, mina, pantry, now):
    version = agreements.begin(partnership=pantry, by=olu, now=now)
    return agreements.write(version=version, values={"vision": VISION}, by=olu, now=now)


@pytest.fixture
def shared(draft, olu, now):
    return agreements.share(version=draft, by=olu, now=now)


@pytest.fixture
def in_force(shared, olu, mina, now):
    accept(shared, mina, now)
    accept(shared, olu, now)
    shared.refresh_from_db()
    return shared
