"""Every row of a sheet, cleaned and ready to show: what goes in, what was repaired, what is wrong."""

from dataclasses import dataclass, field
from types import MappingProxyType

from ...directory.cleaning.clean import LONGEST, RULES, Cleaned, clean, rules_for
from ...directory.cleaning.rule import INTO_NOTES
from .columns import FIELDS
from .organisation_types import TYPES, decide_type, type_named

MERGED = "From the merged cell above"
KEPT, NOTED = "It is kept as it was written.", "It goes into the notes."
NAMELESS_CONTACT = f"There is no contact’s name beside it, so no contact is made. {NOTED}"
# Words of a type column that say nothing.
NO_TYPE = {"other", "others", "misc", "miscellaneous"}
NO_NAME = "This row has no name, so it cannot become an organisation."


@dataclass(slots=True)
class PreparedRow:
    """One row of the file.

    `number`     as the person sees it in the spreadsheet
    `values`     {field: text} with every suggestion taken; "" where nothing is known or nothing usable was found
    `usable`     the same with every guess refused
    `as_found`   {field: text} exactly as the cell stands in the file
    `repairs`    [{"field", "before", "after", "why", "is_tidying"}]
    `problems`   [{"field", "problem"}], each saying where its cell goes; only a missing name leaves the row out
    `type_from`  "column", "evidence" or "": where values["type"], the slug of a type, comes from
    """

    number: int
    values: dict[str, str] = field(default_factory=dict)
    usable: dict[str, str] = field(default_factory=dict)
    as_found: dict[str, str] = field(default_factory=dict)
    repairs: list[dict] = field(default_factory=list)
    problems: list[dict] = field(default_factory=list)
    type_from: str = ""
    is_empty: bool = False

    @property
    def is_importable(self):
        """Whether it can become an organisation: it has a name."""
        return not self.is_empty and bool(self.values.get("name"))


def prepare(sheet, mapping, types=TYPES):
    """The PreparedRow of every row in the sheet. `mapping` is {header: field or None}, `types` {slug: name}."""
    columns = zip(sheet.headers, zip(*(cells for _, cells in sheet.rows), strict=True), strict=True)
    rules = rules_for({mapping[header]: values for header, values in columns if mapping.get(header)})
    return [
        prepare_row(number, cells, sheet.headers, mapping, types, sheet.merged.get(number, {}), rules)
        for number, cells in sheet.rows
    ]


def prepare_row(number, cells, headers, mapping, types=TYPES, merged=MappingProxyType({}), rules=RULES):
    """One row on its own, as `prepare` would make it: for a batch whose cells were kept.

    `merged` is {position of a blank cell: text of the merged cell it is part of}; a key may be a text, as in JSON.
    `rules` are those for this file.
    """
    as_found = {mapping[header]: cell for header, cell in zip(headers, cells, strict=True) if mapping.get(header)}
    row = PreparedRow(number, as_found=as_found)
    cleaned = {name: clean(name, text, rules) for name, text in as_found.items()}
    row.is_empty = all(cell.is_null for cell in cleaned.values())
    if row.is_empty:
        return row
    for name, cell in cleaned.items():
        _take(row, name, cell)
    for position, text in merged.items():
        if (name := mapping.get(headers[int(position)])) and cleaned[name].is_null:
            _fill_down(row, name, text)
    if not row.values.get("name") and not any(problem["field"] == "name" for problem in row.problems):
        row.problems.append({"field": "name", "problem": NO_NAME})
    named = row.values.get("type", "")
    _decide_type(row, types)
    if named and named.casefold() not in NO_TYPE and not type_named(named, types):
        cleaned["type"] = Cleaned(named, problem=f"“{named}” is none of our types. {NOTED}")
        row.problems.append({"field": "type", "problem": cleaned["type"].problem})
    _keep_in_notes(row, cleaned)
    return row


def _take(row: PreparedRow, name: str, cell: Cleaned):
    row.values[name], row.usable[name] = cell.suggested, cell.usable
    if cell.problem:
        is_noted = name != "name" and len(row.as_found[name]) <= LONGEST
        where = KEPT if cell.is_kept else NOTED if is_noted else ""
        row.problems.append({"field": name, "problem": f"{cell.problem} {where}".strip()})
    row.repairs += [
        {"field": name, "before": step.before, "after": step.after, "why": step.why, "is_tidying": step.is_tidying}
        for step in cell.repairs
    ]


def _fill_down(row, name, text):
    """A suggestion like every other: the text of a merged cell stands only in the first of its rows."""
    row.values[name] = after = clean(name, text).suggested
    if after:
        row.repairs.append({"field": name, "before": "", "after": after, "why": MERGED, "is_tidying": False})


def _keep_in_notes(row, cleaned):
    """What has no place of its own is kept under its label, so that nothing of a row is lost."""
    contact = {name for name in ("contact_email", "contact_phone", "greeting") if row.values.get(name)}
    nameless = set() if row.values.get("contact_name") else contact
    row.problems += [{"field": name, "problem": NAMELESS_CONTACT} for name in sorted(nameless)]
    written = {name: cell for name, cell in cleaned.items() if name not in {"name", "notes"} and not cell.is_null}
    partly = {name for name, cell in written.items() if any(one.why.endswith(INTO_NOTES) for one in cell.repairs)}
    for values, taken in ((row.values, "suggested"), (row.usable, "usable")):
        left = nameless | {name for name, cell in written.items() if not getattr(cell, taken)}
        left |= partly if taken == "suggested" else set()
        lines = [f"{FIELDS[name].label}: {cell.value}" for name, cell in written.items() if name in left]
        lines = [line for line in lines if len(line) <= LONGEST]
        if lines:
            values["notes"] = "\n".join(filter(None, [values.get("notes", ""), *map(_as_note, lines)]))


def new_lines(notes, known):
    """The lines of these notes that the known ones do not have."""
    there = set(known.split("\n"))
    return "\n".join(line for line in notes.split("\n") if line not in there)


def _as_note(line):
    return clean("notes", line).suggested


def _decide_type(row, types):
    slug, row.type_from = decide_type(row.values.get("type", ""), row.values, types)
    row.values["type"] = row.usable["type"] = slug
