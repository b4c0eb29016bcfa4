"""The involvement grid: each group of people, and how far it takes part in each stage of the work."""

from dataclasses import dataclass

from django.urls import reverse

from .models import Involvement

STAGES = list(Involvement.Stage)
RUNGS = range(1, len(Involvement.Level) + 1)
CHANGES_SHOWN = 12


@dataclass(frozen=True)
class Cell:
    """One group in one stage. `entry` is None while nobody has said anything."""

    stage: str
    entry: Involvement | None
    add_url: str


def rows_of(partnership):
    """(group, its cells): the groups every partnership is asked about, then its own."""
    found = {}
    for entry in partnership.involvements.all():
        found.setdefault(entry.who.casefold(), {})[entry.stage] = entry
    names = {group.casefold(): group for group in Involvement.USUAL}
    for key, entries in found.items():
        names.setdefault(key, next(iter(entries.values())).who)
    return [
        (name, [_cell(partnership, name, stage, found.get(key, {})) for stage in STAGES]) for key, name in names.items()
    ]


def _cell(partnership, name, stage, entries):
    add_url = reverse("note-involvement", args=[partnership.pk], query={"who": name, "stage": stage.value})
    return Cell(stage.label, entries.get(stage), add_url)


def changes_in(partnership):
    """What was noted, changed or removed, by the day it was noted for, the latest first."""
    past = Involvement.history.filter(partnership=partnership).select_related("history_user")
    return past.order_by("-noted_on", "-history_id")[:CHANGES_SHOWN]


def changes_of(entry):
    """What this entry said before, the latest first."""
    return entry.history.select_related("history_user").order_by("-history_date", "-history_id")[1 : CHANGES_SHOWN + 1]
