from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from partnerships.models import Partnership, Update
from partnerships.permissions import can_lead
from partnerships.views.pages import page_of

from .. import board

ASKS = 20


def check_ins(request, partnership_id):
    """The board. A lead sees every organisation, a partner their own; ?round=2026-12-01 opens one round."""
    found = Partnership.objects.visible_to(request.user).select_related("rhythm")
    partnership = get_object_or_404(found, pk=partnership_id)
    today = timezone.localdate()
    asked = board.asked_of(partnership, request.user, today)
    page = page_of(
        request, asked.values_list("due_on", named=True).distinct(), ordering=("-due_on",), size=board.ROUNDS
    )
    by_day = board.rows_of(asked, [row.due_on for row in page], request.user, today)
    context = {
        "partnership": partnership,
        "tab": "Check-ins",
        "leads": can_lead(request.user, partnership),
        "today": today,
        "page": page,
        "picture": board.picture_of(by_day),
        "asks": _waiting_asks(request.user, partnership),
        **_rhythm_of(partnership, today),
    }
    return render(request, "communications/check_ins.html", context | _round_of(request, by_day, context))


def _round_of(request, by_day, context):
    """The round to show in full: the one asked for, or the latest."""
    if not by_day:
        return {"due_on": None, "rows": []}
    asked_for = request.GET.get("round", "")
    due_on = next((day for day in by_day if day.isoformat() == asked_for), max(by_day))
    rows = sorted(by_day[due_on], key=board.Row.sort_key)
    board.let_answer(rows, context["partnership"], request.user, context["leads"])
    if context["leads"]:
        board.name_whom_to_call(rows, request.user)
    return {"due_on": due_on, "rows": rows, "tally": board.tally(rows)}


def _rhythm_of(partnership, today):
    rhythm = getattr(partnership, "rhythm", None)
    if rhythm is None:
        return {"rhythm": None, "next_due_on": None}
    return {"rhythm": rhythm, "next_due_on": next(iter(rhythm.next_due_days(today + timedelta(days=1), count=1)), None)}


def _waiting_asks(user, partnership):
    asks = Update.objects.visible_to(user).filter(partnership=partnership).asking_for_help()
    return list(asks.select_related("membership__organisation", "by", "entered_by").order_by("submitted_at")[:ASKS])
