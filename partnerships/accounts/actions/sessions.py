from ..models import Session


def end_others(*, user, but):
    """Sign this user out everywhere except in the session with the key `but`; how many that were."""
    return Session.objects.filter(user=user).exclude(session_key=but).delete()[0]
