"""Action links: one form for one person, from a mail, without a session.

A link answers GET with 303 to the form's clean address and a signed cookie that only that address receives. Nothing
changes on GET or HEAD, so a mail scanner cannot use a link up.
"""

from django.http import HttpResponseRedirect
from django.urls import reverse

from ..agreements.models import AgreementVersion, ReviewView
from ..check_ins.models import CheckIn
from ..conversations.models import Conversation
from ..membership.models import Partnership, Seat
from .models import ActionLink

COOKIE = "link"
# Seconds that a form stays open in the browser that followed a link, kept here and not only by the browser.
COOKIE_LASTS = 60 * 60 * 12
# Each by purpose, and a floor above adds its own. The name of the page it opens, called with the target's id;
PAGES = {
    ActionLink.Purpose.ANSWER: "answer-check-in",
    ActionLink.Purpose.ACCEPT: "accept-agreement",
    ActionLink.Purpose.REVIEW: "review-agreement",
    ActionLink.Purpose.CONVERSE: "write-their-side",
}
# the path from a target to its membership, for those that are one organisation's;
TO_MEMBERSHIP = {
    ActionLink.Purpose.ANSWER: (CheckIn, "membership"),
    ActionLink.Purpose.CONVERSE: (Conversation, "membership"),
}
# those that open a page of an agreement's version.
OF_VERSIONS = (ActionLink.Purpose.ACCEPT, ActionLink.Purpose.REVIEW)


def make(purpose, *, contact, target_id=0, topic="", expires_at=None):
    """The one living link for this purpose, target and person; made on first need, its window moved when given."""
    link, created = ActionLink.objects.get_or_create(
        purpose=purpose,
        target_id=target_id,
        topic=topic,
        contact=contact,
        revoked_at=None,
        defaults={"expires_at": expires_at},
    )
    if not created and expires_at and link.expires_at != expires_at:
        link.expires_at = expires_at
        link.save(update_fields=["expires_at"])
    return link


def with_token(token):
    """The link to a page that this token belongs to, living or not, or None."""
    return ActionLink.objects.with_token(token).filter(purpose__in=PAGES).select_related("contact").first()


def page_of(link):
    """The clean address behind a link."""
    args = [link.target_id] if link.target_id else []
    return reverse(PAGES[link.purpose], args=args)


def page_after_signing_in(link):
    """Where somebody who has signed in finds what the link was for."""
    has_a_seat = link.purpose in TO_MEMBERSHIP or link.purpose in OF_VERSIONS
    return page_of(link) if has_a_seat else reverse("dashboard")


def redirect_with_cookie(request, link):
    """303 to the form, carrying the link in a cookie for that path only."""
    path = page_of(link)
    response = HttpResponseRedirect(path + _carried(request), status=303)
    response.set_signed_cookie(
        COOKIE, link.token_hash, salt=_salt(link.purpose), path=path, httponly=True, samesite="Lax",
        secure=request.is_secure(), max_age=COOKIE_LASTS,
    )  # fmt: skip
    response["Referrer-Policy"] = "no-referrer"
    return response


def _carried(request):
    """The answer whose button was pressed in the mail: the page shows it chosen, and waits until it is sent."""
    choice = request.asked.text("choice")
    return f"?choice={choice}" if choice in ReviewView.Choice.values else ""


def held_by(request, purpose, target_id):
    """The living link whose cookie this request carries for this very form, or None."""
    token_hash = request.get_signed_cookie(COOKIE, default=None, salt=_salt(purpose), max_age=COOKIE_LASTS)
    if token_hash is None:
        return None
    links = ActionLink.objects.alive(request.now).select_related("contact")
    return links.filter(token_hash=token_hash, purpose=purpose, target_id=target_id).first()


def _salt(purpose):
    """A cookie for one kind of form is no cookie for another, whatever it says."""
    return f"partnerships.link.{purpose}"


def revoke_for(contact, *, now):
    """End every link of a contact: their address changed or they left."""
    ActionLink.objects.filter(contact=contact, revoked_at=None).update(revoked_at=now)


def revoke_in(membership, *, now, contact=None):
    """End the links into one partnership of a contact, or of everybody, seated for this organisation.

    Somebody who also sits there for another organisation keeps their link to the agreement.
    """
    seats = Seat.objects.filter(membership=membership)
    seated = seats.of_contact(contact) if contact else seats
    partnership = membership.partnership_id
    elsewhere = Seat.objects.current().of_partnership(partnership).exclude(membership=membership)
    mine = ActionLink.objects.filter(revoked_at=None, contact__in=seated.values("contact"))
    for purpose, (model, path) in TO_MEMBERSHIP.items():
        targets = model.objects.filter(**{path: membership}).values("pk")
        mine.filter(purpose=purpose, target_id__in=targets).update(revoked_at=now)
    mine.filter(
        purpose__in=OF_VERSIONS,
        target_id__in=AgreementVersion.objects.filter(agreement__partnership=partnership).values("pk"),
    ).exclude(contact__in=elsewhere.values("contact")).update(revoked_at=now)


def end_at(purpose, targets, moment):
    """Move the end of every living link to these forms, by the ids of what they are of; None: no end is set."""
    ActionLink.objects.filter(purpose=purpose, target_id__in=targets, revoked_at=None).update(expires_at=moment)


def who_to_ask(link):
    """The contact who leads the partnership behind a link, or None."""
    if link.purpose in OF_VERSIONS:
        return lead_in(Partnership.objects.filter(agreement__versions=link.target_id))
    if link.purpose in TO_MEMBERSHIP:
        model, path = TO_MEMBERSHIP[link.purpose]
        behind = model.objects.filter(pk=link.target_id).values(f"{path}__partnership")
        return lead_in(Partnership.objects.filter(pk__in=behind))
    return None


def lead_in(partnerships):
    """The contact who leads one of these partnerships, or None."""
    leads = Seat.objects.current().filter(is_lead=True, membership__partnership__in=partnerships)
    seat = leads.select_related("contact").first()
    return seat.contact if seat else None
