"""The sheets of a workbook, whichever program kept it, and the one among them that holds the table."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from . import archives, tables
from .columns import guess, is_known_header
from .refusals import ImportRefused


@dataclass(slots=True)
class Leaf:
    """One sheet as it stands in the file. `rows` are (row number, cells as text), read only when asked for; `hidden`
    and `merged` as `tables.build` takes them."""

    name: str
    rows: Iterable[tuple[int, list[str]]] = field(repr=False)
    is_hidden: bool = False
    hidden: Collection[int] = field(default=frozenset(), repr=False)
    merged: Collection[tuple[int, int, int, int]] = field(default=(), repr=False)


def best_table(leaves, name=""):
    """The Sheet of this name; without one, that in which organisations are most likely named. The rest in `others`.

    A page of notes, or a hidden sheet, is only taken when there is nothing better. Raises ImportRefused when there is
    no table, or when one cannot be read that may be meant.
    """
    found, reason = [], ImportRefused(archives.BROKEN)
    for leaf in leaves:
        try:
            found.append(_table(leaf))
        except tables.NoTable as refusal:
            reason = refusal
        except ImportRefused:
            if not leaf.is_hidden and name in {"", leaf.name}:
                raise
    if not found:
        raise reason
    wanted = [table for table in found if table.sheet_name == name]
    best = wanted[0] if wanted else max(found, key=_likelihood)
    best.others = [table for table in found if table is not best]
    return best


def _likelihood(table):
    """In this order: it is shown, somebody is named in it, we know a header, it has columns."""
    names = "name" in guess(table.headers, table.samples()).values()
    is_wide = len(table.headers) > 1
    return not table.is_hidden, is_wide and names, is_wide and any(map(is_known_header, table.headers)), is_wide


def _table(leaf):
    try:
        table = tables.build(leaf.rows, hidden=leaf.hidden, merged=leaf.merged)
    except ImportRefused:
        raise
    except Exception as error:
        # Rows are parsed while they are read, and a parser raises whatever it meets in a damaged file.
        raise ImportRefused(archives.BROKEN) from error
    table.sheet_name, table.is_hidden = leaf.name, leaf.is_hidden
    return table
