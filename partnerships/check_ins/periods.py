"""Days that come round: the arithmetic of rhythms, and which days are working days.

Every due day is counted from the first one, never chained from the last: from 31 January come 28 February, 31 March.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

WEEK, MONTH, WEEKDAY = "week", "month", "weekday"
NTH = ["first", "second", "third", "fourth", "last"]
UNITS = {WEEK: "week", MONTH: "month", WEEKDAY: "month"}


def nth_weekday(year, month, nth, weekday):
    """The nth (0-based; 4 means the last) given weekday of a month."""
    if nth == 4:
        last = date(year, month, 1) + relativedelta(months=1, days=-1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * nth)


def occurrence(every, unit, first, index):
    """The due day number `index`, counted from 0 = first."""
    if unit == WEEK:
        return first + timedelta(weeks=every * index)
    if unit == MONTH:
        return first + relativedelta(months=every * index)
    month = date(first.year, first.month, 1) + relativedelta(months=every * index)
    return nth_weekday(month.year, month.month, (first.day - 1) // 7, first.weekday())


def occurrences(every, unit, first, start, end):
    """Due days from start to end, both included, oldest first."""
    days_each = 7 * every if unit == WEEK else 31 * every
    index = max(0, (start - first).days // days_each - 1)
    found = []
    while (day := occurrence(every, unit, first, index)) <= end:
        if day >= max(start, first):
            found.append(day)
        index += 1
    return found


def upcoming(every, unit, first, start, *, until=None, count=3):
    """The next `count` due days from start on, or as many as there are until the end."""
    days_each = 7 * every if unit == WEEK else 31 * every
    horizon = max(start, first) + timedelta(days=days_each * (count + 1))
    return occurrences(every, unit, first, start, min(horizon, until) if until else horizon)[:count]


def key(unit, day):
    """The local period a due day belongs to: 2026-W49 for weeks, 2026-12 for months."""
    if unit == WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    return f"{day:%Y-%m}"


def ordinal(number):
    """
    >>> [ordinal(n) for n in (1, 2, 3, 11, 22, 31)]
    ['1st', '2nd', '3rd', '11th', '22nd', '31st']
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def how_often(every, unit, first):
    """The rhythm without its beginning.

    >>> how_often(2, "week", date(2026, 12, 7))
    'every 2 weeks on Monday'
    """
    often = f"every {UNITS[unit]}" if every == 1 else f"every {every} {UNITS[unit]}s"
    if unit == WEEK:
        when = f"on {first:%A}"
    elif unit == MONTH:
        when = f"on the {ordinal(first.day)}" + (" (or the month's last day)" if first.day > 28 else "")
    else:
        when = f"on the {NTH[(first.day - 1) // 7]} {first:%A}"
    return f"{often} {when}"


def in_words(every, unit, first):
    """The rhythm as a person would say it.

    >>> in_words(1, "month", date(2026, 12, 1))
    'every month on the 1st, first due 1 December 2026'
    """
    return f"{how_often(every, unit, first)}, first due {first:%-d %B %Y}"
