"""Reading a version and saying yes to it: from a link in a mail, or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from .. import links
from ..actions import agreements
from ..differences import Difference
from ..documents import Document, signatures
from ..forms.agreements import AcceptForm, CommentForm
from ..models import ActionLink, AgreementVersion, Commitment, Seat
from ..permissions import require
from ..touched import last_accepted


@never_cache
@login_not_required
def accept_agreement(request, version_id):
    """The text, one button to accept it, and a way to ask instead. Without a seat that may accept: 403."""
    link = links.held_by(request, ActionLink.Purpose.ACCEPT, version_id)
    version = _version_for(request, link, version_id)
    seat = _seat_for(request, link, version)
    accepts = AcceptForm(request.POST if "accept" in request.POST else None, seat=seat)
    asks = CommentForm(request.POST if "ask" in request.POST else None)
    if accepts.is_valid() and _accept(request, version, seat, accepts):
        return _onward(request, link, version, seat)
    if asks.is_valid() and _ask(request, version, seat, asks):
        return redirect(request.get_full_path())
    return _page(request, version, seat, accepts, asks)


def _version_for(request, link, version_id):
    """A link opens its version to whoever holds it; everybody else needs to see the partnership."""
    if link:
        found = AgreementVersion.objects.past_draft()
    elif request.user.is_authenticated:
        found = AgreementVersion.objects.visible_to(request.user).past_draft()
    else:
        raise Http404("No link, no session")
    return get_object_or_404(found.select_related("agreement__partnership__host"), pk=version_id)


def _seat_for(request, link, version):
    """The seat this page speaks for: the one it was opened with, the link's, one whose yes is still missing.

    A browser can hold somebody's link and somebody else's session; ?seat= and the form say whose page it is.
    """
    seats = Seat.objects.accepting().of_partnership(version.agreement.partnership)
    seats = seats.select_related("contact", "membership__organisation")
    found = list(seats.of_contact(link.contact)) if link else []
    if request.user.is_authenticated:
        found += seats.of_user(request.user)
    require(found)
    asked = request.POST.get("seat") or request.GET.get("seat")
    accepted = set(version.acceptances.values_list("membership", flat=True))
    return min(found, key=lambda seat: (str(seat.pk) != asked, not _is_of(link, seat), seat.membership_id in accepted))


def _onward(request, link, version, seat):
    """A link opens this page only; who is signed in goes back to the partnership."""
    return redirect(request.path) if _is_of(link, seat) else redirect("agreement", version.agreement.partnership_id)


def _is_of(link, seat):
    return link is not None and seat.contact_id == link.contact_id


def _accept(request, version, seat, form):
    try:
        agreements.accept(
            version=version,
            membership=seat.membership,
            contact=seat.contact,
            text_hash=form.cleaned_data["text_hash"],
            now=timezone.now(),
        )
        messages.success(
            request, f"Thank you. You accepted version {version.number} for {seat.membership.organisation}."
        )
        return True
    except agreements.AlreadyAccepted as refusal:
        messages.info(request, str(refusal))
        return True
    except agreements.StaleVersion as refusal:
        form.add_error(None, str(refusal))
        return False


def _ask(request, version, seat, form):
    try:
        agreements.comment(version=version, contact=seat.contact, **form.cleaned_data, now=timezone.now())
        messages.success(request, "Thank you. Your question is with everybody who works on the agreement.")
        return True
    except agreements.StaleVersion as refusal:
        form.add_error(None, str(refusal))
        return False


def _page(request, version, seat, accepts, asks):
    partnership = version.agreement.partnership
    signed = signatures(partnership, [version])[version.pk]
    accepted = last_accepted(version, seat.membership)
    before = accepted or AgreementVersion.objects.past_draft().before(version).first()
    context = {
        "partnership": partnership,
        "version": version,
        "accepted": accepted,
        "before": before,
        "difference": Difference(before, version) if before else None,
        "seat": seat,
        "document": Document(version, today=timezone.localdate()),
        "signatures": signed,
        "owed": Commitment.objects.owed_by_host([seat.membership_id], timezone.localdate()),
        "mine": signed.of(seat.membership_id),
        "text_hash": version.hash_of_words(),
        "accept_form": accepts,
        "ask_form": asks,
        "forms": [accepts, asks],
    }
    return render(request, "partnerships/accept_agreement.html", context)
