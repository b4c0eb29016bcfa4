"""Who am I here: where a person sits and where they lead, read once for a page that changes nothing."""

from django.utils.functional import cached_property

from .models.seat import Seat

# Beyond so many a list of numbers costs more than the question it answers.
AT_MOST = 100


class Places:
    """A user's current seats, as `user.places` while a page is read."""

    def __init__(self, user):
        self._user = user

    @cached_property
    def seats(self):
        """With the person and the membership; None where there are very many."""
        found = list(_seats_of(self._user)[: AT_MOST + 1])
        return found if len(found) <= AT_MOST else None

    @cached_property
    def seen(self):
        """Ids of the partnerships in which they sit, or None."""
        return None if self.seats is None else {seat.membership.partnership_id for seat in self.seats}

    @cached_property
    def led(self):
        """Ids of those they lead, or None."""
        return None if self.seats is None else {s.membership.partnership_id for s in self.seats if s.is_lead}


def seats_of(user):
    """The current seats of this user."""
    places = getattr(user, "places", None)
    return places.seats if places and places.seats is not None else list(_seats_of(user))


def _seats_of(user):
    return Seat.objects.current().of_user(user).select_related("contact", "membership")
