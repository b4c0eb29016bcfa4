"""Who stands before one version of the agreement: the holder of a link from a mail, or somebody signed in."""

from django.http import Http404

from ..agreements.models import AgreementVersion
from ..directory.models import User
from ..membership.models import Seat
from ..pages.access import require
from ..pages.prepared import one_of, written_once


def find_version(request, link, version_id):
    """A link opens its version to whoever holds it; everybody else needs to see the partnership."""
    return find_versions(request, link, version_id)[0]


def find_versions(request, link, version_id):
    """(that version, all that were shared of its agreement)"""
    if link:
        versions = _all(version=version_id)
    elif request.user.is_authenticated:
        versions = _seen(user=request.user, version=version_id)
    else:
        raise Http404("No link, no session")
    return one_of([version for version in versions if version.pk == version_id]), versions


@written_once
def _all(version: int):
    return AgreementVersion.objects.past_draft().with_partnership().beside(version)


@written_once
def _seen(user: User, version: int):
    return AgreementVersion.objects.visible_to(user).past_draft().with_partnership().beside(version)


def find_seat(request, link, version, *, last=()):
    """The seat this page speaks for: the one it was opened with, the link's, one whose membership is not in `last`.

    A browser can hold somebody's link and somebody else's session; ?seat= and the form say whose page it is. 403 for
    somebody without a seat that may accept.
    """
    seats = Seat.objects.current().filter(membership__partnership=version.agreement.partnership_id)
    seats = seats.select_related("contact", "membership")
    found = list(seats.of_contact(link.contact)) if link else []
    if request.user.is_authenticated:
        found += seats.of_user(request.user)
    found = [seat for seat in found if seat.may_accept]
    require(found)
    asked = request.POST.get("seat") or request.asked.text("seat")
    return min(found, key=lambda seat: (str(seat.pk) != asked, not is_of(link, seat), seat.membership_id in last))


def is_of(link, seat):
    """Whether this link was made for whoever holds the seat."""
    return link is not None and seat.contact_id == link.contact_id
