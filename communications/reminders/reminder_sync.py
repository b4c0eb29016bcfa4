"""What becomes of reminder rows that are there, when what should be there has changed."""

from ..engine.models import Delivery

State = Delivery.State


def changed(there, wanted, *, asked, now):
    """(row, its new fields) of the rows that no longer match. `there` and `wanted` are {place: row} and {place: what
    should stand there}; a place is (due_on, contact, stage). `asked` holds whoever still hears."""
    newest = {(due_on, contact): stage for (due_on, contact, stage), one in wanted.items() if one.planned_at <= now}
    for place, row in there.items():
        due_on, contact, stage = place
        is_late = stage < newest.get((due_on, contact), stage)
        if fields := _change(row, wanted.get(place), is_asked=contact in asked, is_late=is_late, now=now):
            yield row, fields


def _change(row, twin, *, is_asked, is_late, now):
    """The new fields of a row, or None. `twin` is what should stand in its place, or None; `is_late` when a later rung
    has come for this person.

    What was ever handed over, or settled by a person, stays as it is.
    """
    if row.attempts or row.settled_by_id:
        return None
    waits, cancelled = row.state in {State.PENDING, State.HELD}, row.state == State.CANCELLED
    if twin and (cancelled or (waits and _differs(row, twin))):
        fields = {
            "planned_at": twin.planned_at,
            "not_before": twin.planned_at,
            "expires_at": twin.expires_at,
            "partnership_id": twin.partnership_id,
        }
        return fields | ({"state": State.PENDING, "reason": "", "ended_at": None} if cancelled else {})
    if waits and not is_asked:
        return {"state": State.CANCELLED, "reason": "They are no longer asked.", "ended_at": now}
    if waits and is_late:
        return {"state": State.SUPERSEDED, "reason": "A later reminder took its place.", "ended_at": now}
    if waits and not twin and row.planned_at > now:
        return {"state": State.CANCELLED, "reason": "Its day has moved.", "ended_at": now}
    return None


def _differs(row, twin):
    return (row.planned_at, row.partnership_id) != (twin.planned_at, twin.partnership_id)


def save(changes):
    """Save {(state, fields): ids}: only rows still in the state we saw, for the pump may have taken one up meanwhile.
    Returns how many."""
    return sum(
        Delivery.objects.filter(pk__in=pks, state=state, attempts=0).update(**dict(fields))
        for (state, fields), pks in changes.items()
    )
