"""Does it answer, can it serve, does the engine run? And the doorbell that must never slow a request."""

import socket
import threading
import time
from datetime import timedelta

import pytest
from celery import Celery
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communications import tasks
from communications.engine import doorbell, health
from communications.engine.views.health import require_migrations
from communications.models import Celebration, Delivery, Heartbeat, Stumble
from config.celery import app
from partnerships import events
from partnerships.models import Event

from ...clock import NOW
from .machine import ask, member, remind, states

PAGES = ["/health/live", "/health/ready", "/health/engine"]


FOLDERS = ["data_folder_in", "data_folder_out", "control_folder"]


@pytest.fixture
def running_parts(db):
    for name in health.PARTS:
        Heartbeat.objects.note(name, at=NOW)


@pytest.mark.parametrize("page", PAGES)
def test_a_watcher_needs_no_sign_in_and_changes_nothing(client, running_parts, page):
    assert client.get(page).status_code == 200
    assert client.head(page).status_code == 200
    assert client.post(page).status_code == 405
    assert "no-cache" in client.get(page)["Cache-Control"]


def test_live_asks_nothing_of_the_database(client):
    """No `db` fixture: a query would raise."""
    response = client.get("/health/live")
    assert (response.status_code, response.content) == (200, b"ok")


def test_ready_says_what_is_missing(client, db):
    require_migrations.cache_clear()
    MigrationRecorder.Migration.objects.filter(app="communications").delete()
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert "Run: manage.py migrate" in response.json()["problems"][0]
    require_migrations.cache_clear()


def test_ready_asks_for_migrations_only_until_they_are_there(client, db, django_assert_num_queries):
    client.get("/health/ready")
    with django_assert_num_queries(1):
        assert client.get("/health/ready").status_code == 200


def test_the_engine_is_unwell_when_it_never_ran(client, db):
    response = client.get("/health/engine")
    assert response.status_code == 503
    assert response.json()["problems"] == [f"The {part} has never run." for part in health.PARTS]


@pytest.mark.parametrize(("part", "minutes"), [("beat", 3), ("pump", 3), ("relay", 3), ("planner", 30)])
def test_a_part_that_is_silent_too_long_is_named(client, running_parts, part, minutes):
    Heartbeat.objects.filter(name=part).update(at=NOW - timedelta(minutes=minutes, seconds=-5))
    assert client.get("/health/engine").status_code == 200
    Heartbeat.objects.filter(name=part).update(at=NOW - timedelta(minutes=minutes, seconds=5))
    response = client.get("/health/engine")
    assert response.status_code == 503
    assert response.json()["problems"][0].startswith(f"The {part} has not run since ")


# ---- Tasks ----


def test_the_beat_table_names_tasks_that_exist():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
    ticks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    # Imports go on by themselves too, but a stopped one shows on its own page.
    assert {task for _, task, _ in health.PARTS.values()} == ticks - {"partnerships.carry_on_imports"}


def test_one_ring_tells_the_fact_and_sends_the_message(pantry, olu, mina, now):
    news = Celebration.objects.create(partnership=pantry, title="Open", body="x", state="published", published_at=NOW)
    Event.objects.create(kind="celebration.published", at=NOW, partnership=pantry, subject_id=news.pk)
    tasks.relay()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"relay", "pump"}
    assert Delivery.objects.count() == 2


def test_every_task_leaves_its_heartbeat(db):
    for task in (tasks.beat, tasks.plan, tasks.relay, tasks.pump, tasks.tidy):
        task()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == set(health.PARTS)


def test_a_part_that_fails_says_so_in_its_heartbeat(db):
    with pytest.raises(ZeroDivisionError), tasks.running("planner"):
        _ = 1 / 0
    assert Heartbeat.objects.get().problem == "ZeroDivisionError('division by zero')"


def test_an_outage_of_the_mail_server_is_noted_and_the_task_ends_well(pantry, today, settings):
    settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://127.0.0.1:1", "127.0.0.1", 1
    settings.DEMO = True  # at any hour
    person, membership = member(pantry)
    remind(ask(membership, timezone.localdate()), person, at=timezone.now() - timedelta(minutes=1))
    tasks.pump()
    assert "cannot be reached" in Heartbeat.objects.get(name="pump").problem
    assert states() == ["pending"]


def test_beats_that_write_at_the_same_moment_leave_one_row(db):
    for _ in range(3):
        Heartbeat.objects.note("beat", at=NOW, did=1)
    assert Heartbeat.objects.count() == 1


# ---- The doorbell ----


@pytest.fixture
def rung(settings, monkeypatch):
    """Celery with a broker at an address the test chooses; it prefers the environment's when there is one."""
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)

    def at(url, **options):
        settings.CELERY_BROKER_URL = url
        other = Celery("doorbell", broker=url, broker_transport_options=options, set_as_current=False)
        other.set_default()
        other.set_current()

    yield at
    app.set_default()
    app.set_current()


@pytest.fixture
def black_hole():
    """A broker that accepts connections and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    yield listener.getsockname()[1]
    listener.close()


def wait_for_quiet(seconds):
    until = time.monotonic() + seconds
    while any(thread.name == "doorbell" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.05)
    return all(thread.name != "doorbell" for thread in threading.enumerate())


def test_a_broker_that_never_answers_does_not_hold_up_the_request(rung, black_hole):
    rung(f"redis://127.0.0.1:{black_hole}/0")
    began = time.monotonic()
    for _ in range(50):
        doorbell.ring()
    assert time.monotonic() - began < 0.5
    assert sum(thread.name == "doorbell" for thread in threading.enumerate()) == 1
    assert wait_for_quiet(30)


def test_a_broker_that_is_not_there_is_swallowed(rung, caplog):
    rung("redis://127.0.0.1:1/0")
    doorbell.ring()
    assert wait_for_quiet(20)
    assert "The doorbell did not ring" in caplog.text


def test_a_ring_reaches_the_broker(rung, settings, tmp_path):
    rung("filesystem://", **{use: str(tmp_path) for use in FOLDERS})
    doorbell.ring()
    assert wait_for_quiet(10)
    assert "communications.relay" in next(tmp_path.glob("*.msg")).read_text()


def test_tests_in_memory_ring_nobody(rung):
    rung("memory://")
    doorbell.ring()
    assert wait_for_quiet(0.1)


def test_a_commit_rings_and_a_rollback_does_not(db, rung, tmp_path, django_capture_on_commit_callbacks, pantry, now):
    rung("filesystem://", **{use: str(tmp_path) for use in FOLDERS})
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        events.record(events.Kind.PARTNERSHIP_STARTED, now=now, partnership=pantry)
    assert list(tmp_path.glob("*.msg")) == []
    for callback in callbacks:
        callback()
    assert wait_for_quiet(10)
    assert len(list(tmp_path.glob("*.msg"))) == 1


# ---- The jobs page ----


@pytest.fixture
def jobs(browser_of, ada, settings):
    settings.ROOT_URLCONF = "tests.communications.engine.jobs_urls"
    return browser_of(ada)


def test_the_jobs_page_shows_each_part_and_what_needs_a_person(jobs, running_parts, pantry, today, now):
    person, membership = member(pantry, name="Sale Larder")
    remind(ask(membership, today), person, at=now, state="dead", reason="550 No such person")
    page = jobs.get("/jobs/").content.decode()
    for words in ("Beat", "Planner", "Relay", "Pump", "550 No such person", person.name):
        assert words in page


def test_the_jobs_page_sends_again_and_discards(jobs, ada, pantry, today, now):
    person, membership = member(pantry)
    row = remind(ask(membership, today), person, at=now, state="uncertain")
    jobs.post("/jobs/", {"do": "retry", "id": row.pk})
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("pending", ada)
    Delivery.objects.update(state="held")
    jobs.post("/jobs/", {"do": "discard", "id": row.pk})
    assert states() == ["cancelled"]


@pytest.fixture
def three_held(pantry, today, now):
    for number in range(3):
        person, membership = member(pantry, name=f"Group {number}")
        remind(ask(membership, today), person, at=now, state="held", reason="Too many at once.")


def test_discarding_all_asks_first_and_says_how_many_of_what(jobs, three_held):
    page = jobs.post("/jobs/", {"do": "discard", "state": "held"})
    assert page.context["kinds"] == [("Check-in reminder", 3)]
    assert states() == ["held"] * 3
    jobs.post("/jobs/", {"do": "discard", "state": "held", "counted": 3})
    assert states() == ["cancelled"] * 3


def test_when_there_are_more_than_were_counted_it_asks_again(jobs, three_held):
    page = jobs.post("/jobs/", {"do": "discard", "state": "held", "counted": 2})
    assert page.context["total"] == 3
    assert states() == ["held"] * 3


def test_what_was_discarded_is_taken_back_as_it_was(jobs, ada, three_held):
    jobs.post("/jobs/", {"do": "discard", "state": "held", "counted": 3})
    (lot,) = jobs.get("/jobs/").context["discarded"]
    assert (lot["count"], lot["reason"]) == (3, f"Discarded by {ada}.")
    jobs.post("/jobs/", {"do": "take-back", "at": lot["ended_at"].isoformat()})
    rows = Delivery.objects.values_list("state", "reason", "former_state", "settled_by")
    assert list(rows) == [("held", "Too many at once.", "", ada.pk)] * 3
    assert jobs.get("/jobs/").context["discarded"] == []


@pytest.mark.parametrize("at", ["", "x", "2026-13-01T09:00+00:00", "2026-11-01T09:00:00+00:00"])
def test_taking_back_what_nobody_discarded_then_changes_nothing(jobs, three_held, at):
    page = jobs.post("/jobs/", {"do": "take-back", "at": at}, follow=True)
    assert "Somebody has settled this already." in page.content.decode()
    assert states() == ["held"] * 3


def test_pressing_twice_is_told_kindly(jobs, pantry, today, now):
    person, membership = member(pantry)
    row = remind(ask(membership, today), person, at=now, state="sent")
    response = jobs.post("/jobs/", {"do": "retry", "id": row.pk}, follow=True)
    assert "Somebody has settled this already." in response.content.decode()
    assert states() == ["sent"]


def test_the_jobs_page_tells_a_stumbled_fact_again_or_gives_it_up(jobs, pantry, now):
    event = Event.objects.create(kind="agreement.shared", at=now, partnership=pantry)
    stumble = Stumble.objects.create(event=event, retry_at=NOW + timedelta(days=1), problem="Broken")
    assert "Broken" in jobs.get("/jobs/").content.decode()
    jobs.post("/jobs/", {"do": "tell-again", "id": stumble.pk})
    stumble.refresh_from_db()
    assert stumble.retry_at <= NOW
    jobs.post("/jobs/", {"do": "give-up", "id": stumble.pk})
    event.refresh_from_db()
    assert event.told_at
    assert not Stumble.objects.exists()


@pytest.mark.parametrize("given", [{}, {"do": "explode"}, {"do": "retry", "id": "x"}])
def test_a_button_the_page_does_not_know_is_refused(jobs, given):
    assert jobs.post("/jobs/", given).status_code == 400


def test_a_lead_has_no_business_there(jobs, browser_of, olu, pantry, today, now):
    person, membership = member(pantry)
    remind(ask(membership, today), person, at=now, state="dead")
    browser = browser_of(olu)
    assert browser.get("/jobs/").status_code == 403
    assert browser.post("/jobs/", {"do": "discard", "state": "dead"}).status_code == 403
    assert states() == ["dead"]


def test_looking_at_the_jobs_page_costs_the_same_for_three_and_sixty_rows(jobs, pantry, today, now):
    def cost(count):
        for number in range(count):
            person, membership = member(pantry, name=f"{count}-{number}")
            remind(ask(membership, today), person, at=now, state="dead")
        with CaptureQueriesContext(connection) as said:
            jobs.get("/jobs/")
        return len(said)

    assert cost(3) == cost(57)
