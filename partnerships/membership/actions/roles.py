"""Whoever leads is staff, from their first lead's seat to their last."""

from ...accounts import arrival
from ...directory.models import User
from ...events import history
from ..models import Seat


@arrival.first_settles
@history.verb
def settle(*, user, by, now):
    """Make a partner who leads somewhere a lead: they keep the directory, show a second step where it is required, and
    stay signed in for a working day. Who became one so is a partner again when they lead nothing; who was made a lead
    by an administrator stays one. They sign in anew: a session is as long as the role it began with."""
    user = User.objects.select_for_update().get(pk=user.pk)
    leads = Seat.objects.current().of_user(user).filter(is_lead=True).exists()
    if leads and user.role == User.Role.PARTNER:
        _become(user, User.Role.LEAD, by_seat=True)
    elif not leads and user.is_lead_by_seat:
        _become(user, User.Role.PARTNER, by_seat=False)
    return user


def _become(user, role, *, by_seat):
    user.role, user.is_lead_by_seat = role, by_seat
    user.save(update_fields=["role", "is_lead_by_seat"])
    user.end_sessions()
