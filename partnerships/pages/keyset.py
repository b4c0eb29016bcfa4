"""Keyset pages: constant cost however deep, stable while rows are added.

Ours, because the library for it compares every column as text and adds IS NULL branches, so no index serves it.
"""

import json

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404

PAGE_SIZE = 50
# Letters of a cursor: those of the longest name, escaped and signed.
CURSOR = 4000
SALT = "partnerships.page"


class Page:
    """Some rows, and the cursors of the neighbours (None at an end) for templates/_pager.html."""

    def __init__(self, items, *, after=None, before=None):
        self.items, self.after, self.before = items, after, before

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


def page_of(request, rows, *, ordering, size=PAGE_SIZE):
    """The page of `rows` that ?after= or ?before= asks for, the first without either.

    `ordering` names non-null columns of one direction that an index covers, the primary key last: ("name", "pk") or
    ("-due_on", "-pk"). Raises Http404 for a cursor that is not ours.
    """
    backwards = "before" in request.asked
    cursor = request.asked.text("before" if backwards else "after", most=CURSOR)
    descending = ordering[0].startswith("-")
    columns = [column.lstrip("-") for column in ordering]
    salt = f"{SALT}.{rows.model._meta.label}.{'.'.join(ordering)}"
    if cursor:
        rows = rows.filter(_beyond(columns, _read(cursor, columns, salt), greater=descending == backwards))
    flipped = [column if descending else f"-{column}" for column in columns]
    straight = [f"-{column}" if descending else column for column in columns]
    found = list(rows.order_by(*(flipped if backwards else straight))[: size + 1])
    more, items = len(found) > size, found[:size]
    if backwards:
        items.reverse()
    has_before, has_after = (more, True) if backwards else (bool(cursor), more)
    return Page(
        items,
        after=_cursor(items[-1], columns, salt) if items and has_after else None,
        before=_cursor(items[0], columns, salt) if items and has_before else None,
    )


def _beyond(columns, values, *, greater):
    """Rows past this position. The first condition repeats what the rest implies, for the index."""
    sign = "gt" if greater else "lt"
    beyond, equal = Q(), Q()
    for column, value in zip(columns, values, strict=True):
        beyond |= equal & Q(**{f"{column}__{sign}": value})
        equal &= Q(**{column: value})
    return Q(**{f"{columns[0]}__{sign}e": values[0]}) & beyond


def _cursor(row, columns, salt):
    values = [getattr(row, column) for column in columns]
    # str keeps the microseconds that Django's encoder cuts: rows of one moment must not fall between pages.
    return signing.dumps(json.dumps(values, default=str), salt=salt)


def _read(cursor, columns, salt):
    try:
        values = json.loads(signing.loads(cursor, salt=salt))
        if len(values) != len(columns):
            raise ValueError(cursor)
    except (signing.BadSignature, ValueError, ValidationError) as error:
        raise Http404("No such page") from error
    return values
