from ..pages.admin import register
from . import models

register(
    models.Commitment,
    list_display=["what", "from_membership", "to_membership", "kind", "due_on", "state"],
    list_filter=["state", "kind"],
    search_fields=["what", "evidence", "partnership__name"],
)
