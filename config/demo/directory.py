"""What the directory knows: offers, needs, a number, who has left, and one organisation that is there twice."""

from django.utils import timezone

from communications.preferences import actions as silences
from communications.preferences.models import Silence
from partnerships.directory.actions import contacts as known
from partnerships.directory.actions import organisations
from partnerships.membership.actions import contacts
from partnerships.models import Contact, Membership, Organisation, OrganisationType, Partnership
from partnerships.pipeline.actions import memberships
from partnerships.proposals import actions as proposals

from . import cast
from .calendar import days

DOUBLE = "Stretford Food Bank"
# What each offers, what it needs, whom it serves.
KNOWN = {
    cast.AGE_UK: (
        "Forty trained befrienders, a minibus on weekdays, and people who know every benefit form by heart.",
        "Rooms without stairs, and volunteers who can come on Saturdays.",
        "Older people and those who care for them",
    ),
    cast.FOODBANK: (
        "A warehouse with cold storage, and drivers every Friday.",
        "A way to reach people who would never come to a food bank.",
        "Anybody who cannot afford to eat",
    ),
    cast.FIRS: (
        "A hall for eighty with a kitchen, free on Tuesdays and Thursdays.",
        "Somebody who helps with funding bids.",
        "Neighbours around Firs Way",
    ),
}


def tell(people, now):
    olu = people.user("Olu")
    for name, (strengths, needs, served) in KNOWN.items():
        organisation = people.organisation(name)
        organisation.strengths, organisation.needs, organisation.people_served = strengths, needs, served
        keep(organisation, organisation.areas.all(), {}, olu, now)
    council = people.organisation(cast.COUNCIL)
    # The number that the Office for National Statistics gives Trafford: open data, as the names are.
    keep(council, council.areas.all(), {"gss": ["E08000009"]}, olu, now)
    somebody_left(people, olu, now)
    the_same_again(people, olu, now)
    somebody_proposes(people, now)
    somebody_stops_the_mail(people, now)


def keep(organisation, areas, identifiers, by, now):
    names = [area.name for area in areas]
    organisations.change(organisation=organisation, areas=names, identifiers=identifiers, by=by, now=now)


def somebody_left(people, olu, now):
    today = timezone.localdate(now)
    mina = people.contact("Mina")
    mina.from_on = today - days(400)
    contacts.change(contact=mina, by=olu, now=now)
    before = Contact(
        organisation=people.organisation(cast.AGE_UK), name="Norma Bright", job_title="Befriending manager",
        from_on=today - days(2400), to_on=today - days(410), created_at=now,
    )  # fmt: skip
    known.add(contact=before, by=olu, now=now)


def the_same_again(people, olu, now):
    """Somebody typed the food bank in once more, with the same manager, and asked it along elsewhere."""
    double = Organisation(
        name=DOUBLE, postcode="M32 9PT", phone="0161 496 0190", type=OrganisationType.objects.get(slug="charity"),
        description="Food parcels, and help to need none.", created_at=now - days(20),
    )  # fmt: skip
    organisations.add(organisation=double, areas=["Stretford"], identifiers={}, by=olu, now=now)
    cath = people.contact("Cath")
    again = Contact(organisation=double, name=cath.name, email=cath.email, job_title="Manager", created_at=now)
    known.add(contact=again, by=olu, now=now)
    memberships.invite(
        partnership=Partnership.objects.get(name="Good Neighbours Partington"), organisation=double,
        stage=Membership.Stage.CONTACTED, by=olu, now=now - days(2),
    )  # fmt: skip


def somebody_proposes(people, now):
    """Ravi knows of a new address, but only Olu leads where Mina sits."""
    mina = people.contact("Mina")
    changes = {"email": [mina.email, "mina.new@example.org"]}
    proposals.propose(
        subject=mina, changes=changes, why="She wrote to me from there last week.", by=people.user("Ravi"),
        now=now - days(2),
    )  # fmt: skip


def somebody_stops_the_mail(people, now):
    """Cath wants to be rung about check-ins."""
    silences.keep(contact=people.contact("Cath"), topic=Silence.Topic.CHECK_INS, now=now - days(1))
