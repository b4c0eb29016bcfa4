"""Who stands before one version of the agreement: the holder of a link from a mail, or somebody signed in."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..agreements.models import AgreementVersion
from ..membership.models import Seat
from ..membership.places import seats_of
from ..pages.access import require


def find_version(request, link, version_id):
    """A link opens its version to whoever holds it; everybody else needs to see the partnership."""
    return get_object_or_404(_open_to(request, link), pk=version_id)


def find_versions(request, link, version_id):
    """(that version, all that were shared of its agreement)"""
    versions = list(_open_to(request, link).beside(version_id))
    version = next((version for version in versions if version.pk == version_id), None)
    if version is None:
        raise Http404("No such version")
    return version, versions


def _open_to(request, link):
    if link:
        found = AgreementVersion.objects.all()
    elif request.user.is_authenticated:
        found = AgreementVersion.objects.visible_to(request.user)
    else:
        raise Http404("No link, no session")
    return found.past_draft().with_partnership()


def find_seat(request, link, version, *, last=()):
    """The seat this page speaks for: the one it was opened with, the link's, one whose membership is not in `last`.

    A browser can hold somebody's link and somebody else's session; ?seat= and the form say whose page it is. 403 for
    somebody without a seat that may accept.
    """
    seats = Seat.objects.current().select_related("contact", "membership")
    found = list(seats.of_contact(link.contact)) if link else []
    if request.user.is_authenticated:
        found += seats_of(request.user)
    partnership_id = version.agreement.partnership_id
    found = [seat for seat in found if seat.may_accept and seat.membership.partnership_id == partnership_id]
    require(found)
    asked = request.POST.get("seat") or request.asked.text("seat")
    return min(found, key=lambda seat: (str(seat.pk) != asked, not is_of(link, seat), seat.membership_id in last))


def is_of(link, seat):
    """Whether this link was made for whoever holds the seat."""
    return link is not None and seat.contact_id == link.contact_id
