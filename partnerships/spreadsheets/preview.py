"""Rows of an import as a person checks them: what is suggested, what is wrong, what is here already."""

from dataclasses import dataclass

from django.urls import reverse

from .models import AFTER, BEFORE, ImportBatch, ImportRow
from .reading.columns import FIELDS
from .reading.rows import new_lines
from .reading.tables import Sheet
from .sameness import SCHEMES

LABELS = {
    "all": "All rows",
    "problems": "With problems",
    "suggestions": "With suggestions",
    "here": "Already here",
    "perhaps": "Perhaps the same",
    "left-out": "Left out",
    "new": "New",
    "added-to": "Added to",
    "unchanged": "Nothing to add",
    "undone": "Undone",
    "kept": "Kept",
    "partly": "Put back in part",
}
COMPARED = [
    *["name", "type", "description", "strengths", "needs", "people_served", "address", "postcode"],
    *["phone", "email", "website", "ended_on"],
]
# By what else somebody tells two of the same name apart.
BRIEFLY = ["postcode", "charity_number", "company_number", "ods_code", "cqc_id", "contact_name", "email", "website"]
SAMPLED, LONGEST_BRIEF = 200, 120


@dataclass(frozen=True)
class Difference:
    """A field where the directory says one thing and the file another. An empty `here` will be filled."""

    label: str
    here: str
    found: str


class Preview:
    """One row with everything its line on the page needs. The match and its numbers must be prefetched."""

    def __init__(self, row, types):
        self.row = row
        self.name = row.values.get("name") or "(no name)"
        self.brief = " · ".join(row.values[name] for name in BRIEFLY if row.values.get(name))[:LONGEST_BRIEF]
        self.problems = [(label_of(one["field"]), one["problem"]) for one in row.problems]
        self.guesses = [self._labelled(one) for one in row.repairs if not one["is_tidying"]]
        self.tidyings = [self._labelled(one) for one in row.repairs if one["is_tidying"]]
        differences = list(self._differences(types))
        self.fills = [one for one in differences if not one.here]
        self.differences = [one for one in differences if one.here]

    @staticmethod
    def _labelled(repair):
        return {**repair, "label": label_of(repair["field"])}

    def _differences(self, types):
        match, values = self.row.match, self.row.values
        if match is None or self.row.outcome != ImportRow.Outcome.WAITING:
            return
        for name in COMPARED:
            found = types.get(values.get(name), "") if name == "type" else values.get(name, "")
            here = str(getattr(match, name) or "")
            if found and "".join(found.casefold().split()) != "".join(here.casefold().split()):
                yield Difference(label_of(name), here, found)
        if more := new_lines(values.get("notes", ""), match.notes):
            yield Difference(label_of("notes"), "", more)
        numbers = {one.scheme: one.value for one in match.identifiers.all()}
        for name, scheme in SCHEMES.items():
            if values.get(name) and numbers.get(scheme) != values[name]:
                yield Difference(label_of(name), numbers.get(scheme, ""), values[name])

    @property
    def has_details(self):
        told_if_same = self.is_same and (self.fills or self.differences)
        return bool(self.problems or self.guesses or self.tidyings or told_if_same)

    @property
    def is_left_out(self):
        return self.row.outcome == ImportRow.Outcome.SKIPPED or not self.row.values.get("name")

    @property
    def is_same(self):
        return self.row.likeness in {ImportRow.Likeness.CERTAIN, ImportRow.Likeness.CHOSEN}


def label_of(field):
    """A field of the spreadsheet in the words of the page."""
    return FIELDS[field].label if field in FIELDS else field


def kinds_of(batch):
    """The kinds of rows worth looking at now."""
    return BEFORE if batch.state == ImportBatch.State.PREVIEW else AFTER


def tabs(batch, counts, current):
    """The kinds with their counts, for _tabs.html; kinds without a row are left out."""
    url = reverse("import-preview", args=[batch.pk])
    return [
        {"url": f"{url}?show={kind}", "label": LABELS[kind], "current": kind == current, "count": count}
        for kind in kinds_of(batch)
        if (count := counts[kind.replace("-", "_")]) or kind in {"all", current}
    ]


def what_undoing_does(counts):
    """The sentence on the page that asks before undoing."""
    came = f"Of the {counts['new']} organisations it made, those that nobody has used or changed since are deleted."
    if counts["new"] == 1:
        came = "The one organisation it made is deleted, unless somebody has used or changed it since."
    others = "one other" if counts["added_to"] == 1 else f"{counts['added_to']} others"
    added = f" What it added to {others} is taken out again, unless somebody has changed it since."
    return came + (added if counts["added_to"] else "")


def samples(batch):
    """{header: the first values found in it}, for choosing columns."""
    rows = batch.rows.order_by("number").values_list("number", "cells")[:SAMPLED]
    return Sheet(batch.headers, batch.header_row, list(rows)).samples(3)
