"""Who writes in a first conversation, and the two sides as a page shows them."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from ..check_ins.facts import FOR_THEM, Answerer
from ..links import links
from ..links.models import ActionLink
from ..membership.permissions import can_lead, seats_to_answer
from ..pages.access import require
from .models import Conversation, ConversationLine

Prompt, Side = ConversationLine.Prompt, Conversation.Side


def find(request, conversation_id):
    """(conversation, who writes the partner's side). A stranger gets 404, who sees it and may not write 403."""
    link = None if FOR_THEM in request.asked else links.held_by(request, ActionLink.Purpose.CONVERSE, conversation_id)
    if link is not None:
        conversation = get_object_or_404(Conversation.objects.with_both(), pk=link.target_id)
        seated = seats_to_answer(conversation).filter(contact=link.contact).exists()
        return conversation, Answerer(link.contact, is_seated=seated)
    if not request.user.is_authenticated:
        raise Http404
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user).with_both(), pk=conversation_id)
    own = seats_to_answer(conversation).of_user(request.user).select_related("contact").first()
    if own is not None:
        return conversation, Answerer(own.contact)
    require(can_lead(request.user, conversation.partnership))
    return conversation, Answerer(lead=request.user)


@dataclass(frozen=True)
class Row:
    """One prompt with the lines of both sides."""

    prompt: str
    heading: str
    ours: list
    theirs: list

    @property
    def says_something(self):
        return bool(self.ours or self.theirs)


def side_by_side(conversation, lines):
    """The prompts in their order, each with the lines that the reader may see."""
    said = {}
    for line in sorted(lines, key=lambda line: (line.position, line.pk)):
        said.setdefault((line.prompt, line.side), []).append(line)
    headings = {
        Prompt.OF_HOST: f"Expected of {conversation.host}",
        Prompt.OF_PARTNER: f"Expected of {conversation.partner}",
    }
    return [
        Row(
            prompt.value,
            headings.get(prompt, prompt.label),
            said.get((prompt, Side.OURS), []),
            said.get((prompt, Side.THEIRS), []),
        )
        for prompt in Prompt
    ]


def readable_by_partner(conversation):
    """What the partner's own people may read: their side, and ours once both sides have written."""
    lines = conversation.lines.with_outcome()
    return lines if conversation.both_wrote else lines.filter(side=Side.THEIRS)


def lead_of(conversation):
    """The contact who leads the partnership, or None."""
    return links.lead_in([conversation.membership.partnership_id])
