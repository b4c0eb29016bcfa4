"""How two pauses become one."""

from django.utils import timezone

from ..merging.engine import unites
from .models import Pause


@unites(Pause)
def unite_pauses(kept, gone, merging):
    """One rest goes on; the other one's reason and days stay on record, ended today."""
    gone.ended_on = timezone.localdate(merging.now)
    merging.save(gone)
    return True
