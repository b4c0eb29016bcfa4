"""Plain sentences about what needs attention, each with its evidence and one action. Never a composite score.

A floor above registers what it can see; this floor never learns who registered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

AT_MOST = 7
AT_MOST_OF_A_GROUP = 2
AT_MOST_STANDING = 2


@dataclass(frozen=True)
class Sign:
    """One row of “Needs you today”: what, why, and one action.

    `weight` orders signs (0 comes first); `since` breaks ties, oldest first. A standing gap can wait a day: it takes
    only what room the others leave.
    """

    group: str
    sentence: str
    why: str
    action: str
    url: str
    weight: int
    since: date
    partnership: str = ""
    is_standing: bool = False


Looker = Callable[..., Iterable[Sign]]
_lookers: list[Looker] = []


def register(looker):
    """Have `looker(user, today=…, limit=…)` asked for signs. Use as a decorator.

    A looker makes one query, returns at most `limit` signs of a group, the most pressing first, and only of
    partnerships that the user leads.
    """
    _lookers.append(looker)
    return looker


def seen_by(user, *, now, limit=AT_MOST):
    """What needs this user, the most pressing first, at most `limit`.

    No more than two of a group while other groups have something to say: twenty overdue check-ins must not hide a
    partner who asks for help. Standing gaps come last and are at most two.
    """
    today = timezone.localdate(now)
    found = [sign for look in _lookers for sign in look(user, today=today, limit=limit)]
    found.sort(key=lambda sign: (sign.weight, sign.since))
    standing = [sign for sign in found if sign.is_standing][:AT_MOST_STANDING]
    first, rest, taken = [], [], {}
    for sign in found:
        if sign.is_standing:
            continue
        taken[sign.group] = taken.get(sign.group, 0) + 1
        (first if taken[sign.group] <= AT_MOST_OF_A_GROUP else rest).append(sign)
    chosen = (first + rest + standing)[:limit]
    return sorted(chosen, key=lambda sign: (sign.weight, sign.since))


def short(text, length=90):
    """The first words of a text, for one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


def days(delta):
    return "1 day" if delta.days == 1 else f"{delta.days} days"


def ago(day, today):
    return {0: "today", 1: "yesterday"}.get((today - day).days, f"{days(today - day)} ago")
