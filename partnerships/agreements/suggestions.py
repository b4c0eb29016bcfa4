"""What is typical for the kind of partnership whose template was chosen, and is not there yet: only ever offered."""

from dataclasses import dataclass
from datetime import timedelta

from .models.template import Side


@dataclass(frozen=True)
class Typical:
    """Suggestions for one page, with the kind they come from."""

    kind: str
    rows: list

    def __bool__(self):
        return bool(self.rows)


def template_of(partnership):
    """The template chosen for its agreement, or None."""
    agreement = getattr(partnership, "agreement", None)
    return agreement.template if agreement else None


def measures(partnership):
    """Measures that no objective of the partnership has yet."""
    template = template_of(partnership)
    if template is None:
        return None
    here = {name for name in partnership.objectives.values_list("measures__name", flat=True)}
    return Typical(template.name, [row for row in template.measures.all() if row.name not in here])


def milestones(partnership):
    """Steps that are not planned yet, reached or dropped."""
    template = template_of(partnership)
    if template is None:
        return None
    here = set(partnership.milestones.values_list("title", flat=True))
    return Typical(template.name, [row for row in template.milestones.all() if row.title not in here])


def partners_promises(version):
    """What a partner typically promises: who of them does is not for us to guess."""
    template = version.agreement.template
    if template is None:
        return None
    here = set(version.commitments.values_list("what", flat=True))
    rows = [row for row in template.commitments.all() if row.side == Side.PARTNER and row.what not in here]
    return Typical(template.name, rows)


def chosen(rows, number):
    """The suggestion that a link names, or None: of the rows of this partnership's own template only."""
    return rows.filter(pk=number).first()


def day_after(start, *, days, weeks=0):
    """The suggested day, or None without one."""
    return None if days is None else start + timedelta(days=days, weeks=weeks)
