"""The guarded change: one of many makes it, and one line of history says who and when."""

from contextvars import Context
from threading import Barrier, Thread

import pytest
from django.db import connection

from partnerships.events import history
from partnerships.membership.models import Partnership

from ...factories import UserFactory

pytestmark = pytest.mark.django_db
State = Partnership.State


@history.verb
def finish(*, partnership, by, now):
    return history.change_once(Partnership.objects.active(), partnership, state=State.ENDED)


def lines(partnership):
    """(state, author, moment) of every line of history since the first."""
    told = partnership.history.order_by("history_id").values_list("state", "history_user", "history_date")
    return list(told)[1:]


@pytest.fixture
def later(now):
    return now.replace(year=2028)


def test_it_writes_one_line_with_the_author_and_the_moment_of_the_verb(pantry, olu, later):
    assert finish(partnership=pantry, by=olu, now=later) is True
    assert lines(pantry) == [(State.ENDED, olu.pk, later)]
    assert pantry.state == State.ENDED


def test_who_comes_too_late_changes_nothing_and_sees_the_row_as_it_is(pantry, olu, ada, later):
    stale = Partnership.objects.get(pk=pantry.pk)
    finish(partnership=pantry, by=olu, now=later)
    assert finish(partnership=stale, by=ada, now=later) is False
    assert (stale.state, lines(stale)) == (State.ENDED, [(State.ENDED, olu.pk, later)])


def test_what_somebody_edited_meanwhile_stays(pantry, olu, later):
    stale = Partnership.objects.get(pk=pantry.pk)
    pantry.need = "Company at lunch"
    pantry.save()
    finish(partnership=stale, by=olu, now=later)
    assert Partnership.objects.get().need == "Company at lunch"


def test_outside_a_verb_it_changes_nothing(pantry):
    def change():
        with pytest.raises(RuntimeError, match="belongs inside a verb"):
            history.change_once(Partnership.objects.active(), pantry, state=State.ENDED)

    Context().run(change)
    assert (Partnership.objects.get().state, lines(pantry)) == (State.ACTIVE, [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_disk")
def test_of_twenty_at_once_one_changes_the_row(pantry, later):
    people, start = UserFactory.create_batch(20), Barrier(20)
    changed = []

    def try_it(person):
        mine = Partnership.objects.get(pk=pantry.pk)
        start.wait(10)
        try:
            if finish(partnership=mine, by=person, now=later):
                changed.append(person.pk)
        finally:
            connection.close()

    threads = [Thread(target=try_it, args=[person]) for person in people]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert len(changed) == 1
    assert lines(pantry) == [(State.ENDED, changed[0], later)]
