"""The data of pictures, and of the tables that say the same. Drawn by templates/_chart.html."""


def line_of(measure, due_on):
    """A measure's values on their way from baseline to target, or None before the first. Reads `measure.values`."""
    values = list(measure.values.all())
    if not values:
        return None
    start = _start(measure)
    return {
        "id": f"measure-{measure.pk}",
        "kind": "line",
        "title": f"{measure} over time",
        "summary": _from_to(measure, values),
        "data": {
            "unit": measure.unit,
            "points": [{"on": on.isoformat(), "value": float(value)} for on, value in _points(measure, values)],
            "target": {"value": float(measure.target), "on": due_on.isoformat() if due_on else None},
            "baseline": next(({"value": float(first), "on": on.isoformat()} for on, first in start), None),
        },
        "table": {
            "head": ["Day", "Number", "Note"],
            "rows": [
                *([_words(on), measure.in_unit(first), f"Baseline, from: {measure.source}"] for on, first in start),
                *([_words(value.on), measure.in_unit(value.value), value.note or "–"] for value in reversed(values)),
            ],
        },
    }


def _points(measure, values):
    """The baseline is where the line starts, unless a value is as old."""
    start = [point for point in _start(measure) if point[0] < values[0].on]
    return start + [(value.on, value.value) for value in values]


def _start(measure):
    """The baseline as the only point of a list, which is empty where none is known."""
    return [(measure.baseline_on, measure.baseline)] if measure.baseline_on else []


def _from_to(measure, values):
    """The first and the last point, as one sentence."""
    points = _points(measure, values)
    first, last = [f"{measure.in_unit(value)} on {_words(on)}" for on, value in (points[0], points[-1])]
    return f"From {first} to {last}." if len(points) > 1 else f"{last}."


def gantt_of(milestones, today):
    """The plan without what was dropped, or None when nothing is planned. Wants owner and objective joined."""
    drawn = [milestone for milestone in milestones if not milestone.is_dropped]
    if not drawn:
        return None
    late = sum(milestone.is_overdue(today) for milestone in drawn)
    reached = sum(not milestone.is_planned for milestone in drawn)
    return {
        "id": "plan",
        "kind": "gantt",
        "title": "The plan at a glance",
        "summary": f"{reached} of {len(drawn)} milestones reached, {late or 'none'} late.",
        "data": {"today": today.isoformat(), "rows": [_bar(milestone, today) for milestone in drawn]},
        "table": {
            "head": [
                "Milestone",
                "How it stands",
                "Due",
                "First promised for",
                "Starts",
                "Who sees to it",
                "Objective",
            ],
            "rows": [_row(milestone, today) for milestone in drawn],
        },
    }


def _bar(milestone, today):
    slug, word = milestone.standing(today)
    return {
        "label": milestone.title,
        "owner": _owner(milestone) or "",
        "start": milestone.starts_on.isoformat() if milestone.starts_on else None,
        "end": (milestone.reached_on or milestone.due_on).isoformat(),
        "original_end": milestone.original_due_on.isoformat(),
        "state": slug,
        "word": word,
    }


def _row(milestone, today):
    return [
        milestone.title,
        _standing(milestone, today),
        _words(milestone.due_on),
        _words(milestone.original_due_on),
        _words(milestone.starts_on) if milestone.starts_on else "–",
        _owner(milestone) or "Nobody yet",
        str(milestone.objective or "–"),
    ]


def _standing(milestone, today):
    word = milestone.standing(today)[1]
    return f"{word} on {_words(milestone.reached_on)}" if milestone.reached_on else word


def _owner(milestone):
    return str(milestone.owner.organisation) if milestone.owner else None


def _words(day):
    return f"{day:%-d %B %Y}"
