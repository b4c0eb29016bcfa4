"""First conversations: both sides in their own words, what both share, and what becomes of it."""

from datetime import timedelta
from difflib import SequenceMatcher

from django.db import IntegrityError, transaction
from django.db.models import F

from ... import events
from ...agreements.actions import versions
from ...agreements.models import AgreementVersion
from ...directory.models import Contact
from ...events import history
from ...links import links
from ...links.models import ActionLink
from ..models import Conversation, ConversationAsk, ConversationLine

# A line that is this much like an old one is the old one, corrected: it keeps its mark.
ALIKE = 0.6
# How long the links of a closed conversation still show what was written.
READABLE = timedelta(days=90)
Side = Conversation.Side


class WithYourselves(Exception):
    """The host needs no first conversation with itself."""


class AlreadyBegun(Exception):
    """There is one; `conversation` is its row."""

    def __init__(self, conversation):
        super().__init__(f"The conversation with {conversation.partner} has begun already. Here it is.")
        self.conversation = conversation


class Closed(Exception):
    """Nobody writes in it any more."""


class WrittenMeanwhile(Exception):
    """Somebody else wrote on this side since the page was opened."""


class NobodyToAsk(Exception):
    """None of those chosen can be asked by mail."""


class NotCommon(Exception):
    """Only what both sides share becomes a draft."""


class TextIsFixed(Exception):
    """The agreement has no draft to write into."""


@history.verb
def begin(*, membership, held_on, people_there, by, now):
    """Open the conversation with an organisation. Raises AlreadyBegun or WithYourselves."""
    if membership.is_host:
        raise WithYourselves(f"{membership.organisation} hosts the partnership. Talk with the others.")
    try:
        with transaction.atomic():
            return Conversation.objects.create(
                membership=membership, held_on=held_on, people_there=people_there, begun_by=by, begun_at=now
            )
    except IntegrityError:
        raise AlreadyBegun(Conversation.objects.with_both().get(membership=membership)) from None


@history.verb
def write(*, conversation, side, words, seen, by, now, is_done=True):
    """Put down one side: `words` is {prompt: [line, …]}, `seen` the digest of what the page showed.

    A line that stays keeps its mark. Until a partner `is_done`, the other side is not shown to them. Raises Closed or
    WrittenMeanwhile.
    """
    hold(conversation)
    if seen != conversation.seen(side):
        raise WrittenMeanwhile(
            "Somebody wrote here after you opened the page. Under each question you see what is saved now. Put both "
            "together in your box and save again."
        )
    changed = any([_rewrite(conversation, side, prompt, words.get(prompt, [])) for prompt in ConversationLine.Prompt])
    name = f"{side}_at"
    was_done = getattr(conversation, name) is not None
    says_something = any(words.values())
    setattr(conversation, name, now if says_something and (is_done or was_done) else None)
    conversation.save()
    if isinstance(by, Contact) and is_done and says_something and (changed or not was_done):
        _record(events.Kind.CONVERSATION_WRITTEN, conversation, by, now)
    return conversation


@history.verb
def ask(*, conversation, contacts, by, now):
    """Ask these people of the partner to write their side, each by a link of their own. Asking again sends it again.

    Raises Closed or NobodyToAsk.
    """
    hold(conversation)
    reachable = [contact for contact in contacts if contact.is_reachable_by_mail]
    if not reachable:
        raise NobodyToAsk("Choose somebody who has an e-mail address.")
    for contact in reachable:
        row, is_new = ConversationAsk.objects.get_or_create(
            conversation=conversation, contact=contact, defaults={"asked_at": now, "asked_by": by}
        )
        if not is_new:
            row.asked_at, row.asked_by = now, by
            row.save()
        links.make(ActionLink.Purpose.CONVERSE, contact=contact, target_id=conversation.pk)
    _record(events.Kind.CONVERSATION_ASKED, conversation, by, now)
    return reachable


@history.verb
def close(*, conversation, by, now):
    """Nobody writes any more; for a while the links still show both sides. Raises Closed when it was."""
    hold(conversation)
    conversation.state = Conversation.State.CLOSED
    conversation.save()
    links.end_at(ActionLink.Purpose.CONVERSE, [conversation.pk], now + READABLE)
    return conversation


@history.verb
def reopen(*, conversation, by, now):
    """Let both sides write again, with the same links. Doing it twice changes nothing."""
    closed = Conversation.objects.filter(state=Conversation.State.CLOSED)
    if history.change_once(closed, conversation, state=Conversation.State.OPEN):
        links.end_at(ActionLink.Purpose.CONVERSE, [conversation.pk], None)
    return conversation


@history.verb
def mark(*, line, is_common, by, now):
    """Mark a line as a common interest, or take the mark away. Two who press at once mean the same."""
    if line.is_common != is_common:
        line.is_common = is_common
        line.save(update_fields=["is_common"])
    return line


@history.verb
def add_to_agreement(*, line, section, by, now, text=None):
    """Append a common interest to a section of the agreement's draft, and return the version. Without any agreement
    a draft is begun.

    `text` is the section as somebody has just typed it, when it is not saved yet. Raises NotCommon, TextIsFixed or
    agreements.StaleVersion.
    """
    if not line.is_common:
        raise NotCommon("Mark the line as a common interest first.")
    version = _draft(line.conversation.partnership, by, now)
    versions.hold(version, AgreementVersion.State.DRAFT)
    so_far = (getattr(version, section) if text is None else text).rstrip()
    if line.words.casefold() not in so_far.casefold():
        so_far = f"{so_far}\n{line.words}".strip()
    versions.write(version=version, values={section: so_far}, by=by, now=now)
    line.became_version, line.became_section = version, section
    line.save()
    return version


@history.verb
def change(*, conversation, by, now):
    """Save when a conversation was and who was there, and return it."""
    conversation.save()
    return conversation


@history.verb
def note_objective(*, line, objective, by, now):
    """Remember which objective a line became."""
    line.became_objective = objective
    line.save(update_fields=["became_objective"])
    return line


def hold(conversation):
    """Make others who write wait until we are done, and read the row afresh. Raises Closed."""
    held = Conversation.objects.filter(pk=conversation.pk, state=Conversation.State.OPEN).update(state=F("state"))
    conversation.refresh_from_db(fields=["state", "held_on", "people_there", "ours_at", "theirs_at"])
    if not held:
        raise Closed("This conversation is closed. Nothing was changed.")


def _rewrite(conversation, side, prompt, words):
    """Whether anything was changed."""
    old = list(conversation.lines.filter(side=side, prompt=prompt))
    kept = _kept(old, words)
    changed = False
    for gone in set(old) - set(kept.values()):
        gone.delete()
        changed = True
    for position, said in enumerate(words):
        line = kept.get(position) or ConversationLine(conversation=conversation, side=side, prompt=prompt)
        if line.pk is None or (line.words, line.position) != (said, position):
            line.words, line.position = said, position
            line.save()
            changed = True
    return changed


def _kept(old, words):
    """{position: the row that said the same, or nearly the same}."""
    kept, free = {}, list(old)
    for least in (1, ALIKE):
        for position, said in enumerate(words):
            best = max(free, key=lambda line: _alike(line.words, said), default=None)
            if position not in kept and best is not None and _alike(best.words, said) >= least:
                kept[position] = best
                free.remove(best)
    return kept


def _alike(one, other):
    if one == other:
        return 1.01
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0


def _draft(partnership, by, now):
    """The open draft of the partnership's agreement, begun on first need."""
    latest = AgreementVersion.objects.of_partnership(partnership).first()
    if latest is None:
        try:
            return versions.begin(partnership=partnership, by=by, now=now)
        except versions.AlreadyOpen:
            latest = AgreementVersion.objects.of_partnership(partnership).first()
    if not latest.is_draft:
        raise TextIsFixed(
            f"Version {latest.number} of the agreement has been shared, so its text is fixed. Press “Change the "
            "agreement” on the agreement’s page; then you can add this to the next version."
        )
    return latest


def _record(kind, conversation, by, now):
    events.record(
        kind,
        now=now,
        by=by,
        partnership=conversation.partnership,
        subject=conversation,
        organisation=conversation.partner.name,
    )
