"""Keyset pages: constant cost however deep, stable while rows are added.

Ours, because the library for it compares every column as text and adds IS NULL branches, so no index serves it.
"""

import json
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404

PAGE_SIZE = 50
# Letters of a cursor: those of the longest name, escaped and signed.
CURSOR = 4000
SALT = "partnerships.page"


class Page:
    """Some rows, and the cursors of the neighbours (None at an end) for templates/_pager.html; for a list that sorts,
    the headings and what it is sorted `by` for templates/_sorting.html."""

    headings, by = (), ""

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


class Column:
    """A column of a list: its label, and what it is sorted by: a field, an expression, or nothing."""

    def __init__(self, label, order=None):
        self.label, self.order = label, order


@dataclass(frozen=True)
class Heading:
    """`link` sorts by it, or the other way round when it is `sorted` already ("ascending", "descending")."""

    label: str
    link: str = ""
    sorted: str = ""


def sorted_page(request, rows, *, columns, size=PAGE_SIZE):
    """The page of `rows` in the order that ?by= asks for, such as "type" or "-type"; without, by the first column.

    `columns` are {word in the address: Column}. Filters stay, a cursor of another order does not.
    """
    known = [f"{sign}{name}" for name, column in columns.items() if column.order is not None for sign in ("", "-")]
    asked = request.asked.one_of(known, "by")
    by = asked or next(iter(columns))
    name, sign = by.lstrip("-"), "-" if by.startswith("-") else ""
    order = columns[name].order
    if not isinstance(order, str):
        rows, order = rows.annotate(sorted_by=order), "sorted_by"
    page = page_of(request, rows, ordering=(f"{sign}{order}", f"{sign}pk"), size=size)
    page.by, page.headings = asked, [_heading(request, key, column, by) for key, column in columns.items()]
    return page


def _heading(request, name, column, by):
    if column.order is None:
        return Heading(column.label)
    link = request.asked.otherwise("after", "before", by=f"-{name}" if by == name else name)
    way = {name: "ascending", f"-{name}": "descending"}.get(by, "")
    return Heading(column.label, f"?{link}", way)


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
