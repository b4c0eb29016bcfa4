from ..pages.admin import ReadOnlyAdmin, register
from . import models

register(
    models.Proposal,
    ReadOnlyAdmin,
    list_display=["kind", "organisation", "contact", "proposed_by", "proposed_at", "state"],
    list_filter=["state", "kind"],
    search_fields=["organisation__name", "contact__name", "why"],
)
