"""The data of pictures, and of the tables that say the same. Drawn by templates/_chart.html."""

from .models import Stance


def line_of(measure, due_on):
    """A measure's values on their way from baseline to target, or None before the first. Reads `measure.values`."""
    values = list(measure.values.all())
    if not values:
        return None
    return {
        "id": f"measure-{measure.pk}",
        "kind": "line",
        "title": f"{measure} over time",
        "summary": _from_to(measure, values),
        "data": {
            "unit": measure.unit,
            "points": [{"on": on.isoformat(), "value": float(value)} for on, value in _points(measure, values)],
            "target": {"value": float(measure.target), "on": due_on.isoformat() if due_on else None},
            "baseline": {"value": float(measure.baseline), "on": measure.baseline_on.isoformat()},
        },
        "table": {
            "head": ["Day", "Number", "Note"],
            "rows": [
                [_words(measure.baseline_on), measure.baseline_in_unit, f"Baseline, from: {measure.source}"],
                *([_words(value.on), measure.in_unit(value.value), value.note or "–"] for value in reversed(values)),
            ],
        },
    }


def _points(measure, values):
    """The baseline is where the line starts, unless a value is as old."""
    start = [(measure.baseline_on, measure.baseline)] if measure.baseline_on < values[0].on else []
    return start + [(value.on, value.value) for value in values]


def _from_to(measure, values):
    """The first and the last point, as one sentence."""
    points = _points(measure, values)
    first, last = [f"{measure.in_unit(value)} on {_words(on)}" for on, value in (points[0], points[-1])]
    return f"From {first} to {last}." if len(points) > 1 else f"{last}."


def influence_of(memberships):
    """Who has how much influence and interest, or None when nobody is rated. Reads `membership.stance`."""
    if not memberships:
        return None
    rated = sorted(memberships, key=lambda m: (-m.stance.influence, -m.stance.interest, m.organisation.name))
    closely = [m.organisation.name for m in rated if m.stance.quadrant == Stance.Quadrant.CLOSELY]
    spots = {}
    for m in rated:
        spots.setdefault((m.stance.interest, m.stance.influence), []).append(m.organisation.name)
    return {
        "id": "influence",
        "kind": "influence",
        "title": "Influence and interest",
        "summary": f"Work closely with {_listed(closely)}." if closely else "Nobody is high in both yet.",
        "data": {
            "high": Stance.HIGH,
            "quadrants": {quadrant.value: quadrant.label for quadrant in Stance.Quadrant},
            "spots": [{"interest": x, "influence": y, "names": names} for (x, y), names in spots.items()],
        },
        "table": {
            "head": ["Organisation", "Influence", "Interest", "What it asks of us", "Since"],
            "rows": [
                [
                    m.organisation.name,
                    m.stance.get_influence_display(),
                    m.stance.get_interest_display(),
                    m.stance.quadrant.label,
                    _words(m.stance.noted_on),
                ]
                for m in rated
            ],
        },
    }


def _listed(names):
    """One, two and three."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


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
