from django.shortcuts import get_object_or_404, render

from partnerships.membership.permissions import can_start_partnership
from partnerships.models import Handover, Partnership, Seat, Update
from partnerships.pages.keyset import page_of

from .. import next_steps
from ..overview import find, gather, story_of

TAB = "Overview"


def partnership(request, partnership_id):
    """The page of one partnership: why, who, how it goes, what comes next, what happened."""
    partnership = find(request.user, partnership_id)
    overview = gather(request.user, partnership, now=request.now)
    is_partner = bool(overview.mine) and not overview.leads
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": overview.leads,
        "overview": overview,
        "today": overview.today,
        "next_step": next_steps.for_lead(overview) if overview.leads else None,
        "is_partner": is_partner,
        "next_things": next_steps.for_partner(overview) if is_partner else [],
    }
    return render(request, "communications/front/partnership.html", context)


def story(request, partnership_id):
    """Every fact of the partnership, the latest first."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    page = page_of(request, story_of(request.user, partnership), ordering=("-at", "-pk"))
    return render(request, "communications/front/story.html", {"partnership": partnership, "tab": TAB, "page": page})


def story_so_far(request, partnership_id):
    """What somebody who takes over needs to know, on one page: why, who, what was agreed and promised, how it went."""
    partnership = find(request.user, partnership_id)
    overview = gather(request.user, partnership, now=request.now)
    context = {
        "partnership": partnership,
        "tab": TAB,
        "overview": overview,
        "today": overview.today,
        "people": Seat.objects.current().of_partnership(partnership).with_whom(),
        "words": Update.objects.visible_to(request.user).latest_of(partnership),
        "handovers": Handover.objects.visible_to(request.user).of_partnership(partnership),
        "ending": getattr(partnership, "ending", None),
        "can_start": can_start_partnership(request.user),
    }
    return render(request, "communications/front/story_so_far.html", context)
