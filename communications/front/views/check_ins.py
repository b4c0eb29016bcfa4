from datetime import timedelta

from django.shortcuts import render

from partnerships.membership.permissions import can_lead
from partnerships.models import Partnership, Update, User
from partnerships.pages.keyset import page_of
from partnerships.pages.prepared import one_of, written_once

from .. import check_in_board

ASKS = 20


def check_ins(request, partnership_id):
    """The board. A lead sees every organisation, a partner their own; ?round=2026-12-01 opens one round."""
    partnership = one_of(_partnership(user=request.user, partnership=partnership_id))
    today = request.today
    asked = check_in_board.asked_of(partnership, request.user, today)
    page = page_of(
        request, asked.values_list("due_on", named=True).distinct(), ordering=("-due_on",), size=check_in_board.ROUNDS
    )
    by_day = check_in_board.rows_of(partnership, [row.due_on for row in page], request.user, today)
    context = {
        "partnership": partnership,
        "tab": "Check-ins",
        "leads": can_lead(request.user, partnership),
        "today": today,
        "page": page,
        "picture": check_in_board.picture_of(by_day),
        "asks": _waiting_asks(user=request.user, partnership=partnership),
        **_rhythm_of(partnership, today),
    }
    return render(request, "communications/front/check_ins.html", context | _round_of(request, by_day, context))


def _round_of(request, by_day, context):
    """The round to show in full: the one asked for, or the latest."""
    if not by_day:
        return {"due_on": None, "rows": []}
    asked_for = request.asked.text("round")
    due_on = next((day for day in by_day if day.isoformat() == asked_for), max(by_day))
    rows = sorted(by_day[due_on], key=check_in_board.Row.sort_key)
    check_in_board.let_answer(rows, context["partnership"], request.user, context["leads"])
    if context["leads"]:
        check_in_board.name_whom_to_call(rows, request.user)
    return {"due_on": due_on, "rows": rows, "tally": check_in_board.tally(rows)}


def _rhythm_of(partnership, today):
    rhythm = getattr(partnership, "rhythm", None)
    if rhythm is None:
        return {"rhythm": None, "next_due_on": None}
    return {"rhythm": rhythm, "next_due_on": next(iter(rhythm.next_due_days(today + timedelta(days=1), count=1)), None)}


@written_once
def _partnership(user: User, partnership: int):
    return Partnership.objects.visible_to(user).filter(pk=partnership).select_related("rhythm")


@written_once
def _waiting_asks(user: User, partnership: Partnership):
    asks = Update.objects.visible_to(user).filter(partnership=partnership).asking_for_help()
    return asks.select_related("membership__organisation", "by", "entered_by").order_by("submitted_at")[:ASKS]
