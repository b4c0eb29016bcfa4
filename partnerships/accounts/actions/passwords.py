from ... import events
from ...events import history


@history.verb
def change(*, user, password, by, now):
    """Give them this password, which its form has weighed. Whoever is signed in as them is signed out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    user.sessions.all().delete()
    events.record(events.Kind.PASSWORD_CHANGED, now=now, by=by, subject=user, user=str(user))
