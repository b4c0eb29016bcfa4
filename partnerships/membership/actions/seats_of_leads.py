from django.db.models import F

from ..models import Partnership, Seat


class LastLead(Exception):
    """Without this, nobody would lead the partnership."""


def hold_leads(partnership):
    """Wait for others who change the leads, so that two who go at once cannot both leave another behind."""
    Partnership.objects.filter(pk=partnership.pk).update(state=F("state"))


def lead_seats(partnership):
    """The seats that lead the partnership now."""
    return Seat.objects.current().of_partnership(partnership).filter(is_lead=True)


def led_alone_by(contact):
    """A partnership that nobody but this contact leads, or None."""
    for seat in (
        Seat.objects.current().of_contact(contact).filter(is_lead=True).select_related("membership__partnership")
    ):
        if not lead_seats(seat.membership.partnership).exclude(contact=contact).exists():
            return seat.membership.partnership
    return None
