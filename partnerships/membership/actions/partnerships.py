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
    stage = partnership.stage
    partnership.stage = Partnership.objects.select_for_update(no_key=True).values_list("stage", flat=True).get(
        pk=partnership.pk
    )  # fmt: skip
    partnership.save(update_fields=[field for field in fields if field != "stage"])
    return move(partnership=partnership, stage=stage, by=by, now=now)


@history.verb
def move(*, partnership, stage, by, now):
    """Take a step on its way, or back; who goes back is not offered at once where they came from."""
    if partnership.stage != stage:
        stages = list(Partnership.Stage)
        if stages.index(stage) < stages.index(partnership.stage):
            partnership.stage_not_yet = partnership.stage
        partnership.stage = stage
        partnership.save(update_fields=["stage", "stage_not_yet"])
        label = partnership.get_stage_display()
        events.record(
            events.Kind.PARTNERSHIP_MOVED, now=now, by=by, partnership=partnership, subject=partnership, stage=label
        )
    return partnership


@history.verb
def stay(*, partnership, stage, by, now):
    """This next stage is too early yet; it is not offered again."""
    partnership.stage_not_yet = stage
    partnership.save(update_fields=["stage_not_yet"])
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
