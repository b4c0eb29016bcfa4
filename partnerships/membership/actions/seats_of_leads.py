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
