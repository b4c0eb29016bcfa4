from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.actions import seats
from ...membership.models import Partnership, Seat
from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import handovers
from ..forms import HandoverForm


def end_seat(request, seat_id):
    """Who takes over, and thanks. The last lead stays until somebody else leads."""
    seats_seen = Seat.objects.visible_to(request.user)
    seat = get_object_or_404(
        seats_seen.select_related("contact", "membership__partnership", "membership__organisation"), pk=seat_id
    )
    require(can_lead(request.user, seat.membership.partnership))
    form = HandoverForm(request.POST if request.method == "POST" else None, seat=seat, user=request.user)
    if request.method == "POST" and form.is_valid():
        heir, thanks = form.heir(), form.cleaned_data["thanks"]
        try:
            handovers.hand_over(seat=seat, successor=heir, thanks=thanks, by=request.user, now=request.now)
            then = f" {heir} takes over." if heir else ""
            messages.success(request, f"The seat of {seat.contact} has ended.{then}")
            partnership = seat.membership.partnership_id
            # Who gave up their own seat may have no business here any more.
            is_seen = Partnership.objects.visible_to(request.user).filter(pk=partnership).exists()
            return redirect("people", partnership) if is_seen else redirect("dashboard")
        except (seats.LastLead, seats.AlreadyEnded) as refusal:
            form.add_error(None, str(refusal))
    context = {
        "partnership": seat.membership.partnership,
        "tab": "People",
        "leads": True,
        "membership": seat.membership,
        "seat": seat,
        "form": form,
    }
    return render(request, "partnerships/endings/end_seat.html", context)
