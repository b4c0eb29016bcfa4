"""An agreement at its three ages, and somebody who only looks."""

import pytest

from partnerships.agreements.actions import versions
from partnerships.models import User

from ..factories import UserFactory
from .agreements.agreeing import VISION, accept


@pytest.fixture
def viewer(db):
    return UserFactory(role=User.Role.VIEWER)


@pytest.fixture
def draft(olu, mina, pantry, now):
    version = versions.begin(partnership=pantry, by=olu, now=now)
    return versions.write(version=version, values={"vision": VISION}, by=olu, now=now)


@pytest.fixture
def shared(draft, olu, now):
    return versions.share(version=draft, by=olu, now=now)


@pytest.fixture
def in_force(shared, olu, mina, now):
    accept(shared, mina, now)
    accept(shared, olu, now)
    shared.refresh_from_db()
    return shared
