from django.db import models

from .partnership import Partnership


class OfPartnershipQuerySet(models.QuerySet):
    """Rows that everybody with a seat in the partnership may see."""

    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user))
