"""When to nudge: the ladder of days around a due day, and the hours in which nobody is disturbed.

Days are counted from the due day and moments derived from the person's own clock, so that a change to summer time
neither skips nor doubles a reminder. All comparisons are ranges: a missed day is caught up.
"""

from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from partnerships.pages import working_days

MORNING, EVENING = time(8), time(20)
AT = time(9)
AHEAD = timedelta(days=35)
BACK = timedelta(days=14)


def zone_of(contact):
    """The person's time zone, or the site's when theirs is not one we know."""
    try:
        return ZoneInfo(contact.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


@lru_cache(maxsize=4096)
def moment(due_on, stage, *, zone, nation):
    """When a rung's reminder goes: nine in the morning there, on that day or the next working day."""
    day = working_days.next_working_day(due_on + timedelta(days=stage), nation)
    return datetime.combine(day, AT, tzinfo=zone)


def rungs(due_on, days_before, *, zone, nation, now):
    """(stage, moment) of what is still worth sending: the newest rung that has passed, and those to come."""
    stages = sorted(-days for days in days_before)
    all_of_them = [(stage, moment(due_on, stage, zone=zone, nation=nation)) for stage in stages]
    passed = [rung for rung in all_of_them if rung[1] <= now][-1:]
    to_come = [rung for rung in all_of_them if now < rung[1] <= now + AHEAD]
    return [rung for rung in passed if rung[1] >= now - BACK] + to_come


def next_quiet_end(now, zone, nation=None):
    """`now` when the person may be disturbed, otherwise the end of the night, weekend or (with a nation) holiday.

    The demo disturbs nobody: its messages land on a page that somebody is looking at.
    """
    local = now.astimezone(zone)
    if settings.DEMO or (_is_working_day(local.date(), nation) and MORNING <= local.time() < EVENING):
        return now
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return datetime.combine(_next_working_day(day, nation), MORNING, tzinfo=zone)


def next_morning(now, zone, nation):
    """Nine o'clock on the person's next working day."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(working_days.next_working_day(tomorrow, nation), AT, tzinfo=zone)


def _is_working_day(day, nation):
    return working_days.is_working_day(day, nation) if nation else day.weekday() < 5


def _next_working_day(day, nation):
    while not _is_working_day(day, nation):
        day += timedelta(days=1)
    return day
