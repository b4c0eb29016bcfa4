"""Reminders that hang on a date of a row: the review and the end of an agreement, due diligence that runs out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communications.engine.relay import relay
from communications.models import Delivery, Silence
from communications.preferences import actions as silences
from communications.reminders import planner
from partnerships.agreements.actions import reviews, versions
from partnerships.directory.actions import due_diligence
from partnerships.membership.actions import seats
from partnerships.models import ActionLink, AgreementVersion, Contact, DueDiligence, Partnership, Seat

from ...clock import NOW
from ...factories import MembershipFactory, PartnershipFactory, SeatFactory
from ..engine.machine import Scripted, accepts, ask, opened, pump_all, remind

LONDON = ZoneInfo("Europe/London")
REVIEW, DUE = "agreement-review", "due-diligence"


def at(*when):
    return datetime(*when, tzinfo=LONDON)


@pytest.fixture
def kept(version, olu, mina, now):
    """In force since 1 December 2026, to be looked at on Monday 1 March 2027, without an end."""
    accepts(version, mina, now)
    accepts(version, olu, now)
    return dated(version, review_on=date(2027, 3, 1))


def dated(version, **days):
    AgreementVersion.objects.filter(pk=version.pk).update(**days)
    version.refresh_from_db()
    return version


def live(start, end, *, hours=24):
    """Plan and pump over and over, as worker and beat do."""
    moment, channel = start, Scripted()
    while moment < end:
        planner.plan(moment)
        pump_all(moment, channel=channel)
        moment += timedelta(hours=hours)
    return channel


def plan_of(user, notice=REVIEW):
    rows = Delivery.objects.filter(contact__user=user, notice=notice).order_by("planned_at")
    return list(rows.values_list("due_on", "stage", "not_before", "state"))


def stages(user, state="sent", notice=REVIEW):
    rows = Delivery.objects.filter(contact__user=user, notice=notice, state=state).order_by("planned_at")
    return list(rows.values_list("due_on", "stage"))


# --- When ---


def test_each_rung_is_a_row_on_a_working_morning(kept, mina, now):
    planner.plan(at(2027, 1, 20, 9))
    planner.plan(at(2027, 2, 10, 9))
    # 30 January is a Saturday.
    assert [(stage, moment) for _, stage, moment, _ in plan_of(mina)] == [
        (-30, at(2027, 2, 1, 9)),
        (-7, at(2027, 2, 22, 9)),
    ]


def test_over_a_whole_winter_each_rung_is_told_once(kept, olu, mina):
    channel = live(at(2026, 12, 28, 10), at(2027, 3, 10))
    day = date(2027, 3, 1)
    assert stages(mina) == stages(olu) == [(day, -60), (day, -30), (day, -7)]
    assert len(channel.letters) == 6


def test_planning_again_changes_nothing(kept, now):
    moment = at(2027, 1, 20, 9)
    planner.plan(moment)
    before = list(Delivery.objects.order_by("pk").values())
    assert planner.plan(moment) == planner.plan(moment + timedelta(minutes=10)) == 0
    assert list(Delivery.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("first", [planner.plan, pump_all])
def test_ten_days_of_outage_bring_one_message(kept, mina, first):
    planner.plan(at(2027, 1, 29, 12))
    after = at(2027, 2, 8, 10)
    for step in (first, planner.plan, pump_all):
        step(after)
    assert [(stage, state) for _, stage, _, state in plan_of(mina)] == [(-30, "sent"), (-7, "pending")]


@pytest.mark.parametrize("first", [planner.plan, pump_all])
def test_of_two_rungs_that_wait_only_the_newer_is_told(kept, mina, first):
    planner.plan(at(2027, 1, 29, 12))
    after = at(2027, 2, 22, 10)
    for step in (first, planner.plan, pump_all):
        step(after)
    assert [(stage, state) for _, stage, _, state in plan_of(mina)] == [(-30, "superseded"), (-7, "sent")]


def test_what_comes_back_after_the_date_says_nothing_any_more(kept, mina):
    planner.plan(at(2027, 2, 15, 9))
    pump_all(at(2027, 3, 2, 9))
    assert {state for *_, state in plan_of(mina)} == {"expired"}
    planner.plan(at(2027, 3, 2, 9))
    assert stages(mina, "pending") == []


def test_a_quiet_evening_puts_it_off(kept, mina):
    planner.plan(at(2027, 2, 1, 21))
    pump_all(at(2027, 2, 1, 21))
    assert plan_of(mina)[0][2:] == (at(2027, 2, 2, 8), "pending")


# --- What changes meanwhile ---


def test_a_date_that_moves_makes_new_reminders_and_cancels_the_old(kept, mina):
    planner.plan(at(2027, 1, 20, 9))
    dated(kept, review_on=date(2027, 3, 29))
    planner.plan(at(2027, 1, 20, 10))
    # 27 February is a Saturday; the reminder 60 days before, on 28 January, is to come.
    assert plan_of(mina) == [
        (date(2027, 3, 29), -60, at(2027, 1, 28, 9), "pending"),
        (date(2027, 3, 1), -30, at(2027, 2, 1, 9), "cancelled"),
        (date(2027, 3, 1), -7, at(2027, 2, 22, 9), "cancelled"),
    ]


def test_what_was_planned_before_the_move_is_not_sent(kept, mina, now):
    planner.plan(at(2027, 2, 1, 9))
    dated(kept, review_on=date(2027, 3, 2))
    pump_all(at(2027, 2, 1, 9))
    assert Delivery.objects.get(contact__user=mina, notice=REVIEW, stage=-30).reason == "The date has moved."


def test_kept_meanwhile_nobody_hears_of_it_again(kept, olu, mina):
    planner.plan(at(2027, 2, 1, 9))
    moment = at(2027, 2, 1, 9, 30)
    reviews.keep(version=kept, review_on=date(2028, 3, 1), seen_review_on=kept.review_on, by=olu, now=moment)
    channel = live(at(2027, 2, 1, 10), at(2027, 4, 1))
    assert channel.letters == []
    assert {state for *_, state in plan_of(mina)} == {"cancelled"}


def test_ended_meanwhile_only_the_end_is_told(kept, olu, mina):
    planner.plan(at(2027, 1, 20, 9))
    reviews.end(version=kept, ended_on=date(2027, 1, 20), reason="Done", by=olu, now=at(2027, 1, 20, 9))
    relay(at(2027, 1, 20, 9))
    live(at(2027, 1, 20, 10), at(2027, 3, 10))
    assert {state for *_, state in plan_of(mina)} == {"cancelled"}
    letter = Delivery.objects.get(contact__user=mina, notice="agreement-ended")
    assert letter.state == "sent"
    assert "Done" in letter.mail_text


def test_while_the_next_version_is_written_only_the_end_is_reminded_of(kept, olu, mina):
    dated(kept, review_on=date(2027, 3, 1), ends_on=date(2027, 5, 31))
    versions.amend(agreement=kept.agreement, by=olu, now=at(2027, 1, 4, 9))
    live(at(2027, 2, 15, 10), at(2027, 6, 3))
    assert [day for day, _ in stages(mina)] == [date(2027, 5, 31)] * 3


def test_who_gave_up_the_seat_hears_no_more_and_a_colleague_does(kept, olu, mina, larder_membership):
    planner.plan(at(2027, 1, 20, 9))
    colleague = SeatFactory(membership=larder_membership, authority="decides").contact
    seats.end(seat=Seat.objects.get(contact__user=mina), by=olu, now=at(2027, 1, 20, 9))
    planner.plan(at(2027, 1, 20, 10))
    assert {state for *_, state in plan_of(mina)} == {"cancelled"}
    assert Delivery.objects.filter(contact=colleague, state="pending", notice=REVIEW).count() == 2


@pytest.mark.parametrize("change", [{"email": ""}, {"to_on": date(2026, 12, 31)}])
def test_who_left_or_has_no_address_is_not_reminded(kept, mina, change):
    Contact.objects.filter(user=mina).update(**change)
    planner.plan(at(2027, 1, 20, 9))
    assert plan_of(mina) == []


def test_silence_is_kept_until_it_ends(kept, mina, now):
    planner.plan(at(2027, 1, 20, 9))
    silences.keep(contact=mina.contacts.get(), topic=Silence.Topic.AGREEMENTS, now=at(2027, 1, 20, 9))
    planner.plan(at(2027, 1, 20, 10))
    assert {state for *_, state in plan_of(mina)} == {"cancelled"}
    silences.end(contact=mina.contacts.get(), topic=Silence.Topic.AGREEMENTS, now=now)
    planner.plan(at(2027, 1, 20, 11))
    assert {state for *_, state in plan_of(mina)} == {"pending"}


def test_rows_of_a_paused_partnership_wait_and_no_new_ones_come(kept, mina, pantry):
    planner.plan(at(2027, 1, 20, 9))
    Partnership.objects.filter(pk=pantry.pk).update(state="paused")
    planner.plan(at(2027, 2, 1, 9))
    pump_all(at(2027, 2, 1, 9))
    assert [row[2:] for row in plan_of(mina)] == [(at(2027, 2, 2, 9), "pending"), (at(2027, 2, 22, 9), "pending")]
    Partnership.objects.filter(pk=pantry.pk).update(state="active")
    pump_all(at(2027, 2, 2, 9))
    assert stages(mina) == [(date(2027, 3, 1), -30)]


def test_an_ended_partnership_is_silent(kept, mina, pantry):
    planner.plan(at(2027, 1, 20, 9))
    Partnership.objects.filter(pk=pantry.pk).update(state="ended")
    planner.plan(at(2027, 1, 20, 10))
    assert {state for *_, state in plan_of(mina)} == {"cancelled"}


def test_a_draft_and_a_shared_version_remind_nobody(version, now):
    dated(version, review_on=date(2027, 3, 1))
    planner.plan(at(2027, 2, 1, 9))
    assert not Delivery.objects.filter(notice=REVIEW).exists()


# --- Who, and in which words ---


def test_leads_and_signatories_hear_and_nobody_else(kept, olu, mina, larder_membership, host_membership):
    SeatFactory(membership=larder_membership, authority="decides")
    SeatFactory(membership=host_membership, authority="consults")
    SeatFactory(membership__partnership=kept.agreement.partnership, authority="decides")
    planner.plan(at(2027, 2, 1, 9))
    assert {d.contact.name for d in Delivery.objects.filter(notice=REVIEW)} == {"Olu Adeyemi", "Mina Patel"}


def test_two_dates_near_each_other_make_one_mail_that_names_both(kept, mina):
    """The end's own reminders begin where the review's have ended."""
    dated(kept, review_on=date(2027, 3, 1), ends_on=date(2027, 4, 12))
    live(at(2026, 12, 28, 10), at(2027, 4, 15))
    review, end = date(2027, 3, 1), date(2027, 4, 12)
    assert stages(mina) == [(review, -60), (review, -30), (review, -7), (end, -30), (end, -7)]
    first, *_, last = Delivery.objects.filter(contact__user=mina, notice=REVIEW).order_by("planned_at")
    assert "looked at again on 1 March 2027, in 8 weeks, and ends on 12 April 2027." in first.mail_text
    assert "ends on 12 April 2027, in 7 days." in last.mail_text


def test_a_partner_gets_three_links_to_one_page(kept, mina):
    live(at(2027, 2, 1, 9), at(2027, 2, 1, 10))
    delivery = Delivery.objects.get(contact__user=mina, notice=REVIEW, state="sent")
    link = ActionLink.objects.get(purpose="review", contact__user=mina)
    address = f"http://127.0.0.1:8000/l/{link.token}/"
    assert delivery.mail_subject == "Pantry partnership: keep, change or end the agreement?"
    assert opened(delivery)[:3] == [f"{address}?choice={choice}" for choice in ("keep", "change", "end")]
    assert link.target_id == kept.pk
    assert delivery.reply_to == "Olu Adeyemi <olu@example.org>"


def test_a_lead_is_led_to_the_decision(kept, olu):
    live(at(2027, 2, 1, 9), at(2027, 2, 1, 10))
    delivery = Delivery.objects.get(contact__user=olu, notice=REVIEW, state="sent")
    assert opened(delivery)[0] == f"http://127.0.0.1:8000/agreements/{kept.pk}/decide/"


def test_a_second_kind_of_reminder_waits_for_the_next_morning(kept, mina, larder_membership):
    """One reminder a person and day, whatever it is about."""
    moment = at(2027, 2, 1, 9)
    planner.plan(moment)
    remind(ask(larder_membership, moment.date()), mina.contacts.get(), at=moment)
    channel = live(moment, at(2027, 2, 3), hours=1)
    mine = Delivery.objects.filter(contact__user=mina, state="sent").exclude(notice="agreement-shared")
    days = sorted((d.ended_at.astimezone(LONDON).date(), d.notice) for d in mine if d.ended_at >= moment)
    assert len({day for day, _ in days}) == len(days) == 2
    assert channel.letters


# --- Due diligence ---


@pytest.fixture
def insurance(larder_membership, olu):
    return insure(larder_membership.organisation, olu)


def insure(organisation, by, expires_on=date(2027, 3, 1), **fields):
    fields = {"kind": "insurance", "checked_on": date(2026, 3, 1)} | fields
    return due_diligence.keep(
        item=DueDiligence(organisation=organisation, expires_on=expires_on, **fields), by=by, now=NOW
    )


def test_the_leads_hear_of_what_runs_out_and_partners_do_not(insurance, olu, mina):
    live(at(2026, 12, 28, 10), at(2027, 3, 3))
    day = date(2027, 3, 1)
    assert stages(olu, notice=DUE) == [(day, -60), (day, -30), (day, -7)]
    assert plan_of(mina, DUE) == []
    letter = Delivery.objects.filter(notice=DUE).order_by("pk").last()
    assert letter.mail_subject == "Sale Larder: Public liability insurance runs out on 1 March 2027"
    assert "runs out on 1 March 2027, in 7 days." in letter.mail_text
    assert opened(letter)[0] == f"http://127.0.0.1:8000/organisations/{insurance.organisation_id}/"


def test_a_lead_of_two_partnerships_hears_once(insurance, olu, larder, pantry):
    second = PartnershipFactory(name="Second partnership", host=larder)
    hosts = MembershipFactory(partnership=second, organisation=larder)
    SeatFactory(membership=hosts, contact=olu.contacts.get(), is_lead=True)
    Partnership.objects.filter(pk=pantry.pk).update(state="paused")
    planner.plan(at(2027, 2, 1, 9))
    assert [d.partnership for d in Delivery.objects.filter(notice=DUE, stage=-30)] == [second]


def test_what_runs_out_together_is_told_in_one_mail(insurance, olu, larder):
    insure(larder, olu, kind="safeguarding")
    channel = live(at(2027, 2, 1, 9), at(2027, 2, 1, 11), hours=1)
    assert len(channel.letters) == 1
    letter = Delivery.objects.get(notice=DUE, state="sent")
    assert letter.mail_subject == "2 things of your partners run out soon"
    assert "Safeguarding policy" in letter.mail_text
    assert "Public liability insurance" in letter.mail_text


@pytest.mark.parametrize("how", ["moved", "replaced", "removed", "left"])
def test_what_is_settled_is_not_reminded_of(insurance, olu, larder, larder_membership, how, now):
    planner.plan(at(2027, 1, 20, 9))
    if how == "moved":
        insurance.expires_on = date(2029, 3, 1)
        due_diligence.keep(item=insurance, by=olu, now=now)
    elif how == "replaced":
        insure(larder, olu, expires_on=date(2028, 3, 1))
    elif how == "removed":
        due_diligence.remove(item=insurance, by=olu, now=now)
    else:
        type(larder_membership).objects.filter(pk=larder_membership.pk).update(stage="left")
    planner.plan(at(2027, 1, 20, 10))
    assert {state for *_, state in plan_of(olu, DUE)} == {"cancelled"}


def test_planning_for_one_partnership_leaves_the_others_alone(insurance, olu, ravi):
    other = Partnership.objects.get(name="Boxing partnership")
    insure(other.host, ravi)
    planner.plan(at(2027, 2, 1, 9), partnership=other)
    assert {d.contact.user for d in Delivery.objects.filter(notice=DUE)} == {ravi}


def test_an_unusual_number_at_once_is_held(larder_membership, olu):
    for number in range(205):
        insure(larder_membership.organisation, olu, kind="other", reference=f"Licence {number}")
    planner.plan(at(2027, 2, 1, 9))
    at_once = Delivery.objects.filter(notice=DUE, stage=-30)
    assert (at_once.filter(state="pending").count(), at_once.filter(state="held").count()) == (200, 5)


def test_the_number_of_statements_does_not_grow_with_the_rows(larder_membership, olu, kept):
    def statements_for(count):
        for number in range(count):
            insure(larder_membership.organisation, olu, kind="other", reference=f"{count}: {number}")
        with CaptureQueriesContext(connection) as said:
            planner.plan(at(2027, 1, 20, 9))
        return sum(not query["sql"].startswith("INSERT") for query in said)

    assert statements_for(3) == statements_for(60)
