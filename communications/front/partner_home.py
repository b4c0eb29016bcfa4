"""A partner's first page when they sit in several partnerships: the next three things of all of them, and for each the
vision and what was promised. With a single partnership its own page says the same."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partnerships.models import (
    Acceptance,
    AgreementQuestion,
    AgreementVersion,
    CheckIn,
    Commitment,
    Milestone,
    Partnership,
    Seat,
)

from .next_steps import AT_MOST, Step


@dataclass
class Place:
    """One partnership as its partner sees it."""

    partnership: object
    organisation: object
    status: str
    vision: str
    promised: list

    @property
    def owed(self):
        """The host's overdue promises."""
        return [promise for promise in self.promised if promise.is_late and promise.is_hosts]


def places_of(user, *, now, today):
    """Where this person sits, by name, with the vision and the open promises made to them."""
    seats = (
        Seat.objects.current().of_user(user)
        .select_related("membership__partnership__host", "membership__organisation")
        .order_by("membership__partnership__folded_name", "pk")
    )  # fmt: skip
    memberships = {seat.membership.partnership_id: seat.membership for seat in seats}
    visions = visions_of(user, memberships)
    promised = promised_to(user, memberships.values(), today)
    return [
        Place(m.partnership, m.organisation, m.partnership.status, visions.get(pk, ""), promised.get(pk, []))
        for pk, m in memberships.items()
    ]


def visions_of(user, partnerships):
    """Partnership id → the vision in force, or the one shared for acceptance."""
    versions = AgreementVersion.objects.visible_to(user).filter(
        agreement__partnership__in=partnerships, state__in=["shared", "in-force"]
    )
    # In force sorts before shared, and the first word counts.
    found = {}
    for pk, vision in versions.order_by("state").values_list("agreement__partnership", "vision"):
        found.setdefault(pk, vision)
    return found


def promised_to(user, memberships, today):
    """Partnership id → open promises to this organisation or to everybody, the host's overdue ones first."""
    open_promises = (
        Commitment.objects.visible_to(user).binding().open()
        .filter(Q(to_membership__in=memberships) | Q(to_membership=None), partnership__memberships__in=memberships)
        .exclude(from_membership__in=memberships)
        .select_related("from_membership__organisation", "partnership").distinct()
    )  # fmt: skip
    found = {}
    for promise in open_promises:
        promise.is_late = promise.is_overdue(today)
        promise.is_hosts = promise.from_membership.organisation_id == promise.partnership.host_id
    for promise in sorted(open_promises, key=lambda p: (not (p.is_late and p.is_hosts), p.due_on or date.max)):
        found.setdefault(promise.partnership_id, []).append(promise)
    return found


def next_things(user, *, today):
    """The three things that are due first, over all partnerships this person sits in."""
    acting = Seat.objects.current().of_user(user).exclude(authority=Seat.Authority.OBSERVES)
    mine = acting.filter(membership__partnership__in=Partnership.objects.active()).values("membership")
    found = [*_answers(user, mine, today), *_acceptances(user, mine), *_milestones(user, mine, today)]
    return sorted(found, key=lambda step: step.on or date.max)[:AT_MOST]


def _answers(user, mine, today):
    waiting = CheckIn.objects.visible_to(user).open().filter(membership__in=mine).order_by("due_on", "pk")
    for check_in in waiting.select_related("partnership")[:AT_MOST]:
        url = reverse("answer-check-in", args=[check_in.pk])
        yield Step(
            f"Answer the check-in of {check_in.partnership}", "It takes a minute.", "Answer", url, check_in.due_on,
            is_late=check_in.is_overdue(today),
        )  # fmt: skip


def _acceptances(user, mine):
    accepted = Acceptance.objects.filter(membership__in=mine).values("version")
    waiting = (
        AgreementVersion.objects.visible_to(user)
        .awaiting_acceptance()
        .filter(agreement__partnership__memberships__in=mine, agreement__partnership__memberships__stage="member")
    )
    # Who waits for an answer cannot accept yet.
    asked = AgreementQuestion.objects.standing().filter(membership__in=mine).values("version")
    waiting = waiting.exclude(pk__in=accepted).exclude(pk__in=asked).select_related("agreement__partnership").distinct()
    for version in waiting[:AT_MOST]:
        url = reverse("accept-agreement", args=[version.pk])
        why = f"{version.agreement.partnership} waits for you."
        yield Step(
            "Read and accept the agreement", why, "Read it", url, timezone.localdate(version.shared_at), "Shared"
        )


def _milestones(user, mine, today):
    planned = Milestone.objects.visible_to(user).planned().filter(owner__in=mine).order_by("due_on", "pk")
    for milestone in planned.select_related("partnership")[:AT_MOST]:
        url = reverse("timeline", args=[milestone.partnership_id])
        why = f"A milestone you see to in {milestone.partnership}."
        yield Step(milestone.title, why, "See the timeline", url, milestone.due_on, is_late=milestone.is_overdue(today))
