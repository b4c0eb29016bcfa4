"""Inviting organisations into a partnership and moving them from stage to stage."""

from django.db import IntegrityError, transaction

from ... import events
from ...agreements.actions import versions
from ...check_ins import standing
from ...check_ins.actions import check_ins
from ...events import history
from ...links import links
from ...membership.actions.seats_of_leads import LastLead, hold_leads, lead_seats
from ...membership.models import Membership


class AlreadyInvited(Exception):
    """The organisation is in the partnership; `membership` is its row."""

    def __init__(self, membership):
        super().__init__(f"{membership.organisation} is in the partnership already.")
        self.membership = membership


class MovedMeanwhile(Exception):
    """Somebody else changed the stage since the page was opened."""


class HostStays(Exception):
    """The host cannot leave its own partnership."""


@history.verb
def invite(*, partnership, organisation, stage, by, now):
    """Put an organisation into the partnership at a stage. Raises AlreadyInvited."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                partnership=partnership, organisation=organisation, stage=stage, stage_at=now, created_at=now
            )
    except IntegrityError:
        raise AlreadyInvited(partnership.memberships.get(organisation=organisation)) from None
    events.record(
        events.Kind.MEMBERSHIP_INVITED,
        now=now,
        by=by,
        partnership=partnership,
        subject=membership,
        organisation=organisation.name,
        stage=membership.get_stage_display(),
    )
    return membership


@history.verb
def move(*, membership, stage, reason, by, now, ask_again_on=None, note=None, was=""):
    """Move an organisation to another stage; its reason is kept for left and not now, the day to ask again for not now.

    `was` is the stage that the page showed, and `note` replaces the latest note.

    Somebody who goes is asked nothing more: links and open check-ins end, and an agreement that waited only for them
    comes into force. Raises MovedMeanwhile, HostStays or LastLead.
    """
    came_from = was or membership.stage
    if stage in Membership.GONE:
        _refuse_to_empty(membership)
    changes = {
        "stage": stage,
        "stage_at": membership.stage_at if stage == came_from else now,
        "reason": reason if stage in Membership.GONE else "",
        "ask_again_on": ask_again_on if stage == Membership.Stage.NOT_NOW else None,
        "note": membership.note if note is None else note,
    }
    _claim(membership, came_from, changes)
    if membership.is_gone:
        links.revoke_in(membership, now=now)
    if not membership.is_member:
        check_ins.withdraw(check_ins=membership.check_ins.open(), now=now)
        versions.settle(partnership=membership.partnership, now=now)
    standing.settle(membership.partnership, now)
    if stage != came_from:
        events.record(
            events.Kind.MEMBERSHIP_MOVED,
            now=now,
            by=by,
            partnership=membership.partnership,
            subject=membership,
            organisation=membership.organisation.name,
            stage=membership.get_stage_display(),
        )
    return membership


def _claim(membership, came_from, changes):
    if not history.change_once(Membership.objects.filter(stage=came_from), membership, **changes):
        raise MovedMeanwhile(
            f"Somebody moved {membership.organisation} to “{membership.get_stage_display()}” a moment ago."
            " Move it again if you still want to."
        )


def _refuse_to_empty(membership):
    if membership.is_host:
        raise HostStays(f"{membership.organisation} hosts the partnership, so it cannot leave.")
    hold_leads(membership.partnership)
    if set(lead_seats(membership.partnership).values_list("membership", flat=True)) == {membership.pk}:
        raise LastLead(f"Nobody outside {membership.organisation} leads the partnership. Give somebody the lead first.")
