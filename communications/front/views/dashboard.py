"""The first page: what needs a lead today, or what a partner has to do next."""

from collections import Counter

from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils import timezone

from partnerships import signs
from partnerships.membership.models.partnership import STALE_AFTER
from partnerships.models import Membership, Partnership, Status

from ...celebrations.models import Celebration
from .. import partner_home, upcoming

SHOWN = 8


def dashboard(request):
    """A lead's or overseer's morning, or a partner's own page when they lead nothing."""
    user, now, today = request.user, request.now, request.today
    if not user.can_see_directory and not user.is_lead_anywhere:
        return partner_dashboard(request, now, today)
    seen = Partnership.objects.visible_to(user).active()
    context = {
        "today": today,
        "greeting": greeting(now),
        "needs": signs.seen_by(user, now=now),
        "portfolio": portfolio(seen, now),
        "counts": counts_by_status(seen, now),
        "dates": upcoming.dates(seen, today=today),
        "celebrations": latest_celebrations(seen),
    }
    return render(request, "communications/front/dashboard.html", context)


def partner_dashboard(request, now, today):
    """With one partnership its own page is the first page; with several, all of them together."""
    places = partner_home.places_of(request.user, now=now, today=today)
    if len(places) == 1:
        return redirect(places[0].partnership)
    context = {
        "today": today,
        "greeting": greeting(now),
        "places": places,
        "next_things": partner_home.next_things(request.user, today=today),
    }
    return render(request, "communications/front/partner_dashboard.html", context)


def greeting(now):
    """The part of the day, as one wishes it."""
    hour = timezone.localtime(now).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def portfolio(seen, now):
    """The partnerships in trouble first, the longest first, then others by name; each with its members' marks."""
    troubled = seen.filter(status__in=[Status.STUCK, Status.WOBBLING]).order_by("status", "status_at")
    calm = seen.exclude(status__in=[Status.STUCK, Status.WOBBLING]).order_by("name", "pk")
    shown = [*troubled.select_related("host")[:SHOWN], *calm.select_related("host")[:SHOWN]][:SHOWN]
    marks = Counter(Membership.objects.filter(partnership__in=shown).current().values_list("partnership_id", "status"))
    return [
        {
            "partnership": partnership,
            "status": partnership.status_on(now),
            "marks": [(s, n) for s in Status if (n := marks[partnership.pk, s.value])],
        }
        for partnership in shown
    ]


def counts_by_status(seen, now):
    """How many partnerships stand how; those not heard of for 100 days count as not known."""
    fresh = Q(status_at__gte=now - STALE_AFTER)
    said = {s.name.lower(): Count("pk", filter=fresh & Q(status=s)) for s in Status if s != Status.NOT_KNOWN}
    counted = seen.order_by().aggregate(all=Count("pk"), **said)
    counts = [(s, counted[s.name.lower()]) for s in Status if s != Status.NOT_KNOWN]
    return [*counts, (Status.NOT_KNOWN, counted["all"] - sum(n for _, n in counts))]


def latest_celebrations(seen):
    """Good news of the partnerships seen; what is published is published to everybody in them."""
    published = Celebration.objects.published_in(seen)
    return published.select_related("partnership").order_by("-published_at", "-pk")[:3]
