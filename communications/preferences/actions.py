"""No more mail of one kind, and mail again."""

from partnerships.events import history

from .models import Silence


@history.verb
def keep(*, contact, topic, now):
    """Send whoever reads this contact's address no more mail of the topic. Doing it twice is doing it once."""
    silence, _ = Silence.objects.get_or_create(contact=contact, topic=topic, defaults={"since": now})
    return silence


@history.verb
def end(*, contact, topic, now):
    """Send mail of the topic again; nothing happens when it was not silenced."""
    for silence in Silence.objects.of_reader(contact).filter(topic=topic):
        silence.delete()
