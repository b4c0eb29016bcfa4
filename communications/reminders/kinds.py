"""What people are reminded of: which dates, how many days before or after them, and who hears. One entry each.

To remind the owner 7 days before a milestone, this is all that the planner needs, with its name in KINDS:

    MILESTONE = Kind(
        notice="milestone-soon",
        topic=Silence.Topic.NEWS,
        rungs=(7,),
        dates=lambda: [Milestone.objects.planned().annotate(on=F("due_on"))],
        hears=who_answers_for("owner_id"),
    )

Its words are those of a notice like any other (notices/catalogue.py).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from operator import attrgetter

from django.db.models import Exists, F, OuterRef, QuerySet

from partnerships.models import Acceptance, AgreementVersion, CheckIn, DueDiligence, Membership, Partnership, Seat

from ..preferences.models import Silence

State = AgreementVersion.State
LIVING = (Partnership.State.ACTIVE, Partnership.State.PAUSED)


@dataclass(frozen=True)
class Kind:
    """One notice that hangs on dates.

    `rungs` are days before the date, below zero for days after it. `dates()` gives querysets of one model, each
    annotated with `on`: all dates that stand, of paused partnerships too. `hears(rows, seats)` gives {row id: seats},
    chosen from a queryset of the current seats, in as many statements however many rows; of a person's seats the first
    counts. `narrow(rows, partnership)` keeps the rows of one partnership.
    """

    notice: str
    topic: Silence.Topic
    rungs: tuple[int, ...]
    dates: Callable[[], Iterable[QuerySet]]
    hears: Callable[[list, QuerySet], dict[int, Iterable[Seat]]]
    narrow: Callable[[QuerySet, Partnership], QuerySet] = lambda rows, partnership: rows.filter(partnership=partnership)
    # The rows that are planned for. The reminders of others stay as they are, as long as the date stands.
    only: Callable[[QuerySet], QuerySet] = lambda rows: rows
    # How long after its date a reminder is of use.
    lasts: timedelta = timedelta()
    # Why reminders of a date that stands no longer were cancelled.
    gone: str = "The date has moved, or nobody waits for it."
    # Where a Delivery keeps the row's id.
    column: str = "subject_id"
    # What makes a reminder the only one; the person comes last, for when two become one (engine/merge_rules.py).
    key: str = "{notice}:{pk}:{due_on}:{stage}:{contact_id}"

    @cached_property
    def moves_along(self):
        """Whether a date that moves takes its reminders along. With the date in their key, it makes new ones."""
        return "{due_on}" not in self.key


def who_answers_for(field):
    """`hears` for rows that name a membership in this field: everybody there who does more than observe."""

    def hears(rows, seats):
        asked = {row.pk: getattr(row, field) for row in rows}
        found = _grouped(seats.answering().filter(membership__in=set(asked.values())), by="membership_id")
        return {pk: found[membership] for pk, membership in asked.items()}

    return hears


def _agreement_dates():
    """The review of every version in force while no later one is on its way, and its end in any case."""
    in_force = AgreementVersion.objects.in_force().filter(agreement__partnership__state__in=LIVING)
    in_force = in_force.select_related("agreement").only("agreement__partnership")
    later = AgreementVersion.objects.filter(agreement=OuterRef("agreement"), state__in=[State.DRAFT, State.SHARED])
    reviews = in_force.with_review_due().exclude(Exists(later))
    return reviews.annotate(on=F("review_due")), in_force.annotate(on=F("ends_on"))


def _leads_and_signatories(versions, seats):
    """Who leads, and of each organisation who accepted; when they gave up the seat, whoever may accept now."""
    signed = defaultdict(dict)
    for yes in Acceptance.objects.filter(version__in=versions).values("version", "membership", "accepted_by"):
        signed[yes["version"]][yes["membership"]] = yes["accepted_by"]
    partnerships = {version.pk: version.agreement.partnership_id for version in versions}
    seats = seats.filter(membership__partnership__in=set(partnerships.values()))
    there = _grouped(seats, by="membership.partnership_id")
    return {pk: _hearing(there[partnership], signed[pk]) for pk, partnership in partnerships.items()}


def _hearing(seats, signed):
    accepting = [s for s in seats if not s.observes and s.membership.is_member and s.membership_id in signed]
    seated = {s.membership_id for s in accepting if signed[s.membership_id] == s.contact_id}
    signatories = [s for s in accepting if s.contact_id == signed[s.membership_id] or s.membership_id not in seated]
    return [seat for seat in seats if seat.is_lead] + signatories


def _those_who_lead_with(items, seats):
    """The leads of the partnerships that the organisation is a member of; of one's own, an active one comes first."""
    members = Membership.objects.current().filter(partnership__state__in=LIVING)
    members = members.filter(organisation__in={item.organisation_id for item in items})
    there = defaultdict(list)
    # "active" sorts before "paused".
    ordered = members.order_by("partnership__state", "partnership_id")
    for organisation, partnership in ordered.values_list("organisation", "partnership"):
        there[organisation].append(partnership)
    seats = seats.filter(is_lead=True, membership__partnership__in={pk for pks in there.values() for pk in pks})
    leads = _grouped(seats, by="membership.partnership_id")
    return {item.pk: [seat for pk in there[item.organisation_id] for seat in leads[pk]] for item in items}


def _grouped(seats, *, by):
    found, key = defaultdict(list), attrgetter(by)
    for seat in seats:
        found[key(seat)].append(seat)
    return found


CHECK_IN = Kind(
    notice="check-in-reminder",
    topic=Silence.Topic.CHECK_INS,
    # After the last one the lead gets a sign to call, never the partner a louder mail.
    rungs=(7, 0, -3),
    dates=lambda: [CheckIn.objects.open().annotate(on=F("due_on"))],
    hears=who_answers_for("membership_id"),
    only=lambda rows: rows.filter(partnership__state=Partnership.State.ACTIVE),
    lasts=timedelta(days=14),
    gone="The check-in is closed, or its day has moved far ahead.",
    column="check_in_id",
    key="check-in:{pk}:{stage}:{contact_id}",
)
AGREEMENT_REVIEW = Kind(
    notice="agreement-review",
    topic=Silence.Topic.AGREEMENTS,
    rungs=(60, 30, 7),
    dates=_agreement_dates,
    hears=_leads_and_signatories,
    narrow=lambda rows, partnership: rows.filter(agreement__partnership=partnership),
)
DUE_DILIGENCE = Kind(
    notice="due-diligence",
    topic=Silence.Topic.DUE_DILIGENCE,
    rungs=(60, 30, 7),
    dates=lambda: [DueDiligence.objects.standing().annotate(on=F("expires_on"))],
    hears=_those_who_lead_with,
    narrow=lambda rows, partnership: rows.filter(
        organisation__in=partnership.memberships.current().values("organisation")
    ),
)
KINDS = (CHECK_IN, AGREEMENT_REVIEW, DUE_DILIGENCE)
