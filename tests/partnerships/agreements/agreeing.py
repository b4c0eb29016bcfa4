"""What tests about agreements say often."""

from partnerships.agreements.actions import versions
from partnerships.models import AgreementVersion, Seat

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


def told(partnership):
    return [str(event) for event in partnership.events.order_by("pk")]


def states(partnership):
    return dict(AgreementVersion.objects.of_partnership(partnership).values_list("number", "state"))
