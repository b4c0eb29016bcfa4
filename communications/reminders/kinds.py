"""What people are reminded of before its date: the kinds that communications.dated plans."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef

from partnerships.models import Acceptance, AgreementVersion, DueDiligence, Membership, Partnership, Seat

from ..preferences.models import Silence
from .dated import Kind

RUNGS = (60, 30, 7)
State = AgreementVersion.State
LIVING = (Partnership.State.ACTIVE, Partnership.State.PAUSED)


def _agreement_dates():
    """The review of every version in force while no later one is on its way, and its end in any case."""
    in_force = AgreementVersion.objects.in_force().filter(agreement__partnership__state__in=LIVING)
    later = AgreementVersion.objects.filter(agreement=OuterRef("agreement"), state__in=[State.DRAFT, State.SHARED])
    reviews = in_force.with_review_due().exclude(Exists(later))
    return reviews.filter(review_due__isnull=False).annotate(on=F("review_due")), in_force.filter(
        ends_on__isnull=False
    ).annotate(on=F("ends_on"))


def _leads_and_signatories(pks):
    """Who leads, and of each organisation who accepted; when they gave up the seat, whoever may accept now."""
    versions = AgreementVersion.objects.filter(pk__in=pks).select_related("agreement__partnership")
    partnerships = {version.pk: version.agreement.partnership for version in versions}
    signed = defaultdict(dict)
    for yes in Acceptance.objects.filter(version__in=pks).values("version", "membership", "accepted_by"):
        signed[yes["version"]][yes["membership"]] = yes["accepted_by"]
    seats = defaultdict(list)
    found = Seat.objects.current().filter(membership__partnership__in=partnerships.values())
    for seat in found.select_related("contact", "membership"):
        seats[seat.membership.partnership_id].append(seat)
    return {
        pk: [(contact, there) for contact in _hearing(seats[there.pk], signed[pk])]
        for pk, there in partnerships.items()
    }


def _hearing(seats, signed):
    """Each person once."""
    accepting = [s for s in seats if not s.observes and s.membership.is_member and s.membership_id in signed]
    seated = {s.membership_id for s in accepting if signed[s.membership_id] == s.contact_id}
    signatories = [s for s in accepting if s.contact_id == signed[s.membership_id] or s.membership_id not in seated]
    return {seat.contact for seat in seats if seat.is_lead} | {seat.contact for seat in signatories}


def _due_diligence_dates():
    return [DueDiligence.objects.standing().filter(expires_on__isnull=False).annotate(on=F("expires_on"))]


def _those_who_lead_with(pks):
    """The leads of the partnerships that the organisation is a member of: each once, for an active one if there is."""
    items = dict(DueDiligence.objects.filter(pk__in=pks).values_list("pk", "organisation"))
    members = Membership.objects.current().filter(organisation__in=set(items.values()), partnership__state__in=LIVING)
    there, partnerships = defaultdict(list), {}
    for membership in members.select_related("partnership").order_by("partnership"):
        there[membership.organisation_id].append(membership.partnership)
        partnerships[membership.partnership_id] = membership.partnership
    leads = defaultdict(list)
    seats = Seat.objects.current().filter(is_lead=True, membership__partnership__in=partnerships)
    for seat in seats.select_related("contact", "membership"):
        leads[seat.membership.partnership_id].append(seat.contact)
    return {pk: _each_once(there[organisation], leads) for pk, organisation in items.items()}


def _each_once(partnerships, leads):
    found = {}
    for partnership in sorted(partnerships, key=lambda one: (not one.is_active, one.pk)):
        for contact in leads[partnership.pk]:
            found.setdefault(contact.pk, (contact, partnership))
    return list(found.values())


AGREEMENT_REVIEW = Kind(
    notice="agreement-review",
    topic=Silence.Topic.AGREEMENTS,
    rungs=RUNGS,
    dates=_agreement_dates,
    narrow=lambda rows, partnership: rows.filter(agreement__partnership=partnership),
    hears=_leads_and_signatories,
)
DUE_DILIGENCE = Kind(
    notice="due-diligence",
    topic=Silence.Topic.DUE_DILIGENCE,
    rungs=RUNGS,
    dates=_due_diligence_dates,
    narrow=lambda rows, partnership: rows.filter(
        organisation__in=partnership.memberships.current().values("organisation")
    ),
    hears=_those_who_lead_with,
)
KINDS = (AGREEMENT_REVIEW, DUE_DILIGENCE)
