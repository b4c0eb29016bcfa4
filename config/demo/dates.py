"""What comes to its date: an agreement to be looked at again, and papers that run out."""

from partnerships.agreements.actions import reviews
from partnerships.directory.actions import due_diligence
from partnerships.models import AgreementVersion, DueDiligence

from . import cast
from .calendar import at, days

Kind = DueDiligence.Kind
# Organisation, what, its number, days since it was checked, days until it runs out, a note.
PAPERS = [
    (cast.AGE_UK, Kind.INSURANCE, "PL 204 118", 374, -9, "Mina has asked the insurer for the new certificate."),
    (cast.AGE_UK, Kind.SAFEGUARDING, "Adults at risk, version 4", 374, 340, ""),
    (cast.METHODISTS, Kind.SAFEGUARDING, "Circuit policy", 345, 20, ""),
    (cast.FIRS, Kind.OTHER, "Food hygiene rating", 120, 600, "Five, seen on the door."),
    (cast.PRACTICE, Kind.DATA_PROTECTION, "ZA 100 200", 200, 165, ""),
]


def tell(people, today):
    """Papers that leads have seen, and what a partner of the young makers says about their agreement."""
    for name, kind, reference, ago, left, note in PAPERS:
        item = DueDiligence(
            organisation=people.organisation(name), kind=kind, reference=reference, checked_on=today - days(ago),
            expires_on=today + days(left), note=note,
        )  # fmt: skip
        due_diligence.keep(item=item, by=people.user("Olu"), now=at(today - days(ago)))
    jean = people.contact("Jean")
    seat = jean.seats.select_related("membership__partnership").get()
    version = AgreementVersion.objects.in_force().get(agreement__partnership=seat.membership.partnership)
    reviews.say(
        version=version, membership=seat.membership, contact=jean, choice="change",
        words="Open evenings on Thursdays, when the leisure centre is quiet.", now=at(today - days(2), hour=15),
    )  # fmt: skip
