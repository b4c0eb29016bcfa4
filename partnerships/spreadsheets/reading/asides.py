"""Rows that stand in a list without being one of it: headings of sections, totals, notes, and rows that are hidden."""

import re

from ...directory.cleaning.names import is_shouted

HIDDEN, HEADING, TOTAL, NOTE = "hidden", "heading", "total", "note"
TOTALS = re.compile(r"(grand |sub-?)?totals?\b[\s:]*[\d,.]*|sum|count[\s:]*[\d,.]*", re.IGNORECASE)
NOTES = re.compile(r"(\*|©|source\b|notes?\b|n\.?b\.|updated\b|last updated\b)", re.IGNORECASE)
# "Schools", "Faith groups", "Health and social care": kinds of bodies rather than one.
KINDS = re.compile(
    r".*\b(groups|schools|churches|charities|organisations|services|providers|businesses|councils|associations|clubs|"
    r"partners|members|trusts|practices|pharmacies|homes|section|others?)",
    re.IGNORECASE,
)
LONGEST_HEADING = 80


def find(body, hidden, merged):
    """{row number: HIDDEN, HEADING, TOTAL or NOTE} among (number, cells), for a person to look at; hidden goes first.

    A row with a name and nothing else is a heading only where something speaks for it: its words, its capital letters,
    a colon, one cell merged across, or an empty row before it.
    """
    filled = [[cell[:200] for cell in cells if cell.strip()] for _, cells in body]
    full = sum(len(cells) > 1 for cells in filled)
    shouted = sum(bool(cells) and is_shouted(cells[0]) for cells in filled if len(cells) > 1)
    across = {row for first, row, last, _ in merged if last > first}
    found = {}
    for position, (number, _) in enumerate(body):
        cells = filled[position]
        is_apart = position > 0 and body[position - 1][0] < number - 1
        if number in hidden:
            found[number] = HIDDEN
        elif full and cells and TOTALS.fullmatch(cells[0].strip()):
            found[number] = TOTAL
        elif full and len(cells) == 1 and NOTES.match(cells[0]) and len(cells[0]) > 10 and position > len(body) - 5:
            found[number] = NOTE
        elif len(cells) == 1 and position + 1 < len(body) and len(filled[position + 1]) > 1:
            is_loud = is_shouted(cells[0]) and shouted * 2 < full
            speaks = is_loud or is_apart or number in across or cells[0].strip().endswith(":")
            if len(cells[0]) <= LONGEST_HEADING and (speaks or KINDS.fullmatch(cells[0].strip())):
                found[number] = HEADING
    return found
