"""Fills an empty database for the fault tests: a partnership with many members, and messages to all of them.

500 reminders wait, as the planner made them. 20 pieces of good news and a message of no known kind are held, and a fact
counts as told, until a test asks for them.
"""

from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  needs the apps
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from communications.models import Celebration, Delivery  # noqa: E402
from communications.reminders import planner  # noqa: E402
from partnerships import events  # noqa: E402
from partnerships.models import CheckIn, Contact, Event, Membership, Organisation, Partnership, Seat  # noqa: E402

MANY, FEW = 500, 20


def seed(now):
    today = timezone.localdate(now)
    host = Organisation.objects.create(name="Trafford Council")
    partnership = Partnership.objects.create(name="Pantry partnership", need="Nobody eats alone", host=host)
    names = [f"Neighbourhood group {n}" for n in range(MANY)]
    organisations = Organisation.objects.bulk_create(Organisation(name=n, name_key=n.lower()) for n in names)
    contacts = Contact.objects.bulk_create(
        Contact(organisation=o, name=f"Contact {o.pk}", email=f"contact{o.pk}@example.org") for o in organisations
    )
    memberships = Membership.objects.bulk_create(
        Membership(partnership=partnership, organisation=o, stage=Membership.Stage.MEMBER) for o in organisations
    )
    pairs = list(zip(memberships, contacts, strict=True))
    Seat.objects.bulk_create(Seat(membership=m, contact=c, from_on=today - timedelta(days=90)) for m, c in pairs)
    # The first rung has passed whatever day it is, the second is to come.
    due_on = today + timedelta(days=2)
    CheckIn.objects.bulk_create(
        CheckIn(partnership=partnership, membership=m, period="now", due_on=due_on) for m in memberships
    )
    planner.plan(now)
    Delivery.objects.filter(state="held").update(state="pending", reason="")
    news = Celebration.objects.create(
        partnership=partnership, title="The larder is open", body="At last", state="published", published_at=now
    )
    held = {"state": "held", "reason": "Not in this test.", "partnership": partnership, "not_before": now}
    Delivery.objects.bulk_create(
        Delivery(notice="celebration", dedupe_key=f"news:{c.pk}", contact=c, subject_id=news.pk, **held)
        for _, c in pairs[:FEW]
    )
    Delivery.objects.create(notice="no-such-notice", dedupe_key="poison", contact=contacts[0], **held)
    events.record(events.Kind.CELEBRATION_PUBLISHED, now=now, partnership=partnership, subject=news, title=news.title)
    Event.objects.update(told_at=now)


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        seed(timezone.now())
