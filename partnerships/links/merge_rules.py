"""How links that were mailed to two contacts become those of one."""

from ..merging.engine import unites
from .models import ActionLink


@unites(ActionLink)
def unite_links(kept, gone, merging):
    """Both were mailed; the one of the contact who stays goes on."""
    gone.revoked_at = merging.now
    gone.save()
    return True
