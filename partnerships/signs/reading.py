"""The signs of somebody, or the gaps of a partnership: one question to the database, whatever the rooms can see."""

import json
from collections import Counter
from datetime import datetime, time
from functools import cache

from django.db import connection
from django.db.models import BigIntegerField, DateField, DateTimeField, F, TextField, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from ..directory.models import User
from ..membership.models import Partnership
from ..pages.prepared import Given, Listed, Question, Reader, as_date
from .models import PutOff
from .registry import KINDS, Asked, Row

AT_MOST = 7
AT_MOST_OF_A_GROUP = 2
AT_MOST_STANDING = 2
ALL_OF_THEM = 50
USER, TODAY = Given("user", BigIntegerField()), Given("today", DateField())
ASKED = Asked(Listed("led"), Listed("kept"), USER, TODAY, Given("midnight", DateTimeField()))


PUT_OFF = "put-off"


class Seen(list):
    """Signs, the most pressing first. `left_out` were not chosen, or more than that where `is_cut`; `put_off` are
    [(sign, the day it comes back)]."""

    left_out, is_cut, put_off = 0, False, ()


def seen_by(user, *, now, limit=AT_MOST):
    """What needs this user first, at most `limit`.

    No more than two of a group while other groups have something to say: twenty overdue check-ins must not hide a
    partner who asks for help. Standing gaps come last and are at most two.
    """
    found = _found(user, limit, now)
    seen = Seen(_chosen(found, limit))
    seen.left_out, seen.is_cut, seen.put_off = len(found) - len(seen), found.is_cut, found.put_off
    return seen


def all_seen_by(user, *, now):
    """Everything that needs this user, at most fifty of a kind: `is_cut` where there are more."""
    found = _found(user, ALL_OF_THEM, now)
    found.sort(key=_urgency)
    return found


def _found(user, limit, now):
    if not user.is_active:
        return Seen()
    question = _of_somebody(tuple(KINDS), limit, Reader.shape_of(user), connection.vendor)
    signs, put_off = _signs(question, KINDS, now, user=user)
    is_cut = limit in Counter(sign.group for sign in signs).values()
    found = Seen(sign for sign in signs if (sign.group, sign.row) not in put_off)
    if is_cut and len(found) < len(signs) and limit < ALL_OF_THEM:
        return _found(user, ALL_OF_THEM, now)  # what was put off took the place of others
    found.is_cut = is_cut
    found.put_off = [(sign, day) for sign in signs if (day := put_off.get((sign.group, sign.row)))]
    return found


def gaps_in(partnership, *, now):
    """The standing gaps of one partnership."""
    kinds = [kind for kind in KINDS if kind.is_gap]
    question = _of_one_partnership(tuple(kinds), connection.vendor)
    found, _ = _signs(question, kinds, now, here=partnership.pk)
    return sorted(found, key=lambda sign: (sign.weight, sign.sentence))


def _urgency(sign):
    return sign.weight, sign.since


def _chosen(found, limit):
    found.sort(key=_urgency)
    standing = [sign for sign in found if sign.is_standing][:AT_MOST_STANDING]
    first, rest, taken = [], [], {}
    for sign in found:
        if sign.is_standing:
            continue
        taken[sign.group] = taken.get(sign.group, 0) + 1
        (first if taken[sign.group] <= AT_MOST_OF_A_GROUP else rest).append(sign)
    chosen = (first + rest + standing)[:limit]
    return sorted(chosen, key=_urgency)


@cache
def _of_somebody(kinds, limit, shape, vendor):
    return _written(kinds, limit, Partnership.objects.led_by(Reader("user", User, shape)), _put_off())


@cache
def _of_one_partnership(kinds, vendor):
    return _written(kinds, ALL_OF_THEM, Partnership.objects.filter(pk=Given("here", BigIntegerField())), any_state=True)


def _written(kinds, limit, kept, *more, any_state=False):
    led = kept if any_state else kept.active()
    lists = {"led": led.order_by().values("pk"), "kept": kept.order_by().values("pk")}
    return Question([*(_rows(kind, limit) for kind in kinds), *more], lists)


def _put_off():
    """As rows of the same columns: what the reader does not want to see yet, its kind in the place of the name."""
    rows = PutOff.objects.visible_to(USER).still(TODAY).order_by()
    return rows.values_list(
        Value(PUT_OFF), F("row"), F("until"), Cast("kind", TextField()), Cast(Value("{}"), TextField())
    )


def _rows(kind, limit):
    """(kind, id, since, partnership, what it tells) of the `limit` most pressing."""
    tells = JSONObject(**kind.tells) if kind.tells else Value("{}")
    rows = kind.rows(ASKED).order_by(kind.first_by or kind.since, "pk")
    return rows.values_list(
        Value(kind.name),
        F("pk"),
        Cast(kind.since, DateField()),
        Cast(kind.partnership, TextField()),
        Cast(tells, TextField()),
    )[:limit]


def _signs(question, kinds, now, *, user=None, **values):
    """The signs, and {(group, row): until} of those that the user put off."""
    today, named = timezone.localdate(now), {kind.name: kind for kind in kinds}
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    found = question.ask(today=today, midnight=midnight, user=user and user.pk, **values)
    put_off = {(kind, pk): as_date(until) for name, pk, until, kind, _ in found if name == PUT_OFF}
    rows = (
        Row(
            **json.loads(told), kind=named[name], pk=pk, since=since and as_date(since), partnership=partnership,
            user=user, today=today,
        )
        for name, pk, since, partnership, told in found
        if name != PUT_OFF
    )  # fmt: skip
    return [row.kind.says(row) for row in rows], put_off
