"""Nothing is lost and nothing is said twice, whatever falls. Real processes, killed for real."""

import random
import signal
import time

import pytest

from .house import wait_until

pytestmark = pytest.mark.faults


def assert_nothing_lost_or_doubled(house):
    assert house.lost() == []
    assert house.unexplained_duplicates() == []


def accepted_more(house, count, *, seconds=120):
    """Wait until the mail server has accepted this many more, or nothing is left."""
    goal = house.count_accepted() + count
    wait_until(
        lambda: house.count_accepted() >= goal or house.is_done(),
        seconds=seconds,
        what=lambda: f"{count} more accepted; {house.where_it_stands()}",
    )


def test_a_worker_killed_again_and_again_through_500_reminders(house):
    house.start_mail_server(slow=0.003)
    house.start_beat()
    chance, kills = random.Random(1), 0
    while not house.is_done():
        worker = house.start_worker()
        accepted_more(house, chance.randint(70, 130))
        if not house.is_done():
            house.kill(worker)
            kills += 1
    assert kills >= 3
    assert_nothing_lost_or_doubled(house)
    # Whoever was in the hands of two killed workers waits for a person instead of being sent a third time.
    others = [row for row in house.rows(due=True) if row[1] == "check-in-reminder" and row[2] != "sent"]
    assert [row for row in others if row[2] != "uncertain" or row[3] < 2] == []
    assert len(others) < kills
    assert house.states()["sent"] + len(others) >= 500


def test_redis_killed_while_messages_go_out(large_house, redis):
    large_house.start_mail_server(slow=0.01)
    large_house.start_worker()
    large_house.start_beat()
    accepted_more(large_house, 50)
    redis.kill()
    time.sleep(2)
    redis.start()
    large_house.release("celebration")
    large_house.wait_until_done()
    assert_nothing_lost_or_doubled(large_house)
    assert large_house.states()["sent"] >= 500


def test_two_beats_and_two_workers_at_once(large_house):
    large_house.start_mail_server()
    for start in (large_house.start_worker, large_house.start_worker, large_house.start_beat, large_house.start_beat):
        start()
    large_house.wait_until_done()
    assert_nothing_lost_or_doubled(large_house)
    assert set(large_house.copies().values()) == {1}


def test_postgresql_stopped_at_once_and_started_again(large_house, postgres):
    large_house.start_mail_server(slow=0.01)
    large_house.start_worker()
    large_house.start_beat()
    accepted_more(large_house, 50)
    postgres.stop()
    time.sleep(1)
    postgres.start()
    large_house.wait_until_done()
    assert_nothing_lost_or_doubled(large_house)


def test_a_worker_that_slept_past_its_lease(large_house):
    large_house.only(200)
    large_house.start_mail_server(slow=0.01)
    sleeper = large_house.start_worker()
    accepted_more(large_house, 30)
    large_house.kill(sleeper, signal.SIGSTOP)
    large_house.start_worker()
    large_house.start_beat()
    time.sleep(8)
    large_house.kill(sleeper, signal.SIGCONT)
    large_house.wait_until_done()
    assert_nothing_lost_or_doubled(large_house)


@pytest.mark.parametrize(
    "place",
    ["after the claim", "before the hand-over", "after the hand-over", "before the record"],
)
def test_a_worker_that_falls_at_this_place(small_house, place):
    small_house.only(30)
    small_house.release("celebration")
    (small_house.folder / "falls").write_text("2")
    small_house.start_mail_server()
    small_house.start_beat()
    worker = small_house.start_worker(fall_at=place)
    until = time.monotonic() + 120
    while not small_house.is_done():
        assert time.monotonic() < until, small_house.what_was_said()
        if worker.poll() is not None:
            worker = small_house.start_worker(fall_at=place)
        time.sleep(0.05)
    assert (small_house.folder / "falls").read_text() == "0"
    assert_nothing_lost_or_doubled(small_house)


def test_a_worker_that_falls_while_telling_a_fact(small_house):
    """The fact was written and nobody rang; then the teller dies in the middle, twice."""
    small_house.only(0)
    small_house.sql("DELETE FROM communications_delivery")
    small_house.sql("UPDATE partnerships_event SET told_at = NULL")
    (small_house.folder / "falls").write_text("2")
    small_house.start_mail_server()
    small_house.start_beat()
    for _ in range(2):
        worker = small_house.start_worker(fall_at="while telling a fact")
        wait_until(lambda w=worker: w.poll() is not None, seconds=90, what=small_house.where_it_stands)
        assert small_house.rows() == []
    small_house.start_worker(fall_at="while telling a fact")
    wait_until(lambda: len(small_house.rows()) == 500, seconds=90, what=small_house.where_it_stands)
    small_house.wait_until_done()
    assert_nothing_lost_or_doubled(small_house)
    assert set(small_house.copies().values()) == {1}


def test_a_mail_server_in_a_bad_mood_and_a_poisoned_message(house):
    house.only(200)
    house.release("no-such-notice")
    house.start_mail_server(later=0.3, refuse=0.02)
    house.start_worker()
    house.start_beat()
    house.wait_until_done()
    assert_nothing_lost_or_doubled(house)
    assert set(house.copies().values()) == {1}
    dead = [notice for _, notice, state, _, _ in house.rows() if state == "dead"]
    assert "no-such-notice" in dead
    assert house.states()["sent"] + len(dead) == 201


def test_a_mail_server_that_accepts_and_cuts(small_house):
    small_house.only(150)
    small_house.release("celebration")
    small_house.start_mail_server(cut=0.25)
    small_house.start_worker()
    small_house.start_beat()
    small_house.wait_until_done()
    assert_nothing_lost_or_doubled(small_house)
    rows = small_house.rows()
    assert any(notice == "check-in-reminder" and times for _, notice, _, times, _ in rows)
    for _, notice, state, times, _ in rows:
        if notice == "celebration":
            assert (state, times) in {("sent", 0), ("uncertain", 1)}
    assert {small_house.copies()[pk] for pk, notice, *_ in rows if notice == "celebration"} == {1}
