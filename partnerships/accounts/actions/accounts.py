"""What an administrator changes of somebody's account."""

from ...directory.models import User
from ...events import history


@history.verb
def change(*, user, by, now):
    """Save an account that somebody edited. Another address or role, or not to sign in any more, ends every session:
    also those that would wake when the account is opened again."""
    before = User.objects.select_for_update().get(pk=user.pk)
    if user.role != before.role:
        user.is_lead_by_seat = False
    user.save()
    if any(getattr(user, name) != getattr(before, name) for name in ("email", "role", "is_active")):
        user.end_sessions()
    return user
