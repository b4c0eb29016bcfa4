from ...events import history
from ..models import Session


@history.verb
def end_others(*, but, by, now):
    """Sign oneself out everywhere except in the session with the key `but`; how many that were."""
    return Session.objects.filter(user=by).exclude(session_key=but).delete()[0]
