"""What needs a lead of the members: a seat that ends, papers that have run out, and who is missing."""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.urls import reverse

from ..directory.models import DueDiligence
from ..signs import Kind, register, short
from .models import Membership, Partnership, Seat

SEAT_AHEAD = timedelta(days=30)
# A partnership of so many is to hear those whom it is for.
SEVERAL = 2


def _ending(asked):
    seats = Seat.objects.filter(membership__partnership__in=asked.led).current()
    return seats.filter(until_on__lte=asked.today + SEAT_AHEAD)


def _seat(row):
    when = "ends today" if row.since == row.today else "ends soon"
    when = "was planned to end" if row.since < row.today else when
    why = f"{row.body}, planned until {row.since:%-d %B %Y}"
    url = reverse("edit-seat", args=[row.pk])
    return row.sign(f"The seat of {row.who} {when}", why, "Stay on, or who comes next?", url)


def _expired(asked):
    """What has run out of the members of these partnerships."""
    members = Membership.objects.current().filter(partnership__in=asked.led)
    where = members.filter(organisation=OuterRef("organisation")).order_by("partnership__folded_name", "pk")
    expired = DueDiligence.objects.expired(asked.today).filter(organisation__in=members.values("organisation"))
    return expired.annotate(partnership_name=Subquery(where.values("partnership__name")[:1]))


def _due_diligence(row):
    is_named = row.what == DueDiligence.Kind.OTHER and row.reference
    title = row.reference if is_named else DueDiligence.Kind(row.what).label
    sentence = f"{row.who}: {short(title)} has run out"
    url = f"{reverse('organisation', args=[row.at])}#due-diligence"
    return row.sign(sentence, f"It was valid until {row.since:%-d %B %Y}", "See what is needed", url)


def _without_a_decider(asked):
    deciders = Seat.objects.filter(membership=OuterRef("pk"), to_on=None, authority=Seat.Authority.DECIDES)
    return Membership.objects.filter(partnership__in=asked.led).current().exclude(Exists(deciders))


def _decide(row):
    url = f"{reverse('people', args=[row.at])}#membership-{row.pk}" if row.seats else reverse("add-seat", args=[row.pk])
    why = "Everybody who sits there must consult or observes" if row.seats else "They have no seat yet"
    return row.sign(f"Nobody can decide for {row.who}", why, "See their seats" if row.seats else "Add a person", url)


def _without_lived_experience(asked):
    here = Seat.objects.current().filter(membership__partnership=OuterRef("pk"), capacity=Seat.Capacity.LIVED)
    members = Membership.objects.current().filter(partnership=OuterRef("pk")).order_by()
    number = Subquery(members.values("partnership").annotate(count=Count("pk")).values("count"))
    without = Partnership.objects.filter(pk__in=asked.led).exclude(Exists(here))
    return without.alias(members=number).filter(members__gte=SEVERAL)


def _lived(row):
    why = "Nobody takes part who lives with the need themselves"
    url = reverse("coverage", args=[row.pk])
    return row.sign(f"No lived experience in {row.partnership}", why, "See who is missing", url)


def _alone(asked):
    others = Seat.objects.filter(membership=OuterRef("membership"), to_on=None).exclude(pk=OuterRef("pk"))
    seats = Seat.objects.current().filter(membership__partnership__in=asked.led)
    return seats.filter(membership__stage=Membership.Stage.MEMBER).exclude(Exists(others))


def _single(row):
    why = f"When {row.contact} is away, nobody there answers"
    return row.sign(f"A single contact at {row.who}", why, "Add a second person", reverse("add-seat", args=[row.at]))


WHO, NAME = "membership__organisation__name", "membership__partnership__name"
SEATS = Exists(Seat.objects.filter(membership=OuterRef("pk"), to_on=None))
GAP = {"is_standing": True, "is_gap": True}
register(
    Kind("seat", 45, _ending, "until_on", _seat, {"who": "contact__name", "body": WHO}, NAME),
    Kind(
        "due-diligence", 45, _expired, "expires_on", _due_diligence,
        {"who": "organisation__name", "what": "kind", "reference": "reference", "at": "organisation_id"},
        "partnership_name",
    ),
    Kind(
        "decide", 70, _without_a_decider, "created_at", _decide,
        {"who": "organisation__name", "seats": SEATS, "at": F("partnership_id")}, first_by="pk", **GAP,
    ),
    Kind("lived", 72, _without_lived_experience, "created_at", _lived, partnership="name", first_by="pk", **GAP),
    Kind(
        "single", 74, _alone, "from_on", _single,
        {"who": WHO, "contact": "contact__name", "at": "membership_id"}, NAME, first_by="pk", **GAP,
    ),
)  # fmt: skip
