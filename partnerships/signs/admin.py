from ..pages.admin import ReadOnlyAdmin, register
from .models import PutOff

register(
    PutOff,
    ReadOnlyAdmin,
    list_display=["user", "kind", "row", "until"],
    list_filter=["kind"],
    search_fields=["user__email"],
)
