"""How the main story's agreement was changed: one promise, accepted again only by the two it touches."""

from django.core.files.base import ContentFile
from django.utils import timezone

from partnerships.agreements import pdf
from partnerships.agreements.actions import reacceptances, signed_copies, versions
from partnerships.agreements.content import Content
from partnerships.agreements.waiting_for import signatures
from partnerships.commitments import actions as commitments

from . import words
from .calendar import at, days, send_what_is_due


def tell(partnership, people, today):
    """Version 2 is in force: two accepted it, the others keep the yes they gave to version 1."""
    olu = people.user("Olu")
    first = partnership.agreement.versions.in_force().get()
    keep_the_paper(first, olu, at(today - days(60)))
    version = versions.amend(agreement=first.agreement, by=olu, now=at(today - days(7)))
    promise = version.commitments.get(what=words.AMENDED[0])
    commitments.change(
        commitment=promise, from_membership=promise.from_membership, to_membership=promise.to_membership,
        what=words.AMENDED[1], kind=promise.kind, due_on=promise.due_on + days(30), by=olu, now=at(today - days(7)),
    )  # fmt: skip
    reacceptances.share_with_touched(
        version=version, reason=words.WHY_ONLY_TOUCHED, also=set(), text_hash=Content.of(version).hash(), by=olu,
        now=at(today - days(6)),
    )  # fmt: skip
    send_what_is_due(at(today - days(6), hour=11))
    for number, membership in enumerate(partnership.memberships.awaiting(version)):
        contact = membership.seats.order_by("-is_lead", "pk").first().contact
        versions.accept(
            version=version, membership=membership, contact=contact, text_hash=version.text_hash,
            now=at(today - days(5), hour=10 + number),
        )  # fmt: skip


def keep_the_paper(version, by, now):
    """The first version was also signed on paper: here the paper is what the PDF of it looks like."""
    content = Content.of(version)
    signed = signatures([version], content.members)[version.pk]
    name = "signed-at-the-launch.pdf"
    paper = ContentFile(pdf.agreement_pdf(content, signed, today=timezone.localdate(now)), name)
    signed_copies.add(version=version, file=paper, file_name=name, by=by, now=now)
