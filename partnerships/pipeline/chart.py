from .models import Stance


def influence_of(memberships):
    """Who has how much influence and interest, or None when nobody is rated. Reads `membership.stance`."""

    from ..plan.charts import _words

    if not memberships:
        return None
    rated = sorted(memberships, key=lambda m: (-m.stance.influence, -m.stance.interest, m.organisation.folded_name))
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
