"""What was told apart, once it is one."""

from django.db.models import F

from .engine import afterwards
from .models import Apart


@afterwards
def forget_pairs_of_one(merging):
    """Whoever merges two that were told apart knows better."""
    for pair in Apart.objects.filter(one=F("other")):
        merging.remove(pair)
