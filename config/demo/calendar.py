"""Time in the story: the engine runs at each told moment, so that the outbox and the history look lived in."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from communications.engine import outbox, relay
from communications.reminders import planner


def at(day, hour=10):
    """That day at the hour, local time."""
    return timezone.make_aware(datetime.combine(day, time(hour)))


def months_before(day, months):
    return day - relativedelta(months=months)


def send_what_is_due(now):
    """What worker and beat would have done by then."""
    planner.plan(now)
    relay.relay(now)
    outbox.pump(now)


def days(count):
    return timedelta(days=count)
