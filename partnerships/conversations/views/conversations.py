"""First conversations, as leads keep them and both sides read them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ...agreements.actions import versions
from ...directory.models import Contact
from ...membership.models import Membership, Partnership, Seat
from ...membership.permissions import can_lead, can_see_fit, seats_to_answer
from ...pages.access import require
from .. import side_by_side
from ..actions import conversations as acts
from ..forms.conversations import AskForm, ConversationForm, SideForm, UseLineForm
from ..models import Conversation, ConversationLine, FitReview

TAB = "Conversations"


def conversations(request, partnership_id):
    """Every organisation with where its first conversation stands; a partner finds their own."""
    partnership = get_object_or_404(
        Partnership.objects.visible_to(request.user).select_related("host"), pk=partnership_id
    )
    leads = can_lead(request.user, partnership)
    seen = Conversation.objects.visible_to(request.user).with_common().prefetch_related("asks__contact")
    begun = {row.membership_id: row for row in seen.filter(membership__partnership=partnership)}
    found = partnership.memberships.exclude(organisation=partnership.host_id).select_related("organisation")
    rows = [(m, begun.get(m.pk)) for m in found if m.pk in begun or (leads and not m.is_gone)]
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": leads,
        "begun": [row for row in rows if row[1]],
        "own": set(Seat.objects.current().of_user(request.user).values_list("membership", flat=True)),
        "to_begin": [membership for membership, conversation in rows if not conversation],
    }
    return render(request, "partnerships/conversations/conversations.html", context)


def first_conversation(request, membership_id):
    """Begins the conversation with an organisation, or leads to the one there is."""
    found = Membership.objects.visible_to(request.user).select_related("partnership__host", "organisation")
    membership = get_object_or_404(found, pk=membership_id)
    require(can_lead(request.user, membership.partnership))
    if hasattr(membership, "conversation"):
        return redirect("conversation", membership.conversation.pk)
    form = ConversationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = acts.begin(membership=membership, **form.cleaned_data, by=request.user, now=request.now)
            return redirect("ask-for-their-side" if "ask" in request.POST else "write-our-side", begun.pk)
        except acts.AlreadyBegun as refusal:
            messages.info(request, str(refusal))
            return redirect("conversation", refusal.conversation.pk)
        except acts.WithYourselves as refusal:
            form.add_error(None, str(refusal))
    context = {"partnership": membership.partnership, "tab": TAB, "leads": True, "membership": membership, "form": form}
    return render(request, "partnerships/conversations/first_conversation.html", context)


def conversation(request, conversation_id):
    """Both sides next to each other, what is marked as common, and what became of it."""
    conversation = _fetch(request, conversation_id)
    partnership, user = conversation.partnership, request.user
    lines = ConversationLine.objects.visible_to(user).filter(conversation=conversation).with_outcome()
    leads = can_lead(user, partnership)
    sees_fit = can_see_fit(user, conversation.membership)
    rows = side_by_side.side_by_side(conversation, lines)
    context = {
        "leads": leads,
        "rows": [row for row in rows if row.says_something],
        "unsaid": [row.heading for row in rows if not row.says_something],
        "common": sum(line.is_common for line in lines),
        "asks": conversation.asks.select_related("contact"),
        "waits_for_both": not (leads or conversation.both_wrote),
        "sees_drafts": leads or user.role == user.Role.VIEWER,
        "writes": not leads and seats_to_answer(conversation).of_user(user).exists(),
        "sees_fit": sees_fit,
        "fit_count": FitReview.objects.count_of(conversation.membership) if sees_fit else 0,
    }
    return _render(request, "conversation", conversation, **context)


def edit_conversation(request, conversation_id):
    """When it was and who was there."""
    conversation = _led(request, conversation_id)
    form = ConversationForm(request.POST or None, instance=conversation)
    if request.method == "POST" and form.is_valid():
        acts.change(conversation=conversation, by=request.user, now=request.now)
        messages.success(request, "Saved.")
        return redirect("conversation", conversation.pk)
    return _render(request, "edit_conversation", conversation, form=form)


def write_our_side(request, conversation_id):
    """The host's side, saved as it is."""
    conversation = _led(request, conversation_id)
    if request.method != "POST" and not conversation.is_open:
        messages.info(request, "This conversation is closed. Open it again to write in it.")
        return redirect("conversation", conversation.pk)
    form = SideForm(request.POST or None, conversation=conversation, side=Conversation.Side.OURS)
    if request.method == "POST" and form.is_valid():
        try:
            acts.write(
                conversation=conversation, side=form.side, words=form.words, seen=form.cleaned_data["seen"],
                by=request.user, now=request.now,
            )  # fmt: skip
            messages.success(request, "Your side is saved.")
            return redirect("conversation", conversation.pk)
        except acts.WrittenMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.catch_up()
        except acts.Closed as refusal:
            form.add_error(None, str(refusal))
    return _render(request, "write_side", conversation, form=form)


def ask_for_their_side(request, conversation_id):
    """Who of the partner gets a mail with a link to the form."""
    conversation = _led(request, conversation_id)
    seated = Contact.objects.visible_to(request.user).filter(pk__in=seats_to_answer(conversation).values("contact"))
    form = AskForm(request.POST or None, contacts=seated)
    if request.method == "POST" and form.is_valid():
        try:
            asked = acts.ask(
                conversation=conversation, contacts=form.cleaned_data["contacts"], by=request.user, now=request.now
            )
            names = " and ".join([", ".join(map(str, asked[:-1])), str(asked[-1])] if asked[1:] else [str(asked[0])])
            messages.success(request, f"{names}: asked. You hear as soon as they have written.")
            return redirect("conversation", conversation.pk)
        except (acts.NobodyToAsk, acts.Closed) as refusal:
            form.add_error(None, str(refusal))
    return _render(request, "ask_for_their_side", conversation, form=form, anybody=seated.exists())


def close_conversation(request, conversation_id):
    """Asks first; it can be opened again."""
    conversation = _led(request, conversation_id)
    if request.method != "POST":
        return _render(request, "close_conversation", conversation)
    try:
        acts.close(conversation=conversation, by=request.user, now=request.now)
        messages.success(request, "The conversation is closed. You can open it again.")
    except acts.Closed:
        messages.info(request, "It was closed already.")
    return redirect("conversation", conversation.pk)


@require_POST
def reopen_conversation(request, conversation_id):
    conversation = _led(request, conversation_id)
    acts.reopen(conversation=conversation, by=request.user, now=request.now)
    messages.success(request, "The conversation is open again. The links in the mails work as before.")
    return redirect("conversation", conversation.pk)


@require_POST
def mark_line(request, line_id):
    """A common interest, or not: the button says which it means."""
    line = _line(request, line_id)
    acts.mark(line=line, is_common="common" in request.POST, by=request.user, now=request.now)
    return _back_to(line)


@require_POST
def use_line(request, line_id):
    """A common interest goes into the agreement's draft: from the conversation's page, or beside the section that is
    being written, whose text comes along."""
    line = _line(request, line_id)
    form = UseLineForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose the vision or the goals.")
        return _back_to(line)
    section, typed = form.cleaned_data["section"], "text" in request.POST
    text = form.cleaned_data["text"] if typed else None
    try:
        version = acts.add_to_agreement(line=line, section=section, text=text, by=request.user, now=request.now)
    except (acts.NotCommon, acts.TextIsFixed, versions.StaleVersion) as refusal:
        messages.error(request, str(refusal))
        return _back_to(line)
    messages.success(request, f"Added to “{version.SECTIONS[section]}” of version {version.number}, a draft.")
    return redirect("write-section", version.pk, section) if typed else _back_to(line)


def _line(request, line_id):
    found = ConversationLine.objects.visible_to(request.user).select_related(
        "conversation__membership__partnership", "conversation__membership__organisation"
    )
    line = get_object_or_404(found, pk=line_id)
    require(can_lead(request.user, line.conversation.partnership))
    return line


def _back_to(line):
    """The same place of the page: whoever marks ten lines does not scroll ten times."""
    address = redirect("conversation", line.conversation_id)
    address["Location"] += f"#line-{line.pk}"
    return address


def _fetch(request, conversation_id):
    found = Conversation.objects.visible_to(request.user).with_both()
    return get_object_or_404(found, pk=conversation_id)


def _led(request, conversation_id):
    conversation = _fetch(request, conversation_id)
    require(can_lead(request.user, conversation.partnership))
    return conversation


def _render(request, page, conversation, **more):
    context = {"partnership": conversation.partnership, "tab": TAB, "leads": True, "conversation": conversation}
    return render(request, f"partnerships/conversations/{page}.html", context | more)
