"""Which rows make a sign: a group of a few rows each, in the columns that all groups share, for one UNION.

The sentence of each group is in sentences.py.
"""

from datetime import timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Least

from ..agreements.models import AgreementQuestion, AgreementVersion, ReviewView
from ..agreements.models.question import PARTS, WHOLE
from ..check_ins.models import CheckIn, Update
from ..commitments.models import Commitment
from ..directory.models import DueDiligence
from ..endings.models import Pause
from ..membership.models import Membership, Seat
from ..plan.models import Milestone
from ..proposals.models import Proposal

MILESTONE_AHEAD = timedelta(days=7)
REVIEW_AHEAD = timedelta(days=60)
SEAT_AHEAD = timedelta(days=30)


def rows(queryset, group, *, first_by, limit, name="partnership__name", who, what, since, number=None):
    """The `limit` rows of a group that come first, in the columns that all groups share, for one UNION."""
    chosen = queryset.filter(pk__in=queryset.order_by(first_by, "pk").values("pk")[:limit])
    return chosen.order_by().values_list(
        Value(group),
        Cast("pk", IntegerField()),
        Cast(name, TextField()),
        Cast(who, TextField()),
        Cast(what, TextField()),
        Cast(since, DateField()),
        Cast(number if number is not None else Value(0), IntegerField()),
    )


def asks(led, today, limit):
    waiting = Update.objects.filter(partnership__in=led).asking_for_help()
    return rows(
        waiting, "ask", first_by="submitted_at", limit=limit, who="membership__organisation__name", what="ask",
        since="submitted_at",
    )  # fmt: skip


def stuck(led, today, limit):
    members = Membership.objects.filter(partnership__in=led, status="stuck").present()
    latest = Update.objects.filter(membership=OuterRef("pk")).order_by("-submitted_at", "-pk")
    return rows(
        members, "stuck", first_by="status_at", limit=limit, who="organisation__name",
        what=Coalesce(Subquery(latest.values("challenge")[:1]), Value("")), since="status_at",
        number=Subquery(latest.values("pk")[:1]),
    )  # fmt: skip


def overdue(led, today, limit):
    late = CheckIn.objects.filter(partnership__in=led).overdue(today)
    # One line for an organisation, for what it owes the longest.
    longer = CheckIn.objects.overdue(today).filter(membership=OuterRef("membership"), due_on__lt=OuterRef("due_on"))
    late = late.exclude(Exists(longer))
    return rows(
        late, "check-in", first_by="due_on", limit=limit, who="membership__organisation__name", what=Value(""),
        since="due_on", number=F("partnership_id"),
    )  # fmt: skip


def questions(led, today, limit):
    """About the agreement, from partners who cannot accept before they have an answer."""
    waiting = AgreementQuestion.objects.filter(membership__partnership__in=led).standing()
    titles = [When(section=part, then=Value(title)) for part, title in PARTS.items()]
    about = Case(*titles, default=Value(PARTS[WHOLE]), output_field=TextField())
    return rows(
        waiting, "question", first_by="asked_at", limit=limit, name="membership__partnership__name",
        who="membership__organisation__name", what=Concat(about, Value(": "), "words", output_field=TextField()),
        since="asked_at",
    )  # fmt: skip


def waiting_agreements(led, today, limit):
    shared = AgreementVersion.objects.filter(agreement__partnership__in=led).awaiting_acceptance()
    member = Q(agreement__partnership__memberships__stage=Membership.Stage.MEMBER)
    accepted = Count("acceptances", distinct=True)
    members = Count("agreement__partnership__memberships", filter=member, distinct=True)
    return rows(
        shared, "agreement", first_by="shared_at", limit=limit, name="agreement__partnership__name",
        who=Cast(F("agreement__partnership_id"), TextField()), what=Value(""), since="shared_at",
        number=members - accepted,
    )  # fmt: skip


def ending_agreements(led, today, limit):
    """Those in force whose review or end is near, with what their partners have said: keep, change, end."""
    near = AgreementVersion.objects.filter(agreement__partnership__in=led).in_force().with_review_due()
    near = near.filter(Q(ends_on__lte=today + REVIEW_AHEAD) | Q(review_due__lte=today + REVIEW_AHEAD))
    near = near.exclude(ends_on__lt=today).annotate(
        first=Least(Coalesce("review_due", "ends_on"), Coalesce("ends_on", "review_due"))
    )
    said = [Cast(_said_so(choice), TextField()) for choice in ReviewView.Choice.values]
    return rows(
        near, "review", first_by="first", limit=limit, name="agreement__partnership__name",
        who=Concat(said[0], Value(" "), said[1], Value(" "), said[2], output_field=TextField()),
        what=Cast("ends_on", TextField()), since="first",
    )  # fmt: skip


def _said_so(choice):
    views = ReviewView.objects.open().filter(version=OuterRef("pk"), choice=choice)
    return Coalesce(Subquery(views.order_by().values("version").annotate(n=Count("pk")).values("n")), Value(0))


def lapsed_agreements(led, today, limit):
    """Where the latest version that was in force has ended or run out."""
    versions = AgreementVersion.objects.filter(agreement__partnership__in=led)
    over = versions.filter(
        Q(state=AgreementVersion.State.IN_FORCE, ends_on__lt=today)
        | Q(state=AgreementVersion.State.ENDED, ended_on__lt=today)
    )
    later = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), number__gt=OuterRef("number"), in_force_at__isnull=False
    )
    over = over.exclude(Exists(later)).annotate(last=Coalesce("ended_on", "ends_on"))
    return rows(
        over, "no-agreement", first_by="last", limit=limit, name="agreement__partnership__name", who=Value(""),
        what=Value(""), since="last", number=F("agreement__partnership_id"),
    )  # fmt: skip


def expired_checks(led, today, limit):
    """What has run out of the members of these partnerships."""
    members = Membership.objects.current().filter(partnership__in=led)
    expired = DueDiligence.objects.expired(today).filter(organisation__in=members.values("organisation"))
    where = members.filter(organisation=OuterRef("organisation")).order_by("partnership__name", "pk")
    expired = expired.annotate(partnership_name=Subquery(where.values("partnership__name")[:1]))
    return rows(
        expired, "due-diligence", first_by="expires_on", limit=limit, name="partnership_name",
        who="organisation__name", what=Concat("kind", Value(" "), "reference"), since="expires_on",
        number=F("organisation_id"),
    )  # fmt: skip


def due_milestones(led, today, limit):
    due = Milestone.objects.filter(partnership__in=led).due_by(today + MILESTONE_AHEAD)
    return rows(
        due, "milestone", first_by="due_on", limit=limit, who=Coalesce("owner__organisation__name", Value("")),
        what="title", since="due_on",
    )  # fmt: skip


def late_promises(led, today, limit):
    late = Commitment.objects.filter(partnership__in=led).binding().overdue(today)
    ours = Q(from_membership__organisation=F("partnership__host"))
    return rows(
        late, "promise", first_by="due_on", limit=limit,
        who=Case(When(ours, then=Value("")), default=F("from_membership__organisation__name")), what="what",
        since="due_on", number=F("partnership_id"),
    )  # fmt: skip


def pauses_to_end(led, today, limit):
    over = Pause.objects.filter(partnership__in=led, back_on__lte=today).open()
    over = over.exclude(membership__stage__in=Membership.GONE)
    return rows(
        over, "pause", first_by="back_on", limit=limit, who=Coalesce("membership__organisation__name", Value("")),
        what="reason", since="back_on", number=Coalesce("membership_id", F("partnership_id")),
    )  # fmt: skip


def proposals_to_decide(user, led, limit):
    """What others would change of people and bodies here."""
    here = Membership.objects.present().filter(partnership__in=led)
    seats = Seat.objects.current().filter(membership__partnership__in=led)
    waiting = (
        Proposal.objects.open()
        .exclude(proposed_by=user)
        .filter(Q(organisation__in=here.values("organisation")) | Q(contact__in=seats.values("contact")))
    )
    name = Coalesce("organisation__name", "contact__name")
    return rows(
        waiting, "proposal", first_by="proposed_at", limit=limit, name=Value(""), who=name,
        what=Coalesce("proposed_by__name", Value("")), since="proposed_at", number=F("proposed_by_id"),
    )  # fmt: skip


def to_ask_again(led, today, limit):
    waiting = Membership.objects.filter(partnership__in=led).to_ask_again(today)
    return rows(
        waiting, "ask-again", first_by="ask_again_on", limit=limit, who="organisation__name", what="reason",
        since="ask_again_on",
    )  # fmt: skip


def without_buy_in(led, today, limit):
    lacking = led.without_buy_in()
    return rows(
        lacking, "buy-in", first_by="created_at", limit=limit, name="name", who=Value(""), what=Value(""),
        since="created_at",
    )  # fmt: skip


def ending_seats(led, today, limit):
    seats = Seat.objects.filter(membership__partnership__in=led).current()
    return rows(
        seats.filter(until_on__lte=today + SEAT_AHEAD), "seat", first_by="until_on", limit=limit,
        name="membership__partnership__name", who="contact__name", what="membership__organisation__name",
        since="until_on",
    )  # fmt: skip


def members_without_a_decider(led, today, limit):
    seats = Seat.objects.filter(membership=OuterRef("pk"), to_on=None)
    members = Membership.objects.filter(partnership__in=led).current()
    return rows(
        members.exclude(Exists(seats.filter(authority=Seat.Authority.DECIDES))), "decide", first_by="pk", limit=limit,
        who="organisation__name", what=Cast(Exists(seats), IntegerField()), since="created_at",
        number=F("partnership_id"),
    )  # fmt: skip


def partnerships_without_lived_experience(led, today, limit):
    here = Seat.objects.current().filter(membership__partnership=OuterRef("pk"))
    members = Membership.objects.current().filter(partnership=OuterRef("pk")).order_by()
    several = Subquery(members.values("partnership").annotate(count=Count("pk")).values("count"))
    without = led.exclude(Exists(here.filter(capacity=Seat.Capacity.LIVED))).alias(members=several)
    return rows(
        without.filter(members__gte=2), "lived", first_by="pk", limit=limit, name="name", who=Value(""),
        what=Value(""), since="created_at",
    )  # fmt: skip


def single_contacts(led, today, limit):
    others = Seat.objects.filter(membership=OuterRef("membership"), to_on=None).exclude(pk=OuterRef("pk"))
    seats = Seat.objects.current().filter(membership__partnership__in=led)
    seats = seats.filter(membership__stage=Membership.Stage.MEMBER).exclude(Exists(others))
    return rows(
        seats, "single", first_by="pk", limit=limit, name="membership__partnership__name",
        who="membership__organisation__name", what="contact__name", since="from_on", number=F("membership_id"),
    )  # fmt: skip


GAPS = [members_without_a_decider, partnerships_without_lived_experience, single_contacts]
GROUPS = [
    asks,
    questions,
    stuck,
    overdue,
    waiting_agreements,
    ending_agreements,
    lapsed_agreements,
    expired_checks,
    to_ask_again,
    due_milestones,
    late_promises,
    ending_seats,
    without_buy_in,
    *GAPS,
]
