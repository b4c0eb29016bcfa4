"""No more mail of one kind, and mail again."""

from partnerships.events import history

from .models import Silence


@history.verb
def keep(*, contact, topic, now):
    """Send this person no more mail of the topic. Doing it twice is doing it once."""
    silence, _ = Silence.objects.get_or_create(contact=contact, topic=topic, defaults={"since": now})
    return silence


@history.verb
def end(*, contact, topic, now):
    """Send mail of the topic again; nothing happens when it was not silenced."""
    for silence in Silence.objects.filter(contact=contact, topic=topic):
        silence.delete()
