from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.views.pages import page_of

from .. import next_steps
from ..overview import gather, seen_by, story_of

TAB = "Overview"


def partnership(request, partnership_id):
    """The page of one partnership: why, who, how it goes, what comes next, what happened."""
    partnership = get_object_or_404(seen_by(request.user), pk=partnership_id)
    overview = gather(request.user, partnership, now=timezone.now())
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
    return render(request, "communications/partnership.html", context)


def story(request, partnership_id):
    """Every fact of the partnership, the latest first."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    page = page_of(request, story_of(request.user, partnership), ordering=("-at", "-pk"))
    return render(request, "communications/story.html", {"partnership": partnership, "tab": TAB, "page": page})
