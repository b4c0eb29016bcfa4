"""Rhythms become check-ins, check-ins become rows."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communications.engine import actions as deliveries
from communications.models import Delivery, Silence
from communications.preferences import actions as silences
from communications.reminders import kinds, planner
from partnerships.check_ins.actions import check_ins, rhythms, updates
from partnerships.membership.actions import seats as seat_actions
from partnerships.models import CheckIn, Membership, Partnership, Seat

from ...factories import PartnershipFactory, SeatFactory
from ..engine.machine import ask, member, pump_all, remind, states

LONDON = ZoneInfo("Europe/London")
State = Delivery.State


def at(*when):
    return datetime(*when, tzinfo=LONDON)


@pytest.fixture
def nora(pantry):
    """Nora answers for Sale Larder."""
    person, _ = member(pantry, name="Sale Larder", email="nora@example.org")
    return person


@pytest.fixture
def larders(nora):
    return Membership.objects.get(seats__contact=nora)


def plan_of(contact):
    rows = Delivery.objects.filter(contact=contact).order_by("planned_at")
    return list(rows.values_list("stage", "not_before", "state"))


def test_every_seat_that_answers_gets_a_row_for_each_rung(larders, nora, now):
    ask(larders, date(2026, 12, 15))
    SeatFactory(membership=larders, authority=Seat.Authority.OBSERVES)
    SeatFactory(membership=larders, contact__email="")
    SeatFactory(membership=larders, to_on=date(2026, 11, 1))
    planner.plan(now)
    assert plan_of(nora) == [
        (-7, at(2026, 12, 8, 9), "pending"),
        (0, at(2026, 12, 15, 9), "pending"),
        (3, at(2026, 12, 18, 9), "pending"),
    ]
    assert Delivery.objects.count() == 3


def test_the_rhythm_makes_the_check_ins(larders, nora, olu, pantry, now):
    first = date(2026, 12, 8)
    rhythms.set_rhythm(partnership=pantry, every=1, unit="month", first_due_on=first, until_on=None, by=olu, now=now)
    CheckIn.objects.all().delete()
    Membership.objects.update(created_at=now)
    planner.plan(now)
    assert list(CheckIn.objects.filter(membership=larders).values_list("due_on", flat=True)) == [first]
    assert [stage for stage, _, _ in plan_of(nora)] == [-7, 0, 3]


def test_planning_again_changes_nothing(larders, now):
    ask(larders, date(2026, 12, 15))
    planner.plan(now)
    before = list(Delivery.objects.order_by("pk").values())
    assert planner.plan(now) == 0
    assert planner.plan(now + timedelta(minutes=10)) == 0
    assert list(Delivery.objects.order_by("pk").values()) == before


def test_planning_over_and_over_across_easter_and_summer_time_tells_each_rung_once(larders, nora, now):
    ask(larders, date(2027, 3, 31))
    moment = at(2027, 3, 20, 0)
    while moment < at(2027, 4, 8):
        planner.plan(moment)
        pump_all(moment)
        moment += timedelta(hours=5)
    assert plan_of(nora) == [
        (-7, at(2027, 3, 24, 9), "sent"),
        (0, at(2027, 3, 31, 9), "sent"),
        (3, at(2027, 4, 5, 9), "sent"),
    ]


def test_ten_days_of_outage_bring_one_message_the_newest(larders, nora, now):
    ask(larders, date(2026, 12, 8))
    planner.plan(at(2026, 11, 25, 12))
    after = at(2026, 12, 11, 10)
    pump_all(after)
    planner.plan(after)
    pump_all(after)
    assert [(stage, state) for stage, _, state in plan_of(nora)] == [
        (-7, "superseded"),
        (0, "superseded"),
        (3, "sent"),
    ]


def test_it_makes_no_difference_whether_planner_or_pump_comes_first_after_the_outage(larders, nora, now):
    ask(larders, date(2026, 12, 8))
    planner.plan(at(2026, 11, 25, 12))
    after = at(2026, 12, 11, 10)
    planner.plan(after)
    pump_all(after)
    assert [state for _, _, state in plan_of(nora)] == ["superseded", "superseded", "sent"]


def test_reminders_of_a_closed_check_in_are_cancelled(larders, nora, olu, now):
    answered, skipped, withdrawn = (ask(larders, date(2026, 12, day)) for day in (9, 10, 11))
    planner.plan(now)
    updates.submit(check_in=answered, answers={"status": "on_track"}, by=nora, now=now)
    check_ins.skip(check_in=skipped, reason="Away", by=olu, now=now)
    check_ins.withdraw(check_ins=CheckIn.objects.filter(pk=withdrawn.pk), now=now)
    planner.plan(now)
    assert set(states(Delivery.objects.filter(contact=nora))) == {"cancelled"}


def test_somebody_whose_seat_ended_is_no_longer_reminded(larders, nora, olu, now):
    ask(larders, date(2026, 12, 15))
    planner.plan(now)
    seat_actions.end(seat=Seat.objects.get(contact=nora), by=olu, now=now)
    planner.plan(now)
    assert set(states()) == {"cancelled"}


def test_a_paused_partnership_gets_no_new_rows(larders, pantry, now):
    ask(larders, date(2026, 12, 15))
    Partnership.objects.filter(pk=pantry.pk).update(state="paused")
    planner.plan(now)
    assert states() == []


def test_rows_of_a_paused_partnership_wait_for_it(larders, nora, pantry, now):
    check_in = ask(larders, date(2026, 12, 1))
    remind(check_in, nora, at=now)
    Partnership.objects.filter(pk=pantry.pk).update(state="paused")
    planner.plan(now)
    pump_all(now)
    row = Delivery.objects.get()
    assert (row.state, row.not_before) == ("pending", at(2026, 12, 2, 9))
    Partnership.objects.filter(pk=pantry.pk).update(state="active")
    pump_all(at(2026, 12, 2, 9))
    assert states()[0] == "sent"


def test_an_edited_schedule_moves_the_rows(larders, nora, now):
    check_in = ask(larders, date(2026, 12, 15))
    planner.plan(now)
    CheckIn.objects.filter(pk=check_in.pk).update(due_on=date(2026, 12, 22))
    planner.plan(now)
    assert [moment for _, moment, _ in plan_of(nora)] == [at(2026, 12, day, 9) for day in (15, 22, 29)]


def test_a_schedule_edited_back_and_forth_wakes_the_rows_again(larders, nora, olu, pantry, now):
    check_in = ask(larders, date(2026, 12, 15))
    planner.plan(now)
    check_ins.withdraw(check_ins=CheckIn.objects.filter(pk=check_in.pk), now=now)
    planner.plan(now)
    assert set(states()) == {"cancelled"}
    CheckIn.objects.filter(pk=check_in.pk).update(state="open", closed_at=None, due_on=date(2026, 12, 16))
    planner.plan(now)
    assert [moment for _, moment, _ in plan_of(nora)] == [at(2026, 12, day, 9) for day in (9, 16, 21)]
    assert set(states()) == {"pending"}


def test_a_day_moved_far_ahead_takes_its_reminders_along(larders, nora, now):
    check_in = ask(larders, date(2026, 12, 15))
    planner.plan(now)
    for day, planned in ((date(2027, 3, 16), []), (date(2027, 1, 8), [at(2027, 1, 4, 9)]), (date(2027, 3, 16), [])):
        CheckIn.objects.filter(pk=check_in.pk).update(due_on=day)
        planner.plan(now)
        assert [moment for _, moment, state in plan_of(nora) if state == "pending"] == planned
    for later in (at(2027, 2, 10, 9), at(2027, 3, 1, 9)):
        planner.plan(later)
    assert plan_of(nora) == [(rung, at(2027, 3, 16 + rung, 9), "pending") for rung in (-7, 0, 3)]


def test_what_was_put_off_is_not_pulled_forward_again(larders, nora, now):
    check_in = ask(larders, date(2026, 12, 1))
    planner.plan(now)
    later = now + timedelta(hours=5)
    Delivery.objects.filter(check_in=check_in, stage=0).update(not_before=later)
    planner.plan(now)
    assert Delivery.objects.get(stage=0).not_before == later


def test_what_an_operator_discarded_stays_discarded(larders, nora, ada, now):
    check_in = ask(larders, date(2026, 12, 15))
    planner.plan(now)
    Delivery.objects.filter(check_in=check_in).update(state=State.HELD)
    deliveries.discard(deliveries=Delivery.objects.all(), by=ada, now=now)
    planner.plan(now)
    assert set(states()) == {"cancelled"}


def test_who_wants_no_reminders_gets_no_rows_until_they_want_them_again(larders, nora, now):
    ask(larders, date(2026, 12, 15))
    planner.plan(now)
    silences.keep(contact=nora, topic=Silence.Topic.CHECK_INS, now=now)
    planner.plan(now)
    assert set(states()) == {"cancelled"}
    silences.end(contact=nora, topic=Silence.Topic.CHECK_INS, now=now)
    planner.plan(now)
    assert set(states()) == {"pending"}


def test_silence_about_other_things_changes_nothing(larders, nora, now):
    ask(larders, date(2026, 12, 15))
    silences.keep(contact=nora, topic=Silence.Topic.CELEBRATIONS, now=now)
    planner.plan(now)
    assert len(states()) == 3


def test_an_unusual_number_of_reminders_at_once_is_held(larders, now):
    for number in range(215):
        SeatFactory(membership=larders, contact__email=f"colleague{number}@example.org")
    ask(larders, date(2026, 12, 1))
    planner.plan(now)
    at_once = Delivery.objects.filter(stage=0)
    assert at_once.filter(state="pending").count() == planner.STORM_AT_LEAST
    assert at_once.filter(state="held").count() == 16
    assert "more than 200 reminders at once" in at_once.filter(state="held").first().reason
    assert set(states(Delivery.objects.filter(stage=3))) == {"pending"}


def test_what_is_usual_is_learnt_from_four_weeks(larders, nora, now):
    hour = now - timedelta(days=3)
    for number in range(120):
        other, membership = member(larders.partnership, name=f"Member {number}")
        remind(ask(membership, date(2026, 11, 28)), other, at=hour, state="sent", ended_at=hour)
    assert planner.usual_hour(now) == 120
    allowance = planner.Allowance(now, used=599)
    row = Delivery(not_before=now, state="pending")
    allowance.hold(row)
    assert (row.state, allowance.limit) == ("pending", 600)
    allowance.hold(row)
    assert row.state == "held"


def test_what_lies_ahead_is_no_storm(larders, now):
    for number in range(210):
        SeatFactory(membership=larders, contact__email=f"colleague{number}@example.org")
    ask(larders, date(2026, 12, 22))
    planner.plan(now)
    assert set(states()) == {"pending"}


def test_the_number_of_statements_does_not_grow_with_the_check_ins(pantry, now):
    def statements_for(count):
        for _ in range(count):
            _, membership = member(pantry, name=f"One of {count}")
            ask(membership, date(2026, 12, 15))
        with CaptureQueriesContext(connection) as said:
            planner.plan(now)
        # SQLite takes few values in one statement, so that one INSERT may come in parts.
        return sum(not query["sql"].startswith("INSERT") for query in said)

    assert statements_for(3) == statements_for(30)


def test_month_ends_over_five_years_agree_with_an_independent_count(pantry, olu):
    """From 31 January: the last day of every month, whatever its length; and a reminder for each on a working day."""
    start = at(2027, 1, 4, 9)
    nora, membership = member(pantry, name="Sale Larder")
    Membership.objects.filter(pk=membership.pk).update(created_at=start)
    rhythms.set_rhythm(
        partnership=pantry, every=1, unit="month", first_due_on=date(2027, 1, 31), until_on=None, by=olu, now=start
    )
    moment = start
    while moment < at(2032, 1, 4):
        planner.plan(moment)
        moment += timedelta(days=14)
    last_days = [date(y + m // 12, m % 12 + 1, 1) - timedelta(days=1) for y in range(2027, 2032) for m in range(1, 13)]
    due = list(CheckIn.objects.filter(membership=membership).order_by("due_on").values_list("due_on", flat=True))
    assert due[: len(last_days)] == last_days
    rows = Delivery.objects.filter(contact=nora, stage=0, check_in__due_on__in=last_days)
    assert rows.count() == len(last_days)
    assert all(row.planned_at.weekday() < 5 for row in rows)


def test_a_new_colleague_is_told_the_newest_rung_only(larders, nora, now):
    ask(larders, date(2026, 12, 1))
    planner.plan(now)
    pump_all(now)
    colleague = SeatFactory(membership=larders).contact
    planner.plan(now + timedelta(hours=1))
    assert [stage for stage, _, _ in plan_of(colleague)] == [0, 3]


def test_planning_for_one_partnership_leaves_the_others_alone(larders, now):
    other = PartnershipFactory(name="Another")
    _, elsewhere = member(other, name="Elsewhere")
    ask(elsewhere, date(2026, 12, 15))
    ask(larders, date(2026, 12, 15))
    planner.plan(now, partnership=larders.partnership)
    assert set(Delivery.objects.values_list("partnership", flat=True)) == {larders.partnership_id}


def test_the_ladder_ends_before_the_call_to_the_lead():
    assert -min(kinds.CHECK_IN.rungs) < 7
