"""How long a word counts, and what the partnership stands for when it counts no more."""

from datetime import date, datetime, timedelta

import pytest

from communications import tasks
from partnerships.check_ins import standing
from partnerships.check_ins.actions import rhythms, updates
from partnerships.endings.actions import pauses
from partnerships.models import CheckIn, Membership, Partnership, Rhythm

from ...clock import LONDON
from ...factories import MembershipFactory

pytestmark = pytest.mark.django_db
MONTHLY = Rhythm(every=1, unit="month", first_due_on=date(2026, 9, 12))


def at(year, month, day, hour=10):
    return datetime(year, month, day, hour, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("said_at", "due_on", "until"),
    [
        # On the day: until the next answer is due and that day is over.
        (at(2026, 11, 12), date(2026, 11, 12), at(2026, 12, 13, 0)),
        # Early: the next is still the one after.
        (at(2026, 11, 2), date(2026, 11, 12), at(2026, 12, 13, 0)),
        # Late: a whole round from then.
        (at(2026, 11, 20), date(2026, 11, 12), at(2026, 12, 20)),
        # So late that the next was due meanwhile.
        (at(2026, 12, 20), date(2026, 11, 12), at(2027, 1, 20)),
    ],
)
def test_a_word_counts_until_a_whole_round_went_by_in_silence(said_at, due_on, until):
    assert standing.counts_until(MONTHLY, said_at, due_on) == until


def test_without_another_day_to_come_a_word_counts_for_100_days():
    ends = Rhythm(every=1, unit="month", first_due_on=date(2026, 9, 12), until_on=date(2026, 11, 30))
    said_at, due_on = at(2026, 11, 12), date(2026, 11, 12)
    assert standing.counts_until(ends, said_at, due_on) == said_at + timedelta(days=100)
    assert standing.counts_until(None, said_at, due_on) == said_at + timedelta(days=100)


def test_the_last_round_of_a_rhythm_counts_as_the_others():
    ends = Rhythm(every=2, unit="week", first_due_on=date(2026, 11, 2), until_on=date(2026, 11, 30))
    assert standing.counts_until(ends, at(2026, 11, 20), date(2026, 11, 16)) == at(2026, 12, 4)


@pytest.fixture
def monthly(pantry, olu, now, today):
    """Due on the first of each month; today is 1 December."""
    return rhythms.set_rhythm(
        partnership=pantry, every=1, unit="month", first_due_on=today, until_on=None, by=olu, now=now
    )


def say(membership, status, now):
    check_in, _ = CheckIn.objects.get_or_create(
        partnership=membership.partnership,
        membership=membership,
        period=f"{now:%Y-%m}",
        defaults={"due_on": now.date()},
    )
    return updates.submit(check_in=check_in, answers={"status": status}, by=None, now=now)


def stands(partnership):
    return Partnership.objects.get(pk=partnership.pk).status


def test_a_green_word_of_somebody_silent_for_a_round_is_not_known(pantry, monthly, larder_membership, now):
    say(larder_membership, "on_track", now)
    row = Membership.objects.get(pk=larder_membership.pk)
    assert [row.status_on(now + timedelta(days=days)) for days in (31, 32)] == ["on_track", "not_known"]
    assert row.status_at == now


def test_the_partnership_stands_by_the_words_that_still_count(pantry, monthly, larder_membership, now):
    singers = MembershipFactory(partnership=pantry)
    say(singers, "stuck", now)
    later = now + timedelta(days=31)
    say(larder_membership, "on_track", later)
    assert stands(pantry) == "stuck"
    assert standing.settle_due(later) == 0
    assert standing.settle_due(later + timedelta(days=1)) == 1
    assert stands(pantry) == "on_track"
    assert standing.settle_due(later + timedelta(days=40)) == 1
    stored = Partnership.objects.get(pk=pantry.pk)
    assert (stored.status, stored.status_at, stored.status_until) == ("not_known", later, None)


def test_the_tick_settles_what_is_due(pantry):
    Partnership.objects.filter(pk=pantry.pk).update(status="on_track", status_until=at(2020, 1, 1))
    tasks.plan()
    assert stands(pantry) == "not_known"


def test_an_ended_partnership_keeps_its_last_word(pantry, now):
    Partnership.objects.filter(pk=pantry.pk).update(status="on_track", status_until=now, state="ended")
    assert standing.settle_due(now) == 0


def test_another_rhythm_measures_the_words_anew(pantry, monthly, larder_membership, olu, now, today):
    say(larder_membership, "on_track", now)
    rhythms.set_rhythm(
        partnership=pantry, every=1, unit="week", first_due_on=today, until_on=None, by=olu, now=now
    )  # fmt: skip
    row = Membership.objects.get(pk=larder_membership.pk)
    assert [row.status_on(now + timedelta(days=days)) for days in (7, 8)] == ["on_track", "not_known"]


def test_who_rests_is_not_counted_and_counts_again_afterwards(pantry, monthly, larder_membership, olu, now):
    say(larder_membership, "stuck", now)
    row = Membership.objects.get(pk=larder_membership.pk)
    pauses.pause_membership(membership=row, reason="Snow", back_on=None, by=olu, now=now)
    assert stands(pantry) == "not_known"
    pauses.resume_membership(membership=row, by=olu, now=now)
    assert stands(pantry) == "stuck"
