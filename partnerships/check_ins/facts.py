"""Who is answering a check-in: the holder of a link from a mail, or somebody signed in."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404

from ..directory.models import Contact, User
from ..links import links
from ..links.models import ActionLink
from ..membership.models import Seat
from ..membership.permissions import can_lead, seats_to_answer
from ..pages.access import require
from ..pages.prepared import one_of, written_once
from . import correcting
from .models import CheckIn, Update

# In the address: a lead who followed a partner's link in this browser means to write for them all the same.
FOR_THEM = "for-them"


@dataclass(frozen=True)
class Answerer:
    """`contact` says it; `lead` is set when a lead writes it down for them. Without a seat there is nothing to say."""

    contact: Contact | None = None
    lead: User | None = None
    is_seated: bool = True

    @property
    def by(self):
        return self.lead or self.contact


def find(request, check_in_id):
    """(check-in, answerer). A stranger gets 404, somebody who sees the check-in and may not answer gets 403."""
    link = None if FOR_THEM in request.asked else links.held_by(request, ActionLink.Purpose.ANSWER, check_in_id)
    if link is not None:
        check_in = one_of(_by_link(check_in=link.target_id))
        return check_in, Answerer(
            link.contact, is_seated=seats_to_answer(check_in).filter(contact=link.contact).exists()
        )
    if not request.user.is_authenticated:
        raise Http404
    check_in = one_of(_seen(user=request.user, check_in=check_in_id))
    if own := _own_seats(user=request.user, membership=check_in.membership_id):
        return check_in, Answerer(own[0].contact)
    require(can_lead(request.user, check_in.partnership))
    return check_in, Answerer(lead=request.user)


@written_once
def _by_link(check_in: int):
    return CheckIn.objects.filter(pk=check_in).for_answering()


@written_once
def _seen(user: User, check_in: int):
    return CheckIn.objects.visible_to(user).filter(pk=check_in).for_answering()


@written_once
def _own_seats(user: User, membership: int):
    seats = Seat.objects.current().answering().of_user(user).filter(membership=membership)
    return seats.select_related("contact")[:1]


def colleagues(check_in):
    """The contacts who may speak for the organisation: whom a lead may have on the phone."""
    return Contact.objects.filter(pk__in=seats_to_answer(check_in).values("contact"))


def has_said(answerer, check_in, answers, values):
    """Whether this is what this person answered to it before, numbers and all: a second press, not a second answer."""
    if answerer.contact is None:
        return False
    said = Update.objects.filter(check_in=check_in, by=answerer.contact).first()
    return said is not None and correcting.says(said, answers, values)


def last_update(check_in):
    """What the organisation answered before this check-in, or None."""
    return Update.objects.filter(membership=check_in.membership_id).exclude(check_in=check_in).first()


def round_of(check_in):
    """(answered, asked) in this check-in's round: all organisations asked for the same day."""
    states = CheckIn.objects.asked().filter(partnership=check_in.partnership_id, due_on=check_in.due_on)
    found = list(states.values_list("state", flat=True))
    return found.count(CheckIn.State.ANSWERED), len(found)


def next_due_on(check_in):
    """When this organisation is asked again, or None."""
    rhythm = getattr(check_in.partnership, "rhythm", None)
    if rhythm is None or not check_in.partnership.is_active or check_in.membership.is_gone:
        return None
    return next(iter(rhythm.next_due_days(check_in.due_on + timedelta(days=1), count=1)), None)
