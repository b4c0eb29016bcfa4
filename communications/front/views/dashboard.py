"""The first page: what needs a lead today, or what a partner has to do next."""

from collections import Counter
from datetime import timedelta

from django.contrib import messages
from django.db.models import Case, Count, DateTimeField, When
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from partnerships import signs
from partnerships.membership.models.status import STANDING
from partnerships.models import Membership, Partnership, Status, User
from partnerships.pages.access import require
from partnerships.pages.prepared import written_once
from partnerships.signs import actions

from ...celebrations.models import Celebration
from .. import partner_home, upcoming
from ..forms import PutOffForm

SHOWN = 8


def dashboard(request):
    """A lead's or overseer's morning, or a partner's own page when they lead nothing."""
    user, now, today = request.user, request.now, request.today
    if not user.can_see_directory and not user.is_lead_anywhere:
        return partner_dashboard(request, now, today)
    context = {
        "today": today,
        "greeting": greeting(now),
        "needs": signs.seen_by(user, now=now),
        "page": "dashboard",
        "portfolio": portfolio(user, now),
        "counts": counts_by_status(user),
        "dates": upcoming.dates(user, today=today),
        "celebrations": _news(user=user),
    }
    return render(request, "communications/front/dashboard.html", context)


def needs_you(request):
    """Everything that needs a lead, of which the first page shows what is most pressing."""
    user = request.user
    require(user.can_see_directory or user.is_lead_anywhere)
    context = {"needs": signs.all_seen_by(user, now=request.now), "at_most": signs.ALL_OF_THEM, "page": "needs-you"}
    return render(request, "communications/front/needs_you.html", context)


@require_POST
def put_off(request):
    """Let one line wait until a day, or bring it back."""
    user = request.user
    require(user.can_see_directory or user.is_lead_anywhere)
    form = PutOffForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was changed: choose a line and a day.")
        return redirect("needs-you")
    asked = form.cleaned_data
    found = signs.all_seen_by(user, now=request.now)
    named = {(sign.group, sign.row): sign for sign in [*found, *(sign for sign, _ in found.put_off)]}
    sign = named.get((asked["kind"], asked["row"]))
    if sign is None:
        messages.info(request, "That is done already.")
    elif asked["days"]:
        until = request.today + timedelta(days=asked["days"])
        actions.put_off(sign=sign, until=until, by=user, now=request.now)
        messages.success(request, f"“{sign.sentence}” comes back on {until:%A %-d %B}.")
    else:
        actions.bring_back(sign=sign, by=user, now=request.now)
        messages.success(request, f"“{sign.sentence}” is back.")
    return redirect(asked["page"])


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


def portfolio(user, now):
    """The partnerships in trouble first, the longest first, then others by name; each with the marks of its members
    that are not resting."""
    shown = _in_trouble_first(user=user)
    asked = Membership.objects.filter(partnership__in=shown).current().going_on()
    marks = Counter((one.partnership_id, one.status_on(now)) for one in asked.only("partnership", *STANDING))
    return [
        {
            "partnership": partnership,
            "status": partnership.status,
            "marks": [(s, n) for s in Status if (n := marks[partnership.pk, s])],
        }
        for partnership in shown
    ]


def counts_by_status(user):
    """How many partnerships stand how."""
    counted = dict(_counted(user=user))
    return [(status, counted.get(status.value, 0)) for status in Status]


@written_once
def _in_trouble_first(user: User):
    trouble = [When(status=status, then=place) for place, status in enumerate([Status.STUCK, Status.WOBBLING])]
    longest = Case(When(status__in=[Status.STUCK, Status.WOBBLING], then="status_at"), output_field=DateTimeField())
    seen = Partnership.objects.visible_to(user).active().select_related("host")
    return seen.order_by(Case(*trouble, default=2), longest, "name", "pk")[:SHOWN]


@written_once
def _counted(user: User):
    seen = Partnership.objects.visible_to(user).active().order_by()
    return seen.values_list("status").annotate(number=Count("pk"))


@written_once
def _news(user: User):
    """The latest good news; what is published is published to everybody in the partnership."""
    published = Celebration.objects.published_in(Partnership.objects.visible_to(user).active())
    return published.select_related("partnership").order_by("-published_at", "-pk")[:3]
