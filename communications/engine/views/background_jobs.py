"""Background jobs, in Django admin: what runs, what waits, and what needs a person."""

from django.contrib import admin, messages
from django.db.models import Count
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime

from partnerships.pages.access import require
from partnerships.pages.queries import number_in

from .. import actions as deliveries
from .. import health, relay
from ..models import Delivery, Stumble

SHOWN = 50
COUNTED = 10_000
State = Delivery.State


def background_jobs(request):
    """The page, and by POST what its buttons ask for."""
    require(request.user.is_administrator)
    if request.method == "POST":
        return _act(request)
    now = request.now
    context = {
        **admin.site.each_context(request),
        "title": "Background jobs",
        "now": now,
        "parts": list(health.standings(now)),
        "counts": _counts(request.user, now),
        "troubles": [_trouble(request.user, state) for state in Delivery.NEEDS_A_PERSON],
        "discarded": _discarded(request.user, now),
        "stumbles": Stumble.objects.select_related("event__partnership")[:SHOWN],
    }
    return render(request, "admin/background_jobs.html", context)


def _counts(user, now):
    """How many of what, counted only so far that the page stays quick."""
    seen = Delivery.objects.visible_to(user)
    rows = {
        "due now": seen.due_by(now),
        "waiting for their time": seen.waiting().filter(not_before__gt=now),
        "being sent": seen.filter(lease_until__isnull=False),
    }
    counts = {what: found.order_by()[: COUNTED + 1].count() for what, found in rows.items()}
    return {what: f"{COUNTED:,} or more" if n > COUNTED else f"{n:,}" for what, n in counts.items()}


def _trouble(user, state):
    """One kind of message that needs a person, with the newest of them."""
    rows = Delivery.objects.visible_to(user).filter(state=state).select_related("contact", "partnership")
    found = list(rows.defer("mail_text", "mail_html")[: SHOWN + 1])
    return {"state": State(state), "rows": found[:SHOWN], "has_more": len(found) > SHOWN}


def _discarded(user, now):
    """What was discarded at one moment, newest first: how many, by whom, and what they were."""
    seen = Delivery.objects.visible_to(user).discarded_since(now - deliveries.TAKEN_BACK_FOR).order_by("-ended_at")
    rows = seen.values("ended_at", "reason", "former_state").annotate(count=Count("pk"))[:SHOWN]
    return [row | {"was": State(row["former_state"]).label} for row in rows]


def _act(request):
    act = ACTS.get(request.POST.get("do"))
    if act is None or number_in(request.POST.get("id", "0")) is None:
        return HttpResponseBadRequest("This page does not know that button.")
    try:
        question = act(request)
    except deliveries.AlreadySettled as settled:
        messages.info(request, str(settled))
    else:
        if question is not None:
            return question
    return redirect(request.path)


def _chosen(request):
    """One message, or all of one state."""
    seen = Delivery.objects.visible_to(request.user)
    if "id" in request.POST:
        return seen.filter(pk=int(request.POST["id"]))
    return seen.filter(state=request.POST.get("state", ""))


def _retry(request):
    count = deliveries.retry(deliveries=_chosen(request), by=request.user, now=request.now)
    messages.success(request, f"Will be sent again: {count}.")


def _discard(request):
    """Many at once are asked about first, and again when there are others than were counted."""
    chosen = _chosen(request)
    if "id" not in request.POST:
        kinds = list(chosen.needing_a_person().order_by().values("notice").annotate(count=Count("pk")))
        total = sum(kind["count"] for kind in kinds)
        if total and request.POST.get("counted") != str(total):
            return _ask_whether_to_discard(request, kinds, total)
    count = deliveries.discard(deliveries=chosen, by=request.user, now=request.now)
    messages.success(request, f"Discarded: {count}. Nobody will get them, unless you take it back within a day.")


def _ask_whether_to_discard(request, kinds, total):
    rows = sorted(((Delivery(notice=kind["notice"]).title, kind["count"]) for kind in kinds), key=lambda row: -row[1])
    context = {
        **admin.site.each_context(request),
        "title": "Discard all?",
        "kinds": rows,
        "total": total,
        "state": State(request.POST["state"]),
    }
    return render(request, "admin/discard_messages.html", context)


def _take_back(request):
    """What was discarded at one moment."""
    try:
        at = parse_datetime(request.POST.get("at", ""))
    except ValueError:  # it looks like a moment, and no calendar has it
        at = None
    chosen = Delivery.objects.visible_to(request.user).filter(ended_at=at)
    count = deliveries.take_back(deliveries=chosen, by=request.user, now=request.now)
    messages.success(request, f"Taken back: {count}. They wait for a person again.")


def _tell_again(request):
    relay.try_again(_stumble(request), now=request.now)
    messages.success(request, "Will be tried again within half a minute.")


def _give_up(request):
    relay.give_up(_stumble(request), now=request.now)
    messages.success(request, "Discarded. Nobody will hear of it.")


def _stumble(request):
    return get_object_or_404(Stumble, pk=int(request.POST.get("id", 0)))


ACTS = {
    "retry": _retry,
    "discard": _discard,
    "take-back": _take_back,
    "tell-again": _tell_again,
    "give-up": _give_up,
}
