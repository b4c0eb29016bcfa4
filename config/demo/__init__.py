"""The demo's story: a council-led partnership against loneliness among older people in Trafford, and three others.

Organisation names, types, areas and postcodes are open data: the Charity Commission register, CQC and NHS extracts by
Trafford Data Lab (Open Government Licence v3.0) and mySociety's list of local authorities (CC BY 4.0). Everything
else is invented: people, addresses, numbers, and all that anybody says or does here. Days are relative to today.
"""

from django.utils import timezone

from partnerships.models import Partnership

from . import cast, directory, endings, loneliness, others, pipeline
from .cast import PASSWORD


def told():
    """Whether the database has a story already."""
    return Partnership.objects.exists()


def tell(now):
    """Tell the whole story up to `now`, through the same verbs that people use."""
    people = cast.assemble(now)
    loneliness.tell(people, now)
    others.tell(people, now)
    pipeline.tell(people, now)
    endings.tell(people, timezone.localdate(now))
    directory.tell(people, now)


def sign_ins():
    """(who, address, secret, what they see) for everybody who can sign in."""
    by_mail = "link: ask at /sign-in/, then open /outbox/"
    return [
        ("Olu, lead", "olu@example.org", PASSWORD, "leads four partnerships, from the dashboard"),
        ("Mina, partner", "mina@example.org", by_mail, "her check-ins, what was promised to her"),
        ("Ravi, other lead", "ravi@example.org", PASSWORD, "his own partnership, nothing of Olu's"),
        ("Vera, viewer", "vera@example.org", PASSWORD, "reads every partnership, changes nothing"),
        ("Ada, administrator", "ada@example.org", PASSWORD, "everything, and Django admin"),
    ]
