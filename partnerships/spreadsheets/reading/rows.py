"""Every row of a sheet, cleaned and ready to show: what goes in, what was repaired, what is wrong."""

from dataclasses import dataclass, field
from types import MappingProxyType

from ...directory.cleaning.clean import Cleaned, clean
from .organisation_types import TYPES, decide_type

MERGED = "From the merged cell above"
NO_NAME = "This row has no name, so it cannot become an organisation."


@dataclass(slots=True)
class PreparedRow:
    """One row of the file.

    `number`     as the person sees it in the spreadsheet
    `values`     {field: text} with every suggestion taken; "" where nothing is known or nothing usable was found
    `usable`     the same with every guess refused
    `as_found`   {field: text} exactly as the cell stands in the file
    `repairs`    [{"field", "before", "after", "why", "is_tidying"}]
    `problems`   [{"field", "problem"}]; a problem leaves its cell out, and only a missing name leaves the row out
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
    return [
        prepare_row(number, cells, sheet.headers, mapping, types, sheet.merged.get(number, {}))
        for number, cells in sheet.rows
    ]


def prepare_row(number, cells, headers, mapping, types=TYPES, merged=MappingProxyType({})):
    """One row on its own, as `prepare` would make it: for a batch whose cells were kept.

    `merged` is {position of a blank cell: text of the merged cell it is part of}; a key may be a text, as in JSON.
    """
    as_found = {mapping[header]: cell for header, cell in zip(headers, cells, strict=True) if mapping.get(header)}
    row = PreparedRow(number, as_found=as_found)
    cleaned = {name: clean(name, text) for name, text in as_found.items()}
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
    _decide_type(row, types)
    return row


def _take(row: PreparedRow, name: str, cell: Cleaned):
    row.values[name], row.usable[name] = cell.suggested, cell.usable
    if cell.problem:
        row.problems.append({"field": name, "problem": cell.problem})
    row.repairs += [
        {"field": name, "before": step.before, "after": step.after, "why": step.why, "is_tidying": step.is_tidying}
        for step in cell.repairs
    ]


def _fill_down(row, name, text):
    """A suggestion like every other: the text of a merged cell stands only in the first of its rows."""
    row.values[name] = after = clean(name, text).suggested
    if after:
        row.repairs.append({"field": name, "before": "", "after": after, "why": MERGED, "is_tidying": False})


def _decide_type(row, types):
    slug, row.type_from = decide_type(row.values.get("type", ""), row.values, types)
    row.values["type"] = row.usable["type"] = slug
