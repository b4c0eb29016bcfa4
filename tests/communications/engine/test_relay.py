"""Facts become messages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from communications.celebrations import actions as celebrations
from communications.engine import relay as relaying
from communications.engine.relay import relay
from communications.models import Celebration, Delivery, Stumble
from communications.notices.catalogue import REACTIONS, SILENT, TOLD_BY
from partnerships import events
from partnerships.check_ins.actions import updates
from partnerships.events import Kind
from partnerships.links.actions import sign_ins
from partnerships.models import Contact, Event, Milestone, SignIn
from partnerships.plan.actions import milestones

from .machine import ask

LONDON = ZoneInfo("Europe/London")


def record(kind, **given):
    with transaction.atomic():
        return events.record(kind, **given)


def told():
    return sorted(Delivery.objects.values_list("notice", "contact__name"))


@pytest.fixture
def update(mina, larder_membership, today, now):
    check_in = ask(larder_membership, today)
    answers = {"status": "stuck", "ask": "A second freezer"}
    return updates.submit(check_in=check_in, answers=answers, by=mina, now=now)


def test_every_kind_of_fact_is_told_answered_or_deliberately_silent():
    heard, silent = set(TOLD_BY) | set(REACTIONS), set(SILENT)
    assert heard | silent == set(Kind)
    assert heard & silent == set()


def test_the_lead_hears_of_an_update(olu, update, now):
    relay(now)
    assert told() == [("update-submitted", "Olu Adeyemi")]


def test_who_did_it_is_left_out(olu, mina, larder_membership, today, now):
    """Olu enters the update for the partner by phone."""
    check_in = ask(larder_membership, today)
    nobody = {"status": "on_track"}
    updates.submit(check_in=check_in, answers=nobody, by=mina.contacts.get(), entered_by=olu, now=now)
    relay(now)
    assert told() == []


def test_who_did_it_is_left_out_when_they_came_by_a_link(pantry, host_membership, olu, now):
    record(Kind.CELEBRATION_PUBLISHED, now=now, by=olu.contacts.get(), partnership=pantry)
    relay(now)
    assert told() == []


def test_ravi_of_another_partnership_hears_nothing(olu, ravi, update, now):
    relay(now)
    assert not Delivery.objects.filter(contact__user=ravi).exists()


def test_relaying_again_tells_nothing_twice(olu, update, now):
    assert relay(now) == 1
    assert relay(now) == 0
    Event.objects.update(told_at=None)
    assert relay(now) == 1
    assert len(told()) == 1


def test_a_relay_that_comes_second_tells_nothing(olu, update, now):
    event = Event.objects.get(kind=Kind.UPDATE_SUBMITTED)
    Event.objects.update(told_at=now)
    assert relaying.tell(event, now) is False
    assert told() == []


def test_silent_facts_are_marked_told(pantry, now):
    record(Kind.PARTNERSHIP_STARTED, now=now, partnership=pantry)
    assert relay(now) == 1
    assert not Event.objects.untold().exists()
    assert told() == []


def test_a_reached_milestone_becomes_a_draft_once(pantry, olu, now, today):
    milestone = Milestone.objects.create(partnership=pantry, title="Open the larder", due_on=today)
    milestones.reach(milestone=milestone, on=today, by=olu, now=now)
    relay(now)
    Event.objects.update(told_at=None)
    relay(now)
    assert [draft.milestone for draft in Celebration.objects.all()] == [milestone]
    assert told() == []


def test_published_good_news_goes_to_every_seat(pantry, olu, mina, now):
    draft = Celebration.objects.create(partnership=pantry, title="We did it", body="Thank you")
    celebrations.publish(celebration=draft, by=None, now=now)
    relay(now)
    assert told() == [("celebration", "Mina Patel"), ("celebration", "Olu Adeyemi")]


def test_people_without_an_address_or_who_left_are_not_written_to(pantry, olu, mina, now, today):
    Contact.objects.filter(user=mina).update(email="")
    Contact.objects.filter(user=olu).update(to_on=today)
    record(Kind.CELEBRATION_PUBLISHED, now=now, partnership=pantry)
    relay(now)
    assert told() == []


def test_a_fact_that_cannot_be_told_does_not_hold_up_the_others(olu, update, pantry, now):
    poison = record(Kind.AGREEMENT_SHARED, now=now, partnership=pantry)  # of an agreement that is not there
    Event.objects.filter(pk=poison.pk).update(id=0)
    assert relay(now) == 1
    assert told() == [("update-submitted", "Olu Adeyemi")]
    stumble = Stumble.objects.get()
    assert (stumble.event_id, stumble.attempts) == (0, 1)
    assert "DoesNotExist" in stumble.problem


def test_a_fact_that_could_not_be_told_is_tried_again_later_and_less_and_less_often(pantry, now):
    record(Kind.AGREEMENT_SHARED, now=now, partnership=pantry)
    relay(now)
    relay(now + timedelta(seconds=59))
    assert Stumble.objects.get().attempts == 1
    relay(now + timedelta(seconds=61))
    stumble = Stumble.objects.get()
    assert (stumble.attempts, stumble.retry_at) == (2, now + timedelta(seconds=61) + timedelta(minutes=4))


def test_a_fact_is_told_when_what_was_wrong_is_right_again(olu, update, now):
    event = Event.objects.get(kind=Kind.UPDATE_SUBMITTED)
    Event.objects.filter(pk=event.pk).update(kind="update.lost")
    relay(now)
    assert Stumble.objects.count() == 1
    Event.objects.filter(pk=event.pk).update(kind=Kind.UPDATE_SUBMITTED)
    relay(now + timedelta(hours=1))
    assert told() == [("update-submitted", "Olu Adeyemi")]
    assert not Stumble.objects.exists()


def test_half_of_a_fact_is_never_told(pantry, olu, now):
    """The second listener breaks: the first one's row must go too."""
    record(Kind.SIGN_IN_ASKED, now=now)
    relay(now)
    assert Event.objects.untold().count() == 1
    assert told() == []


def test_a_sign_in_goes_to_the_one_who_asked_at_any_hour_and_before_everything_else(mina, now):
    night = now.replace(hour=3)
    sign_ins.ask(email="mina@example.org", browser="secret", now=night)
    relay(night)
    row = Delivery.objects.get()
    assert (row.notice, row.contact.name) == ("sign-in", "Mina Patel")
    assert row.expires_at == SignIn.objects.get().expires_at
    assert row.not_before < night - timedelta(days=7)


def test_news_of_the_night_waits_for_the_morning(pantry, mina, now):
    record(Kind.CELEBRATION_PUBLISHED, now=now, partnership=pantry)
    relay(now.replace(hour=23))
    assert Delivery.objects.get().not_before == datetime(2026, 12, 2, 8, tzinfo=LONDON)


def test_an_old_fact_makes_a_message_that_has_expired(pantry, mina, now):
    record(Kind.CELEBRATION_PUBLISHED, now=now - timedelta(days=60), partnership=pantry)
    relay(now)
    assert Delivery.objects.get().expires_at < now


def test_a_new_rhythm_shows_in_the_reminders_at_once(pantry, olu, mina, larder_membership, now, today):
    ask(larder_membership, today + timedelta(days=14))
    record(Kind.RHYTHM_SET, now=now, by=olu, partnership=pantry)
    relay(now)
    assert ("check-in-reminder", "Mina Patel") in told()


def test_giving_up_a_fact_leaves_it_told_to_nobody(pantry, now):
    record(Kind.AGREEMENT_SHARED, now=now, partnership=pantry)
    relay(now)
    relaying.give_up(Stumble.objects.get(), now=now)
    assert not Event.objects.untold().exists()
    assert not Stumble.objects.exists()
