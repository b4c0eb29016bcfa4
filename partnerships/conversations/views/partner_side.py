"""The partner's side of a first conversation: by a link from a mail, signed in, or written down by a lead."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from .. import side_by_side
from ..actions import conversations as acts
from ..forms.conversations import SideForm
from ..models import Conversation


@login_not_required
@never_cache
def write_their_side(request, conversation_id):
    """The form, as often as they like until the conversation is closed."""
    conversation, writer = side_by_side.find(request, conversation_id)
    form = SideForm(request.POST or None, conversation=conversation, side=Conversation.Side.THEIRS)
    if not (conversation.is_open and writer.is_seated):
        return _closed(request, conversation, writer, form)
    if request.method == "POST" and form.is_valid():
        try:
            _write(
                conversation, writer, form, now=request.now, is_done=writer.lead is not None or "send" in request.POST
            )
            return _after(request, conversation, writer)
        except acts.WrittenMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.catch_up()
        except acts.Closed:
            return _closed(request, conversation, writer, form)
    page = "write_side" if writer.lead else "write_their_side"
    return _render(request, page, conversation, writer, form=form)


@login_not_required
@never_cache
def written_their_side(request, conversation_id):
    """Thank you: what comes next, and both sides once both are written."""
    conversation, writer = side_by_side.find(request, conversation_id)
    if conversation.theirs_at is None:
        return redirect("write-their-side", conversation.pk)
    return _render(request, "written_their_side", conversation, writer)


def _write(conversation, writer, form, *, now, is_done):
    acts.write(
        conversation=conversation, side=form.side, words=form.words, seen=form.cleaned_data["seen"], by=writer.by,
        now=now, is_done=is_done,
    )  # fmt: skip


def _after(request, conversation, writer):
    """A lead back to both sides; a partner to the thank-you page, or to the form they will come back to."""
    if writer.lead:
        messages.success(request, f"{conversation.partner}’s side is saved.")
        return redirect("conversation", conversation.pk)
    if "send" in request.POST:
        return HttpResponseRedirect(reverse("written-their-side", args=[conversation.pk]), status=303)
    messages.success(request, "Saved. Come back when you like: the link in your mail opens this page again.")
    return HttpResponseRedirect(reverse("write-their-side", args=[conversation.pk]), status=303)


def _closed(request, conversation, writer, form):
    """A kind sentence instead of the form, with what was typed when it came too late, and what was written before."""
    posted = request.method == "POST"
    return _render(
        request, "closed_conversation", conversation, writer, typed=form.typed if posted else [],
        status=409 if posted else 200,
    )  # fmt: skip


def _render(request, page, conversation, writer, status=200, **more):
    context = {
        "conversation": conversation,
        "writer": writer,
        "partnership": conversation.partnership,
        "tab": "Conversations",
        "leads": writer.lead is not None,
        "lead": side_by_side.lead_of(conversation),
        **more,
    }
    if page in ("written_their_side", "closed_conversation"):
        lines = side_by_side.readable_by_partner(conversation) if writer.is_seated else []
        context["rows"] = [row for row in side_by_side.side_by_side(conversation, lines) if row.says_something]
    return render(request, f"partnerships/conversations/{page}.html", context, status=status)
