"""What an organisation has on its way itself: its milestones and promises that are late or due before long."""

from dataclasses import dataclass, field
from datetime import timedelta

from ..commitments.models import Commitment
from ..plan.models import Milestone

AHEAD = timedelta(days=31)
AT_MOST = 6


@dataclass(frozen=True)
class OwnMatters:
    """`milestones` and `promises` of one organisation, the oldest first; `has_more` where there are more than shown."""

    milestones: list
    promises: list
    has_more: bool = False

    def __iter__(self):
        return iter(sorted([*self.milestones, *self.promises], key=lambda one: one.due_on))

    def due_by(self, day):
        """Those that are due until this day."""
        return [one for one in self if one.due_on <= day]


@dataclass(frozen=True)
class OwnWord:
    """What was said of them: `reached` milestones, `moved` ones with their new day, promises that were `kept`."""

    reached: list = field(default_factory=list)
    moved: list = field(default_factory=list)
    kept: list = field(default_factory=list)


def of(check_in, today):
    """Those of the organisation that answers this check-in, read for_answering()."""
    member, horizon = check_in.membership_id, today + AHEAD
    milestones = Milestone.objects.due_by(horizon).filter(owner=member)
    milestones = list(milestones[: AT_MOST + 1]) if check_in.has_milestones else []
    promises = Commitment.objects.binding().open().filter(from_membership=member, due_on__lte=horizon)
    promises = promises.select_related("to_membership__organisation")
    promises = list(promises[: AT_MOST + 1]) if check_in.has_promised else []
    has_more = max(len(milestones), len(promises)) > AT_MOST
    return OwnMatters(milestones[:AT_MOST], promises[:AT_MOST], has_more)
