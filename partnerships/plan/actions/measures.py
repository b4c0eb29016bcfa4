"""Dated values of a measure."""

from ... import events
from ...events import history
from ..models import MeasureValue


@history.verb
def change(*, measure, by, now):
    """Save a measure that somebody set or edited, and return it."""
    measure.save()
    return measure


@history.verb
def take(*, measure, on, value, note, by, now, update=None):
    """Write down the measure's value of a day; a value of the same day is corrected.

    Saying the same again changes nothing and is told to nobody. `update` is the answer it came with.
    """
    fields = {"value": value, "note": note, **({"update": update} if update else {})}
    taken, is_new = MeasureValue.objects.get_or_create(measure=measure, on=on, defaults=fields)
    if not is_new:
        if (taken.value, taken.note) == (value, note):
            return taken
        for name, said in fields.items():
            setattr(taken, name, said)
        taken.save()
    events.record(
        events.Kind.MEASURE_TAKEN,
        now=now,
        by=by,
        partnership=measure.objective.partnership,
        subject=measure,
        measure=measure.name,
        value=measure.in_unit(value),
    )
    return taken


@history.verb
def take_back(*, value, by, now):
    """Remove a number that was written down by mistake; its history stays. Twice is once."""
    value.delete()
