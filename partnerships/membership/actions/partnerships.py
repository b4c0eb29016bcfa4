"""Starting partnerships."""

from django.utils import timezone

from ... import events
from ...events import history
from ..models import Membership, Partnership, Seat


@history.verb
def start(*, name, need, people_served, area, nation, host, lead, by, now):
    """Start a partnership with its host as the first member and `lead` in the first seat, and return it.

    A lead from another organisation brings that organisation in as a member too. A contact that is not in the
    directory yet is saved with the rest.
    """
    partnership = Partnership.objects.create(
        name=name,
        need=need,
        people_served=people_served,
        area=area,
        nation=nation,
        host=host,
        created_by=by,
        created_at=now,
    )
    _seat(lead, partnership, now)
    events.record(
        events.Kind.PARTNERSHIP_STARTED, now=now, by=by, partnership=partnership, subject=partnership, name=name
    )
    return partnership


@history.verb
def change(*, partnership, fields, by, now):
    """Save what somebody edited, these fields only: the status beside them moves whenever a partner answers."""
    partnership.save(update_fields=fields)
    return partnership


def _seat(lead, partnership, now):
    """The host and the lead's own organisation are members; the lead sits for the latter."""
    members = {
        organisation.pk: Membership.objects.create(
            partnership=partnership,
            organisation=organisation,
            stage=Membership.Stage.MEMBER,
            stage_at=now,
            created_at=now,
        )
        for organisation in {partnership.host, lead.organisation or partnership.host}
    }
    if lead.pk is None:
        lead.save()
    Seat.objects.create(
        membership=members[lead.organisation_id or partnership.host_id],
        contact=lead,
        is_lead=True,
        authority=Seat.Authority.DECIDES,
        from_on=timezone.localdate(now),
    )
