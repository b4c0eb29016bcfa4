"""Rating how much an organisation can sway the work, and how much it cares.

No fact goes into the event book: partners read that, and must not see how they are rated.
"""

from django.utils import timezone

from ...events import history
from ..models import Stance


@history.verb
def rate(*, membership, influence, interest, why, by, now):
    """Note today's judgement beside the earlier ones, and return it."""
    return Stance.objects.create(
        membership=membership,
        influence=influence,
        interest=interest,
        why=why,
        noted_on=timezone.localdate(now),
        noted_by=by,
    )
