"""Claimed, checked again, handed over, recorded."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from communications.engine import actions as deliveries
from communications.engine import outbox
from communications.engine.channels.outcome import Outcome, Unavailable, What
from communications.models import Celebration, Delivery
from partnerships.models import Agreement, Contact, Partnership

from .machine import SENT, Scripted, ask, member, pump_all, remind, states

LONDON = ZoneInfo("Europe/London")
LATER = Outcome(What.LATER, "451 Try again")
REFUSED = Outcome(What.REFUSED, "550 No such person")
UNKNOWN = Outcome(What.UNKNOWN, "The connection broke")


def at(*when):
    return datetime(*when, tzinfo=LONDON)


def test_a_due_message_is_sent_once(reminder, now):
    channel = Scripted()
    assert outbox.pump(now, channel=channel) == 1
    assert outbox.pump(now, channel=channel) == 0
    reminder.refresh_from_db()
    assert (reminder.state, reminder.attempts, reminder.lease, len(channel.letters)) == ("sent", 1, "", 1)


def test_nothing_goes_before_its_time(reminder, now):
    assert outbox.pump(now - timedelta(seconds=1), channel=Scripted()) == 0


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_channel_talks(reminder, now, good_news):
    channel = Scripted()
    pump_all(now, channel=channel)
    assert channel.in_transaction == [False, False]


@pytest.mark.django_db(transaction=True)
def test_what_is_being_handed_over_is_on_record_before_it_is(reminder, now):
    seen = []
    pump_all(now, channel=Scripted(before=lambda letter: seen.append(Delivery.objects.get(pk=reminder.pk))))
    assert [(row.state, row.attempts, bool(row.mail_text)) for row in seen] == [("sending", 1, True)]


def test_a_message_refused_for_now_is_tried_again_in_the_same_bytes(reminder, nora, now):
    channel = Scripted(LATER)
    outbox.pump(now, channel=channel)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("pending", "451 Try again")
    assert timedelta(minutes=1) <= reminder.not_before - now < timedelta(minutes=1, seconds=5)
    Contact.objects.filter(pk=nora.pk).update(name="Nora Newname")
    Partnership.objects.update(name="A new name")
    outbox.pump(now + timedelta(minutes=2), channel=channel)
    first, second = channel.letters
    assert strip_to(first) == strip_to(second)
    assert states() == ["sent"]


def strip_to(letter):
    """Everything but the To line, which carries the person's name of today."""
    return [line for line in letter.splitlines() if not line.startswith(b"To:")]


def test_the_pauses_grow_and_in_the_end_somebody_is_told(reminder, now):
    Delivery.objects.update(expires_at=None)
    moment, pauses = now, []
    for _ in range(len(outbox.BACKOFF)):
        outbox.pump(moment, channel=Scripted(LATER))
        reminder.refresh_from_db()
        pauses.append(round((reminder.not_before - moment).total_seconds() / 60))
        moment = reminder.not_before if reminder.not_before.hour in range(8, 20) else moment + timedelta(days=1)
        Delivery.objects.update(not_before=moment)
    assert pauses == [1, 5, 15, 60, 240, 480, 960]
    outbox.pump(at(2026, 12, 9, 10), channel=Scripted(LATER))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("dead", "Given up after 8 attempts. 451 Try again")


def test_a_message_refused_for_good_is_dead_with_its_reason(reminder, now):
    outbox.pump(now, channel=Scripted(REFUSED))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("dead", "550 No such person")
    assert reminder.ended_at


def test_a_reminder_that_perhaps_arrived_is_sent_once_more_and_then_left_to_a_person(reminder, now):
    outbox.pump(now, channel=Scripted(UNKNOWN))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.times_uncertain) == ("pending", 1)
    outbox.pump(now + timedelta(minutes=6), channel=Scripted(UNKNOWN))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.times_uncertain) == ("uncertain", 2)


def test_good_news_that_perhaps_arrived_is_held_for_a_person(good_news, now):
    outbox.pump(now, channel=Scripted(UNKNOWN))
    good_news.refresh_from_db()
    assert (good_news.state, good_news.times_uncertain) == ("uncertain", 1)


def test_an_outage_of_the_mail_server_costs_no_attempt(reminder, now):
    with pytest.raises(Unavailable):
        outbox.pump(now, channel=Scripted(Unavailable("no route")))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.attempts, reminder.reason) == ("pending", 0, "no route")
    assert reminder.not_before >= now + outbox.OUTAGE
    outbox.pump(now + timedelta(minutes=2), channel=Scripted())
    assert states() == ["sent"]


def test_a_channel_that_breaks_on_one_message_goes_on_with_the_next(reminder, good_news, now):
    pump_all(now, channel=Scripted(ValueError("unheard of"), SENT))
    assert sorted(states()) == ["pending", "sent"]


@pytest.fixture
def other_news(good_news, now):
    """Good news to somebody else, later in the queue than the good news to Nora."""
    person, _ = member(good_news.partnership, name="Elsewhere")
    return Delivery.objects.create(
        notice="celebration", dedupe_key="other news", contact=person, partnership=good_news.partnership,
        subject_id=good_news.subject_id, not_before=now, created_at=now,
    )  # fmt: skip


def test_one_message_that_cannot_be_checked_does_not_stop_the_others(good_news, other_news, now):
    Delivery.objects.filter(pk=good_news.pk).update(notice="no-such-notice")
    pump_all(now, channel=Scripted())
    good_news.refresh_from_db()
    assert states() == ["pending", "sent"]
    assert "could not be checked" in good_news.reason
    assert (good_news.attempts, good_news.not_before > now) == (1, True)


def test_one_message_that_cannot_be_written_does_not_stop_the_others(good_news, other_news, pantry, now):
    version = unshared(pantry)
    Delivery.objects.filter(pk=good_news.pk).update(notice="agreement-shared", subject_id=version.pk)
    pump_all(now, channel=Scripted())
    good_news.refresh_from_db()
    assert states() == ["pending", "sent"]
    assert "could not be put into words" in good_news.reason


def test_a_message_that_can_never_be_written_ends_with_a_person(good_news, pantry, now):
    version = unshared(pantry)
    tried = {"notice": "agreement-shared", "subject_id": version.pk, "attempts": len(outbox.BACKOFF)}
    Delivery.objects.filter(pk=good_news.pk).update(**tried)
    pump_all(now, channel=Scripted())
    good_news.refresh_from_db()
    assert (good_news.state, good_news.reason[:26]) == ("dead", "Given up after 8 attempts.")


def unshared(pantry):
    """A shared version that nobody shared at any time: its link has no window."""
    agreement = Agreement.objects.create(partnership=pantry)
    return agreement.versions.create(state="shared", shared_at=None)


def test_an_address_no_mail_can_carry_does_not_stop_the_others(good_news, other_news, now):
    Contact.objects.filter(pk=good_news.contact_id).update(email="not an address")
    pump_all(now, channel=Scripted())
    good_news.refresh_from_db()
    assert states() == ["pending", "sent"]
    assert "could not be handed over" in good_news.reason


def test_a_worker_that_is_gone_gives_back_what_it_had_claimed(reminder, now):
    outbox.claim(now)
    assert outbox.pump(now + outbox.LEASE, channel=Scripted()) == 0
    assert outbox.pump(now + outbox.LEASE + timedelta(seconds=1), channel=Scripted()) == 1
    reminder.refresh_from_db()
    assert (reminder.state, reminder.times_uncertain) == ("sent", 0)


def test_a_worker_that_is_gone_while_sending_leaves_the_message_uncertain(reminder, good_news, now):
    Delivery.objects.update(state="sending", lease="gone", lease_until=now, attempts=1)
    outbox.reap(now + timedelta(seconds=1))
    reminder.refresh_from_db()
    good_news.refresh_from_db()
    assert (reminder.state, reminder.times_uncertain) == ("pending", 1)
    assert (good_news.state, good_news.times_uncertain) == ("uncertain", 1)


@pytest.fixture
def sleeper(reminder, now):
    """A worker that fell asleep between its claim and the hand-over: (its run, its letters)."""
    run = outbox.Run(now)
    return run, run.decide(outbox.delivery_context.gather(run.claim(10)))


def test_a_worker_that_slept_past_its_lease_hands_over_nothing_that_another_has_sent(sleeper, now):
    pump_all(now + timedelta(minutes=10), channel=Scripted())
    run, letters = sleeper
    late = Scripted()
    run.send(letters, late)
    assert (late.letters, states()) == ([], ["sent"])


def test_a_worker_that_slept_past_its_lease_hands_over_nothing_that_another_has_claimed(sleeper, now):
    outbox.reap(now + timedelta(minutes=10))
    outbox.claim(now + timedelta(minutes=10))
    run, letters = sleeper
    late = Scripted()
    run.send(letters, late)
    assert (late.letters, states()) == ([], ["claimed"])


def test_a_worker_that_slept_while_sending_does_not_overwrite_what_came_after(reminder, now):
    def sleep(letter):
        outbox.reap(now + timedelta(hours=1))
        pump_all(now + timedelta(hours=1), channel=Scripted(REFUSED))

    outbox.pump(now, channel=Scripted(before=sleep))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.times_uncertain) == ("dead", 1)


def test_two_claims_never_share_a_row(check_in, nora, pantry, now):
    for number in range(30):
        person, membership = member(pantry, name=f"Member {number}")
        remind(ask(membership, check_in.due_on), person, at=now)
    first, many = outbox.claim(now, at_most=20)
    second, few = outbox.claim(now, at_most=20)
    assert (many, few) == (20, 10)
    assert Delivery.objects.filter(lease=first).count() == 20
    assert Delivery.objects.filter(lease=second).count() == 10


def test_the_oldest_is_claimed_first(check_in, nora, pantry, now):
    late = remind(check_in, nora, at=now)
    person, membership = member(pantry, name="Another")
    early = remind(ask(membership, check_in.due_on), person, at=now - timedelta(days=1))
    outbox.claim(now, at_most=1)
    late.refresh_from_db()
    early.refresh_from_db()
    assert (early.state, late.state) == ("claimed", "pending")


# ---- What an operator does ----


def test_an_operator_sends_a_dead_message_again_to_the_corrected_address(reminder, nora, ada, now):
    outbox.pump(now, channel=Scripted(REFUSED))
    Contact.objects.filter(pk=nora.pk).update(email="right@example.org")
    deliveries.retry(deliveries=Delivery.objects.all(), by=ada, now=now)
    channel = Scripted()
    pump_all(now, channel=channel)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.to_address, reminder.settled_by) == ("sent", "right@example.org", ada)


def test_an_operator_sends_an_uncertain_message_again_as_it_was(good_news, ada, now):
    channel = Scripted(UNKNOWN)
    outbox.pump(now, channel=channel)
    Celebration.objects.update(title="Another title")
    deliveries.retry(deliveries=Delivery.objects.all(), by=ada, now=now)
    pump_all(now, channel=channel)
    assert channel.letters[0] == channel.letters[1]


def test_an_operator_sends_what_was_held_even_when_it_is_late(reminder, ada, now):
    Delivery.objects.update(state="held", expires_at=now - timedelta(days=1))
    deliveries.retry(deliveries=Delivery.objects.all(), by=ada, now=now)
    pump_all(now, channel=Scripted())
    assert states() == ["sent"]


def test_an_operator_discards(reminder, ada, now):
    Delivery.objects.update(state="held")
    deliveries.discard(deliveries=Delivery.objects.all(), by=ada, now=now)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("cancelled", "Discarded by Ada Brook.")


def test_a_day_after_it_was_discarded_it_is_not_taken_back(reminder, ada, now):
    Delivery.objects.update(state="dead", reason="550 No such person")
    deliveries.discard(deliveries=Delivery.objects.all(), by=ada, now=now)
    with pytest.raises(deliveries.AlreadySettled):
        deliveries.take_back(deliveries=Delivery.objects.all(), by=ada, now=now + timedelta(days=1))
    deliveries.take_back(deliveries=Delivery.objects.all(), by=ada, now=now + timedelta(hours=23))
    reminder.refresh_from_db()
    assert (reminder.state, reminder.reason) == ("dead", "550 No such person")


@pytest.mark.parametrize("act", [deliveries.retry, deliveries.discard])
def test_what_is_on_its_way_is_not_an_operator_s_to_settle(reminder, ada, now, act):
    for state in ("pending", "claimed", "sending", "sent", "cancelled"):
        Delivery.objects.update(state=state)
        with pytest.raises(deliveries.AlreadySettled):
            act(deliveries=Delivery.objects.all(), by=ada, now=now)
        assert states() == [state]
