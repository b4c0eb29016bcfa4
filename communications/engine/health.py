"""Is the engine running? Read from the heartbeats, which tasks write and pages never do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app

from .models import Heartbeat

# Part → how long it may be silent, the task that runs it, and what it does.
PARTS = {
    "beat": (timedelta(minutes=3), "communications.beat", "Rings the others by the clock"),
    "planner": (timedelta(minutes=30), "communications.plan", "Rhythms become check-ins and reminders"),
    "relay": (timedelta(minutes=3), "communications.relay", "Facts become messages"),
    "tidy": (timedelta(hours=26), "communications.tidy", "What was kept for a while goes"),
    "pump": (timedelta(minutes=3), "communications.pump", "Messages go out"),
}


@dataclass(frozen=True)
class Standing:
    """How one part of the engine is doing."""

    name: str
    does: str
    last: Heartbeat | None
    next_at: datetime | None
    complaint: str


def standings(now):
    """Every part with its last and next run, and what is wrong with it, if anything."""
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    for name, (patience, task, does) in PARTS.items():
        last = beats.get(name)
        yield Standing(name, does, last, _next_run(task, last), _complaint(name, last, patience, now))


def complaints(now):
    """What is wrong with the engine, in sentences; nothing when it runs."""
    return [standing.complaint for standing in standings(now) if standing.complaint]


def _complaint(name, last, patience, now):
    if last is None:
        return f"The {name} has never run."
    if last.at < now - patience:
        return f"The {name} has not run since {last.at:%-d %B %Y %H:%M:%S} UTC."
    return ""


def _next_run(task, last):
    rounds = [entry["schedule"] for entry in current_app.conf.beat_schedule.values() if entry["task"] == task]
    return last.at + timedelta(seconds=rounds[0]) if last and rounds else None
