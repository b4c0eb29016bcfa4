from ..pages.admin import HouseAdmin, ReadOnlyAdmin, register
from . import models

register(
    models.ImportBatch,
    list_display=["file_name", "state", "row_count", "uploaded_by", "uploaded_at"],
    list_filter=["state"],
    search_fields=["file_name"],
)

register(
    models.ImportRow,
    ReadOnlyAdmin,
    list_display=["batch", "number", "outcome", "organisation"],
    list_filter=["outcome"],
    search_fields=["batch__file_name", "organisation__name"],
)

register(
    models.RememberedColumn,
    HouseAdmin,
    list_display=["header_key", "field"],
    list_filter=["field"],
    search_fields=["header_key"],
)
