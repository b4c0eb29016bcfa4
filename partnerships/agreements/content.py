"""The words of a version, loaded once: what page, PDF, difference, draft steps and hash all read."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.text import get_text_list

from ..commitments.models import Commitment
from ..membership.models import Membership
from .activity_grid import Activity, Grid
from .models import AgreementRow, AgreementVersion, CommunicationRow, ConflictStep, Matter, Part, Responsibility
from .models.agreement_row import day

OPENING = ("vision", "goals")


@dataclass(frozen=True)
class Promise:
    """A Commitment as one person sees it today."""

    commitment: Commitment
    is_overdue: bool
    can_keep: bool


class Content:
    """One AgreementVersion with every row that belongs to its text."""

    def __init__(self, version, members):
        """Without its rows; `of` and `of_versions` load them."""
        self.version, self.members = version, members
        self.responsibilities, self.activities, self.promises = [], [], []
        self.communication_rows, self.conflict_steps = [], []
        # Promises made beside any version, where they were asked for.
        self.other_promises = []

    @classmethod
    def of(cls, version, members=None):
        return cls.of_versions([version], members)[version.pk]

    @classmethod
    def of_versions(cls, versions, members=None, *, beside=None):
        """{version id: Content} of versions of one agreement, in as many queries as of one.

        `members` is what members_of() gives. `beside` is the Partnership whose promises beside its versions are read
        along.
        """
        members = members_of(versions) if members is None else members
        found = {version.pk: cls(version, members) for version in versions}
        _read(found, members, beside)
        return found

    @property
    def roles(self):
        return [row for row in self.responsibilities if row.role]

    @property
    def controls(self):
        return [row for row in self.responsibilities if row.control]

    @cached_property
    def grid(self):
        """Who does what, with every member who has no part in it."""
        return Grid(self.activities, _current(self.members))

    def rows(self):
        """Every row of its tables, in reading order: what stands here is hashed, compared and printed."""
        tables = (self.promises, self.communication_rows, self.conflict_steps)
        return [
            *(row.as_row() for row in self.roles),
            *(row.as_row() for row in self.activities),
            *(row.as_row_of_control() for row in self.controls),
            *(row.as_row() for table in tables for row in table),
            *([self._data_as_row()] if self.version.personal_data else []),
        ]

    def dates(self):
        """The days that are set, as rows of a table."""
        return [
            AgreementRow("Dates", title, (("Day", day(date)),), (name, str(date)), about="What")
            for name, title in AgreementVersion.DATES.items()
            if (date := getattr(self.version, name))
        ]

    def words(self):
        """Everything that is accepted, in a form that is the same whenever nothing has changed."""
        version, first = self.version, AgreementVersion.FIRST_SECTIONS
        rows = sorted((row.words for row in self.rows()), key=json.dumps)
        dates = [str(getattr(version, name) or "") for name in AgreementVersion.DATES]
        said = [(field, text) for field, _, text in version.sections() if field in first or text]
        texts = [text if field in first else [field, text] for field, text in said]
        return json.dumps([version.number, texts, dates, rows])

    def hash(self):
        """SHA-256 of the words: what every acceptance refers to."""
        return hashlib.sha256(self.words().encode()).hexdigest()

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

    @property
    def has_dates(self):
        version = self.version
        return bool(version.starts_on or version.review_due_on or version.last_day or version.end_reason)

    def parts(self):
        """The parts that a page shows of it, by the names that comments and questions have for them."""
        tables = {
            "roles": self.roles,
            "matters": self.activities,
            "control": self.controls,
            "commitments": self.promises,
            "dates": self.has_dates,
        }
        return {*(field for field, _, _ in self.sections()), *(part for part, rows in tables.items() if rows)}

    def promises_on(self, today, *, keeper=None):
        """The Promises of the version; `keeper(commitment)` says whether the reader may mark a binding one kept."""
        return [_as_seen(commitment, today, keeper) for commitment in self.promises]

    def other_promises_on(self, today, *, keeper=None):
        return [_as_seen(commitment, today, keeper) for commitment in self.other_promises]

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

    def _data_as_row(self):
        version = self.version
        shown = (
            ("Is it shared?", version.get_personal_data_display()),
            ("Agreement of its own", day(version.data_agreement_on)),
        )
        words = ("personal data", version.personal_data, str(version.data_agreement_on or ""))
        return AgreementRow("Personal data", "Personal data", shown, words, about="What")


def members_of(versions):
    """{membership id: Membership}, whatever its stage, with its organisation, of everybody around these versions."""
    agreements = {version.agreement_id for version in versions}
    found = Membership.objects.filter(partnership__agreement__in=agreements).select_related("organisation")
    return {membership.pk: membership for membership in found}


def grid_of(version):
    """Who does what in one version, for pages that show nothing else of it."""
    members = members_of([version])
    return Grid([activity for _, activity in _activities([version.pk], members)], _current(members))


def _read(contents, members, beside):
    """Gives the Contents their rows, one query for each table."""
    ids = list(contents)
    for row in Responsibility.objects.filter(version__in=ids):
        _name(row, "membership", members)
        contents[row.version_id].responsibilities.append(row)
    for name, model in (("communication_rows", CommunicationRow), ("conflict_steps", ConflictStep)):
        for row in model.objects.filter(version__in=ids):
            getattr(contents[row.version_id], name).append(row)
    for version_id, activity in _activities(ids, members):
        contents[version_id].activities.append(activity)
    for row in _promises(ids, members, beside):
        if row.version_id is None:
            for content in contents.values():
                content.other_promises.append(row)
        else:
            row.version = contents[row.version_id].version
            contents[row.version_id].promises.append(row)


def _activities(ids, members):
    """(version id, Activity)"""
    found = {}
    for matter in Matter.objects.filter(version__in=ids).select_related("objective").part_by_part():
        activity = found.setdefault(matter.pk, Activity(matter, []))
        if matter.part_pk:
            whose = {"matter": matter, "membership_id": matter.part_membership}
            part = Part(pk=matter.part_pk, kind=matter.part_kind, **whose)
            _name(part, "membership", members)
            activity.parts.append(part)
    return [(activity.matter.version_id, activity) for activity in found.values()]


def _promises(ids, members, beside):
    wanted = Q(version__in=ids) | (Q(version=None, partnership=beside) if beside else Q())
    for row in Commitment.objects.filter(wanted).host_first():
        _name(row, "from_membership", members)
        _name(row, "to_membership", members)
        if beside:
            row.partnership = beside
        yield row


def _name(row, field, members):
    """Whose row it is, from those who were read before."""
    member = members.get(getattr(row, f"{field}_id"))
    if member is not None:
        setattr(row, field, member)


def _current(members):
    return [member for member in members.values() if member.is_member]


def _as_seen(commitment, today, keeper):
    is_binding = commitment.is_binding
    can_keep = bool(is_binding and commitment.is_open and keeper and keeper(commitment))
    return Promise(commitment, is_binding and commitment.is_overdue(today), can_keep)
