"""A section of a draft together with the rows that stand beside its text."""

from ...events import history
from . import versions

# Section → the rows of a version that belong to it.
ROWS = {"communication": "communication_rows", "conflict": "conflict_steps"}


@history.verb
def write(*, version, section, values, rows=None, by, now):
    """Change a section: `values` is {field: value}, `rows` its rows in their order, each {field: value}.

    Without `rows` they stay as they are. Raises agreements.StaleVersion once the version is shared.
    """
    versions.write(version=version, values=values, by=by, now=now)
    if rows is not None:
        _lay_out(getattr(version, ROWS[section]), rows)


def _lay_out(manager, rows):
    """In place as far as there are rows already, so that their history goes on."""
    here = list(manager.all())
    for row in here[len(rows) :]:
        row.delete()
    for number, values in enumerate(rows):
        row = here[number] if number < len(here) else manager.model(version=manager.instance)
        before = {name: getattr(row, name) for name in ("position", *values)}
        after = {"position": number + 1, **values}
        if row.pk is None or before != after:
            for name, value in after.items():
                setattr(row, name, value)
            row.save()
