"""One planner for all that is reminded of: what a kind says, and that it is enough."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F

from communications.models import Delivery, Silence
from communications.reminders import planner
from communications.reminders.kinds import AGREEMENT_REVIEW, CHECK_IN, DUE_DILIGENCE, KINDS, Kind, who_answers_for
from partnerships.models import AgreementVersion, DueDiligence, Milestone, Partnership

from ...factories import SeatFactory
from ..engine.machine import accepts, ask

# As the head of kinds.py shows it.
MILESTONE = Kind(
    notice="milestone-soon",
    topic=Silence.Topic.NEWS,
    rungs=(7,),
    dates=lambda: [Milestone.objects.planned().annotate(on=F("due_on"))],
    hears=who_answers_for("owner_id"),
)


def at(*when):
    return datetime(*when, tzinfo=ZoneInfo("Europe/London"))


def planned(kind):
    rows = Delivery.objects.filter(notice=kind.notice).order_by("planned_at", "pk")
    return list(rows.values_list("contact__name", "stage", "not_before", "state"))


@pytest.fixture
def opening(pantry, mina, larder_membership):
    """Mina's organisation sees to it; the host and an observer do not."""
    SeatFactory(membership=larder_membership, authority="observes")
    return Milestone.objects.create(
        partnership=pantry, owner=larder_membership, title="Doors open", due_on=date(2026, 12, 15)
    )


def test_another_kind_of_reminder_is_one_entry(opening, olu, now):
    planner.plan(now, kinds=[MILESTONE])
    assert planned(MILESTONE) == [("Mina Patel", -7, at(2026, 12, 8, 9), "pending")]
    assert planner.plan(now, kinds=[MILESTONE]) == 0


def test_it_is_quiet_moves_and_ends_as_all_the_others_do(opening, mina, pantry, now):
    planner.plan(now, partnership=pantry, kinds=[MILESTONE])
    Milestone.objects.update(due_on=date(2026, 12, 22))
    planner.plan(now, kinds=[MILESTONE])
    assert [state for *_, state in planned(MILESTONE)] == ["cancelled", "pending"]
    Silence.objects.create(contact=mina.contacts.get(), topic=MILESTONE.topic)
    planner.plan(now, kinds=[MILESTONE])
    assert [state for *_, state in planned(MILESTONE)] == ["cancelled", "cancelled"]
    Silence.objects.all().delete()
    Partnership.objects.update(state="paused")
    planner.plan(now, kinds=[MILESTONE])
    assert [state for *_, state in planned(MILESTONE)] == ["cancelled", "cancelled"]


def test_a_milestone_that_nobody_sees_to_reminds_nobody(opening, now):
    Milestone.objects.update(owner=None)
    assert planner.plan(now, kinds=[MILESTONE]) == 0


def test_check_ins_are_planned_as_one_kind_among_others(larder_membership, mina, now):
    ask(larder_membership, date(2026, 12, 15))
    assert planner.plan(now, kinds=[kind for kind in KINDS if kind is not CHECK_IN]) == 0
    assert planner.plan(now, kinds=[CHECK_IN]) == 3


def test_the_keys_are_those_of_the_rows_that_are_there_already(version, olu, mina, larder_membership, now):
    accepts(version, mina, now)
    accepts(version, olu, now)
    AgreementVersion.objects.update(review_on=date(2027, 1, 15), ends_on=None)
    check_in = ask(larder_membership, date(2026, 12, 15))
    insurance = DueDiligence.objects.create(
        organisation=larder_membership.organisation, kind="other", checked_on=date(2026, 1, 5), expires_on="2027-01-15"
    )
    planner.plan(now)
    lead, partner = olu.contacts.get().pk, mina.contacts.get().pk
    keys = Delivery.objects.order_by("stage", "contact_id").values_list("notice", "dedupe_key")
    assert {kind.notice: [key for notice, key in keys if notice == kind.notice] for kind in KINDS} == {
        CHECK_IN.notice: [f"check-in:{check_in.pk}:{stage}:{partner}" for stage in (-7, 0, 3)],
        AGREEMENT_REVIEW.notice: [f"agreement-review:{version.pk}:2027-01-15:-30:{who}" for who in (lead, partner)],
        DUE_DILIGENCE.notice: [f"due-diligence:{insurance.pk}:2027-01-15:-30:{lead}"],
    }
