from ..pages.admin import ReadOnlyAdmin, register
from . import models

register(
    models.ActionLink,
    ReadOnlyAdmin,
    list_display=["contact", "purpose", "expires_at", "revoked_at"],
    list_filter=["purpose"],
    search_fields=["contact__name"],
    exclude=["salt", "token_hash"],
)

register(
    models.SignIn,
    ReadOnlyAdmin,
    list_display=["contact", "created_at", "expires_at", "used_at"],
    list_filter=["created_at"],
    search_fields=["contact__name"],
    exclude=["salt", "token_hash", "browser_hash"],
)
