"""What tests about agreements say often."""

from partnerships.agreements.actions import versions
from partnerships.models import AgreementVersion, Seat

from ...factories import SeatFactory

VISION = "Nobody in Sale eats alone."


def accept(version, user, now, text_hash=None):
    seat = Seat.objects.get(contact__user=user, membership__partnership=version.agreement.partnership)
    return versions.accept(
        version=version,
        membership=seat.membership,
        contact=seat.contact,
        text_hash=version.text_hash if text_hash is None else text_hash,
        now=now,
    )


def fill(version, count, now):
    """So many more rows of every table of a version, organisations that have not accepted, comments and questions."""
    partnership = version.agreement.partnership
    for _ in range(count):
        seat = SeatFactory(membership__partnership=partnership, authority="decides")
        membership, place = seat.membership, version.communication_rows.count() + 1
        version.responsibilities.create(membership=membership, role="Cook", control="Keys")
        version.commitments.create(partnership=partnership, from_membership=membership, what="Rooms and chairs")
        partnership.commitments.create(from_membership=membership, what="A van")
        matter = version.matters.create(what=f"Keys of {membership.organisation}")
        matter.parts.create(membership=membership, kind="leads")
        version.communication_rows.create(position=place, purpose="News")
        version.conflict_steps.create(position=place, what="Talk")
        version.comments.create(contact=seat.contact, body="Good", written_at=now)
        version.questions.create(membership=membership, contact=seat.contact, words="Why?", asked_at=now)


def told(partnership):
    return [str(event) for event in partnership.events.order_by("pk")]


def states(partnership):
    return dict(AgreementVersion.objects.of_partnership(partnership).values_list("number", "state"))
