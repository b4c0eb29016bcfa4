from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.permissions import can_lead
from ...pages.access import require
from .. import correcting
from ..actions import updates
from ..forms.reply import ReplyForm
from ..models import Update


def update(request, update_id):
    """What one organisation answered, and what we replied."""
    found = Update.objects.visible_to(request.user).with_words_around()
    return _page(request, get_object_or_404(found, pk=update_id))


def _page(request, update, status=200):
    values, leads = update.values.select_related("measure"), can_lead(request.user, update.partnership)
    context = {
        "partnership": update.partnership,
        "tab": "Check-ins",
        "leads": leads,
        "update": update,
        "can_correct": leads and update.entered_by_id is not None and correcting.is_open(update, request.now),
        "can_promise": update.membership.organisation_id != update.partnership.host_id,
        "values": [(value.measure.name, value.measure.in_unit(value.value)) for value in values],
    }
    return render(request, "partnerships/check_ins/update.html", context, status=status)


def reply_to_ask(request, update_id):
    """Our answer to what a partner asked for. A second one is a kind sentence."""
    found = Update.objects.visible_to(request.user).with_words_around()
    update = get_object_or_404(found, pk=update_id)
    require(can_lead(request.user, update.partnership))
    form = ReplyForm(request.POST or None)
    if not update.awaits_reply:
        return _came_late(request, update)
    if request.method == "POST" and form.is_valid():
        try:
            updates.reply_to_ask(update=update, reply=form.cleaned_data["reply"], by=request.user, now=request.now)
            messages.success(request, f"Your reply stands beside what {update.membership.organisation} asked for.")
        except updates.NothingToReplyTo:
            return _came_late(request, found.get(pk=update.pk))
        return redirect("update", update.pk)
    context = {"partnership": update.partnership, "tab": "Check-ins", "leads": True, "update": update, "form": form}
    return render(request, "partnerships/check_ins/reply_to_ask.html", context)


def _came_late(request, update):
    """What the other one replied, beside what this one typed; who sent theirs twice is on its page."""
    is_theirs = update.ask_answered_by == request.user and update.ask_reply == request.POST.get("reply")
    if is_theirs:
        return redirect("update", update.pk)
    if request.method != "POST":
        messages.info(request, "There is nothing to reply to any more.")
        return redirect("update", update.pk)
    messages.info(request, "Somebody replied a moment ago. Yours was not sent.")
    return _page(request, update, status=409)
