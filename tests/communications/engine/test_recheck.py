"""Just before sending: does it still make sense, and may this person be disturbed now?"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from communications.engine import outbox
from communications.engine.channels.outcome import Outcome, What
from communications.models import Celebration, Delivery, Silence
from communications.preferences import actions as silences
from partnerships.check_ins.actions import check_ins, updates
from partnerships.membership.actions import seats as seat_actions
from partnerships.models import Contact, Partnership, Seat

from .machine import Scripted, ask, pump_all, remind, states

LONDON = ZoneInfo("Europe/London")
LATER = Outcome(What.LATER, "451 Try again")
REFUSED = Outcome(What.REFUSED, "550 No such person")
UNKNOWN = Outcome(What.UNKNOWN, "The connection broke")


def at(*when):
    return datetime(*when, tzinfo=LONDON)


def test_an_answer_that_arrives_just_before_ends_the_reminder(reminder, check_in, nora, now):
    updates.submit(check_in=check_in, answers={"status": "on_track"}, by=nora, now=now)
    pump_all(now, channel=Scripted())
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("cancelled", "The check-in is closed: answered.")


def test_an_answer_that_arrives_while_the_reminder_is_handed_over_changes_nothing_about_it(
    reminder, check_in, nora, now
):
    def answer(letter):
        updates.submit(check_in=check_in, answers={"status": "on_track"}, by=nora, now=now)

    pump_all(now, channel=Scripted(before=answer))
    assert states(Delivery.objects.filter(pk=reminder.pk)) == ["sent"]


def test_an_answer_between_two_attempts_ends_the_reminder(reminder, check_in, nora, now):
    outbox.pump(now, channel=Scripted(LATER))
    updates.submit(check_in=check_in, answers={"status": "on_track"}, by=nora, now=now)
    pump_all(now + timedelta(minutes=5), channel=Scripted())
    assert states(Delivery.objects.filter(pk=reminder.pk)) == ["cancelled"]


def test_a_skipped_check_in_is_not_reminded_of(reminder, check_in, olu, now):
    check_ins.skip(check_in=check_in, reason="Away", by=olu, now=now)
    pump_all(now, channel=Scripted())
    assert states() == ["cancelled"]


@pytest.mark.parametrize("change", [{"email": ""}, {"to_on": date(2026, 11, 30)}])
def test_who_left_or_has_no_address_gets_nothing(reminder, nora, now, change):
    Contact.objects.filter(pk=nora.pk).update(**change)
    pump_all(now, channel=Scripted())
    assert states() == ["cancelled"]


def test_who_gave_up_the_seat_gets_neither_reminder_nor_good_news(reminder, good_news, olu, nora, now):
    seat_actions.end(seat=Seat.objects.get(contact=nora), by=olu, now=now)
    channel = Scripted()
    pump_all(now, channel=channel)
    assert states() == ["cancelled", "cancelled"]
    assert channel.letters == []


def test_who_asked_for_silence_gets_no_more_of_that_kind_only(reminder, good_news, nora, now):
    silences.keep(contact=nora, topic=Silence.Topic.CHECK_INS, now=now)
    pump_all(now, channel=Scripted())
    assert states() == ["cancelled", "sent"]
    reminder.refresh_from_db()
    assert reminder.reason == "They asked for no more mail of this kind: check-in reminders."


def test_a_paused_partnership_is_not_nagged_but_hears_its_news(reminder, good_news, pantry, now):
    Partnership.objects.filter(pk=pantry.pk).update(state="paused")
    pump_all(now, channel=Scripted())
    assert states() == ["pending", "sent"]
    reminder.refresh_from_db()
    assert reminder.not_before == at(2026, 12, 2, 9)


def test_a_partnership_that_has_ended_is_silent(reminder, good_news, pantry, now):
    Partnership.objects.filter(pk=pantry.pk).update(state="ended")
    pump_all(now, channel=Scripted())
    assert states() == ["cancelled", "cancelled"]


def test_a_message_nobody_needs_any_more_expires(reminder, now):
    Delivery.objects.update(expires_at=now)
    pump_all(now, channel=Scripted())
    assert states() == ["expired"]


def test_what_it_was_about_may_be_gone(good_news, now):
    Celebration.objects.all().delete()
    pump_all(now, channel=Scripted())
    assert states() == ["cancelled"]


def test_a_quiet_hour_puts_off_without_counting_an_attempt(reminder, now):
    night = now.replace(hour=21)
    pump_all(night, channel=Scripted())
    reminder.refresh_from_db()
    assert (reminder.state, reminder.attempts, reminder.not_before) == ("pending", 0, at(2026, 12, 2, 8))


def test_the_quiet_hour_is_that_of_the_person(reminder, nora, now):
    Contact.objects.filter(pk=nora.pk).update(time_zone="America/Los_Angeles")
    pump_all(now, channel=Scripted())
    assert states() == ["pending"]


def test_no_reminder_goes_on_a_bank_holiday_of_the_partnership_s_nation(reminder, good_news, now):
    christmas = at(2026, 12, 25, 10)
    pump_all(christmas, channel=Scripted())
    reminder.refresh_from_db()
    assert reminder.not_before == at(2026, 12, 29, 8)
    assert states() == ["pending", "sent"]


def test_a_corrected_address_gets_the_message_afresh(reminder, nora, now):
    channel = Scripted(LATER)
    outbox.pump(now, channel=channel)
    Contact.objects.filter(pk=nora.pk).update(email="new@example.org")
    pump_all(now + timedelta(minutes=5), channel=channel)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.to_address) == ("sent", "new@example.org")
    assert b"new@example.org" in channel.letters[1]


def test_what_perhaps_reached_an_old_address_is_not_sent_to_the_new_one(reminder, nora, now):
    outbox.pump(now, channel=Scripted(UNKNOWN))
    Contact.objects.filter(pk=nora.pk).update(email="new@example.org")
    pump_all(now + timedelta(minutes=5), channel=Scripted())
    assert states() == ["cancelled"]


# ---- One reminder a person and day ----


@pytest.fixture
def second(nora, now, today):
    """Nora answers in another partnership too."""
    partnership = Partnership.objects.create(name="Second partnership", need="Warm homes", host=nora.organisation)
    membership = partnership.memberships.create(organisation=nora.organisation, stage="member")
    Seat.objects.create(membership=membership, contact=nora, from_on=today)
    return remind(ask(membership, today), nora, at=now)


def test_two_reminders_to_one_person_travel_in_one_message(reminder, second, now):
    channel = Scripted()
    pump_all(now, channel=channel)
    assert len(channel.letters) == 1
    assert states() == ["sent", "superseded"]
    reminder.refresh_from_db()
    second.refresh_from_db()
    assert second.told_in == reminder
    assert "Second partnership" in reminder.mail_text
    assert reminder.mail_text.count("Answer now: [[link:") == 2
    assert reminder.mail_subject == "2 check-ins are waiting for you"


def test_they_travel_together_however_small_the_batch(reminder, second, now):
    channel = Scripted()
    pump_all(now, channel=channel, at_most=1)
    assert len(channel.letters) == 1


def test_a_second_reminder_on_the_same_day_waits_for_the_next_working_day(reminder, second, now):
    Delivery.objects.filter(pk=second.pk).update(not_before=now + timedelta(hours=2))
    pump_all(now, channel=Scripted())
    pump_all(now + timedelta(hours=2), channel=Scripted())
    second.refresh_from_db()
    assert (second.state, second.not_before) == ("pending", at(2026, 12, 2, 9))
    pump_all(at(2026, 12, 2, 9), channel=Scripted())
    assert states() == ["sent", "sent"]


def test_a_reminder_waits_while_another_worker_sends_one_to_the_same_person(reminder, second, now):
    Delivery.objects.filter(pk=second.pk).update(state="sending", lease="x", lease_until=now + timedelta(minutes=3))
    pump_all(now, channel=Scripted())
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("pending", "Another message to them is under way.")


def test_words_that_are_fixed_take_no_other_reminder_along(reminder, second, now):
    Delivery.objects.filter(pk=second.pk).update(not_before=now + timedelta(minutes=2))
    channel = Scripted(LATER)
    outbox.pump(now, channel=channel)
    pump_all(now + timedelta(minutes=2), channel=channel)
    assert len(channel.letters) == 2
    second.refresh_from_db()
    assert second.state == "pending"


def test_what_was_told_along_is_told_by_itself_when_its_carrier_is_not_sent(reminder, second, check_in, nora, now):
    outbox.pump(now, channel=Scripted(LATER))
    assert states() == ["pending", "superseded"]
    updates.submit(check_in=check_in, answers={"status": "on_track"}, by=nora, now=now)
    channel = Scripted()
    pump_all(now + timedelta(minutes=5), channel=channel)
    assert states(Delivery.objects.filter(notice="check-in-reminder")) == ["cancelled", "sent"]
    assert len(channel.letters) == 1


def test_a_later_rung_takes_the_place_of_an_earlier_one(check_in, nora, now):
    remind(check_in, nora, at=now - timedelta(days=7), stage=-7)
    remind(check_in, nora, at=now, stage=0)
    remind(check_in, nora, at=now + timedelta(days=3), stage=3)
    channel = Scripted()
    pump_all(now, channel=channel, at_most=1)
    assert states() == ["superseded", "sent", "pending"]
    assert len(channel.letters) == 1


def test_an_earlier_rung_never_follows_a_later_one(check_in, nora, now):
    remind(check_in, nora, at=now - timedelta(days=1), stage=0, state="sent", ended_at=now - timedelta(days=1))
    remind(check_in, nora, at=now, stage=-7)
    pump_all(now, channel=Scripted())
    assert states() == ["sent", "superseded"]
