"""The agreement as pages show it: its text with what was said about it, its promises, and who has accepted."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.text import get_text_list

from ..commitments.models import Commitment
from ..membership.models import Membership
from .activity_grid import Grid
from .models import Acceptance

OPENING = ("vision", "goals")


@dataclass(frozen=True)
class Promise:
    """A commitment as one person sees it today."""

    commitment: Commitment
    is_overdue: bool
    can_keep: bool


@dataclass
class Signatures:
    """Who said yes to one version, and whose yes is missing."""

    accepted: list[Acceptance] = field(default_factory=list)
    waiting: list[Membership] = field(default_factory=list)

    def waiting_for(self):
        """Their names as in a sentence."""
        return get_text_list([str(membership.organisation) for membership in self.waiting], "and")

    @property
    def carried(self):
        """Those whose earlier yes was carried over."""
        return [acceptance for acceptance in self.accepted if acceptance.is_carried]

    def carried_from(self):
        """[(number of the version they read, their names as in a sentence)]"""
        by_number = defaultdict(list)
        for acceptance in self.carried:
            by_number[acceptance.read_version.number].append(str(acceptance.membership.organisation))
        return [(number, get_text_list(names, "and")) for number, names in sorted(by_number.items())]

    def of(self, membership_id):
        """The acceptance of this organisation, or None."""
        return next((acceptance for acceptance in self.accepted if acceptance.membership_id == membership_id), None)


class Document:
    """One version with everything that belongs to its text."""

    def __init__(self, version, *, today, keeper=None):
        """`keeper(commitment)` says whether the reader may mark a binding promise kept."""
        self.version = version
        said = list(version.responsibilities.select_related("membership__organisation"))
        self.roles = [row for row in said if row.role]
        self.controls = [row for row in said if row.control]
        self.grid = Grid(version)
        self.communication_rows = list(version.communication_rows.all())
        self.conflict_steps = list(version.conflict_steps.all())
        partnership = version.agreement.partnership
        found = partnership.commitments.filter(Q(version=version) | Q(version=None)).host_first()
        found = found.select_related("from_membership__organisation", "to_membership__organisation")
        shown = [self._promise(commitment, today, keeper) for commitment in found]
        self.promises = [promise for promise in shown if promise.commitment.version_id is not None]
        self.other_promises = [promise for promise in shown if promise.commitment.version_id is None]

    def _promise(self, commitment, today, keeper):
        is_binding = commitment.version_id is None or self.version.is_in_force
        can_keep = bool(is_binding and commitment.is_open and keeper and keeper(commitment))
        return Promise(commitment, is_binding and commitment.is_overdue(today), can_keep)

    def sections(self):
        """(field, title, text) of the sections that say something, in text, rows or choices."""
        beside = {
            "communication": self.communication_rows,
            "conflict": self.conflict_steps,
            "data_sharing": self.version.personal_data,
        }
        return [section for section in self.version.sections() if section[2].strip() or beside.get(section[0])]

    def opening(self):
        """The sections that are read before who does what: where all of it leads."""
        return [section for section in self.sections() if section[0] in OPENING]

    def terms(self):
        """The sections that are read after it: how we go about it."""
        return [section for section in self.sections() if section[0] not in OPENING]

    def conflict_days(self):
        """How long the ladder takes from the first step to the last, in a sentence; nothing without any days."""
        endless = [str(number) for number, step in enumerate(self.conflict_steps, 1) if step.days is None]
        total = sum(step.days or 0 for step in self.conflict_steps)
        if len(endless) == len(self.conflict_steps):
            return ""
        length = f"{total} day{'' if total == 1 else 's'}"
        if not endless:
            return f"From the first step to the last: {length} at most."
        steps = f"step{'' if len(endless) == 1 else 's'} {get_text_list(endless, 'and')}"
        return f"From the first step to the last: {length}, not counting {steps}, without a limit so far."

    def warnings(self):
        """What is worth a second look before this is shared. None of it stands in the way."""
        found = self.grid.holes()
        if self.version.lacks_data_agreement:
            found.append("Personal data is shared, but the date of the separate data-sharing agreement is missing")
        return found


def signatures(partnership, versions):
    """{version id: Signatures}, in two queries however many versions."""
    by_version = {version.pk: Signatures() for version in versions}
    yeses = Acceptance.objects.filter(version__in=by_version)
    yeses = yeses.select_related("accepted_by", "membership__organisation", "version", "carried_from__version")
    for acceptance in yeses:
        by_version[acceptance.version_id].accepted.append(acceptance)
    members = list(partnership.memberships.current().select_related("organisation"))
    for version in versions:
        if version.can_be_accepted:
            found = by_version[version.pk]
            found.waiting = [member for member in members if found.of(member.pk) is None]
    return by_version
