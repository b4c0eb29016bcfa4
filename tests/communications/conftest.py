"""Somebody to remind, good news to tell, an update, an agreement to accept."""

import pytest

from communications.models import Celebration, Delivery
from partnerships.agreements.actions import versions
from partnerships.check_ins.actions import updates

from .engine.machine import ask, member, remind


@pytest.fixture
def nora(pantry):
    person, _ = member(pantry, email="nora@example.org")
    return person


@pytest.fixture
def check_in(nora, today):
    return ask(nora.seats.get().membership, today)


@pytest.fixture
def reminder(check_in, nora, now):
    return remind(check_in, nora, at=now)


@pytest.fixture
def good_news(pantry, nora, now):
    celebration = Celebration.objects.create(
        partnership=pantry, title="We did it", body="Thank you", state="published", published_at=now
    )
    return Delivery.objects.create(
        notice="celebration", dedupe_key="good news", contact=nora, partnership=pantry, subject_id=celebration.pk,
        not_before=now, created_at=now,
    )  # fmt: skip


@pytest.fixture
def minas(mina):
    return mina.contacts.get()


@pytest.fixture
def update(check_in, minas, now):
    answers = {
        "status": "stuck",
        "changed": "We moved to the church hall",
        "challenge": "The freezer broke",
        "ask": "A second freezer",
        "win": "Forty families came",
    }
    return updates.submit(check_in=check_in, answers=answers, by=minas, now=now)


@pytest.fixture
def version(pantry, olu, mina, now):
    draft = versions.begin(partnership=pantry, by=olu, now=now)
    draft = versions.write(version=draft, values={"vision": "Nobody in Sale eats alone"}, by=olu, now=now)
    return versions.share(version=draft, by=olu, now=now)
