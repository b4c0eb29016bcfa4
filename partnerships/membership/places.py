"""Where a person sits and where they lead, read once for a page that changes nothing."""

from django.utils.functional import cached_property

from .models.seat import Seat

# Beyond so many a list of numbers costs more than the question it answers.
AT_MOST = 100


class Places:
    """Where a user has a current seat, as `user.places` while a page is read."""

    def __init__(self, user):
        self._user = user

    @cached_property
    def _seats(self):
        """[(partnership id, leads there)], or None where there are very many."""
        seats = Seat.objects.current().of_user(self._user).order_by()
        found = list(seats.values_list("membership__partnership_id", "is_lead")[: AT_MOST + 1])
        return found if len(found) <= AT_MOST else None

    @property
    def seen(self):
        """Ids of the partnerships in which they sit, or None."""
        return None if self._seats is None else {partnership for partnership, _ in self._seats}

    @property
    def led(self):
        """Ids of those they lead, or None."""
        return None if self._seats is None else {partnership for partnership, leads in self._seats if leads}
