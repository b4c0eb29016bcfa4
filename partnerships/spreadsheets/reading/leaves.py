"""The sheets of a workbook, whichever program kept it, and the one among them that holds the table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from . import archives, tables
from .columns import is_known_header
from .refusals import ImportRefused


@dataclass(slots=True)
class Leaf:
    """One sheet as it stands in the file. `rows` are (row number, cells as text), read only when asked for."""

    name: str
    rows: Iterable[tuple[int, list[str]]] = field(repr=False)
    is_hidden: bool = False


def first_table(leaves):
    """The Sheet whose headers we know; else the first that is a table at all, rather than a page of notes.

    Hidden sheets come last. Raises ImportRefused when there is no table, or when it cannot be read.
    """
    found, reason = [], ImportRefused(archives.BROKEN)
    for leaf in sorted(leaves, key=lambda leaf: leaf.is_hidden):
        try:
            table = _table(leaf)
        except tables.NoTable as refusal:
            reason = refusal
            continue
        if len(table.headers) > 1 and any(map(is_known_header, table.headers)):
            return table
        found.append(table)
    if not found:
        raise reason
    return next((table for table in found if len(table.headers) > 1), found[0])


def _table(leaf):
    try:
        table = tables.build(leaf.rows)
    except ImportRefused:
        raise
    except Exception as error:
        # Rows are parsed while they are read, and a parser raises whatever it meets in a damaged file.
        raise ImportRefused(archives.BROKEN) from error
    table.sheet_name = leaf.name
    return table
