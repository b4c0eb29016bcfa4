"""Many rows at once, each with its line of history: who, when, and why. Signals would write them one by one."""

from django.db.models.deletion import Collector

from ..directory.models import Organisation
from ..pages.names import Folded, with_folded


def create(model, rows, *, by, reason, at):
    """Insert these rows and the first line of their history; they come back with their keys."""
    model.objects.bulk_create(rows)
    remember(model, rows, by=by, reason=reason, at=at, is_new=True)
    return rows


def update(model, rows, fields, *, by, reason, at):
    """Write these fields of these rows, and a line of history for each."""
    if fields:
        written = with_folded(model, fields)
        for column in model._meta.concrete_fields if written != {*fields} else ():
            if isinstance(column, Folded):
                for row in rows:
                    column.pre_save(row, add=False)
        model.objects.bulk_update(rows, sorted(written))
    remember(model, rows, by=by, reason=reason, at=at)


def remember(model, rows, *, by, reason, at, is_new=False):
    """A line of history for each row as it stands now, organisations with their areas."""
    lines = model.history.bulk_history_create(
        rows, update=not is_new, default_user=by, default_change_reason=reason, default_date=at
    )
    if model is Organisation:
        _remember_areas(lines)


def _remember_areas(lines):
    through, kept = Organisation.areas.through, Organisation.history.model.areas.model
    line_of = {line.id: line for line in lines}
    links = through.objects.filter(organisation__in=line_of)
    kept.objects.bulk_create(
        kept(
            history=line_of[link.organisation_id],
            organisation_id=link.organisation_id,
            area_id=link.area_id,
            id=link.pk,
        )
        for link in links
    )


def remove(rows, *, by, reason):
    """Delete these rows and what hangs on them. Raises ProtectedError rather than take away what somebody uses."""
    if not rows:
        return
    for row in rows:
        row._history_user, row._change_reason = by, reason
    collector = Collector(using=rows[0]._state.db, origin=rows)
    collector.collect(rows)
    collector.delete()
