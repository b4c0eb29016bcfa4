"""Proposing a change to those who may make it, and their yes or no."""

from datetime import date

from django.core.exceptions import ValidationError

from .. import events
from ..directory.actions import organisations
from ..directory.models import Contact
from ..events import history
from ..membership.actions import contacts
from ..membership.permissions import can_give_address
from .models import Proposal, partnerships_of
from .permissions import leads_who_may_decide

State = Proposal.State
_makers = {}


class NotOpen(Exception):
    """Somebody decided it, or took it back."""


class CannotMake(Exception):
    """What it is about has changed since, or cannot be changed so."""


def makes(kind):
    """Have `maker(proposal, by=…, now=…)` make what a proposal of this kind proposes. Use as a decorator."""

    def register(maker):
        _makers[kind] = maker
        return maker

    return register


def guarded_changes(subject):
    """{field: [what it is, what was typed]} of the guarded fields in which this unsaved subject differs from its row;
    in the subject itself they are set back."""
    row, changes = type(subject).objects.get(pk=subject.pk), {}
    for name in Proposal.GUARDED[type(subject)]:
        was, typed = getattr(row, name), getattr(subject, name)
        if was != typed:
            changes[name] = [_written(was), _written(typed)]
            setattr(subject, name, was)
    return changes


def _written(value):
    return value.isoformat() if isinstance(value, date) else value


@history.verb
def propose(*, subject, changes, why, by, now, other=None, seen=""):
    """Write down what somebody would change, or with `other` merge, and tell those who may say yes. It takes the place
    of an earlier open proposal of theirs about the same, and of changes that one would make too."""
    about = {subject._meta.model_name: subject}
    mine = Proposal.objects.open().filter(proposed_by=by, **about)
    for before in mine.filter(kind=Proposal.Kind.CHANGE) if other is None else ():
        changes = before.changes | changes
    mine.update(state=State.WITHDRAWN)
    proposal = Proposal(
        kind=Proposal.Kind.MERGE if other else Proposal.Kind.CHANGE,
        other_id=other.pk if other else None,
        changes=changes,
        seen=seen,
        why=why,
        proposed_by=by,
        proposed_at=now,
        **about,
    )
    proposal.save()
    # Where no lead may decide alone, administrators hear of it, who belong to no partnership.
    beyond = [] if leads_who_may_decide(proposal) else [None]
    for partnership in [*partnerships_of(subject, other), *beyond]:
        events.record(
            events.Kind.PROPOSAL_MADE, now=now, by=by, partnership=partnership, subject=proposal, about=subject.name
        )
    return proposal


@history.verb
def accept(*, proposal, by, now):
    """Say yes, once, and make the change. Raises NotOpen, CannotMake, or what the change itself refuses."""
    _decide(proposal, State.ACCEPTED, "", by, now)
    _makers[proposal.kind](proposal, by=by, now=now)
    return proposal


@history.verb
def decline(*, proposal, answer, by, now):
    """Say no, once, perhaps with a word why. Raises NotOpen."""
    return _decide(proposal, State.DECLINED, answer, by, now)


@history.verb
def withdraw(*, proposal, by, now):
    """Take it back while nobody has decided. Raises NotOpen."""
    if not Proposal.objects.open().filter(pk=proposal.pk).update(state=State.WITHDRAWN):
        raise NotOpen(_why_not(proposal))
    proposal.refresh_from_db()
    return proposal


@history.verb
def let_lapse(*, subject, by, now):
    """Two that became one need no merge any more: take back what was proposed of it."""
    about = {subject._meta.model_name: subject}
    for proposal in Proposal.objects.open().filter(kind=Proposal.Kind.MERGE, **about):
        if proposal.other in (None, subject):
            Proposal.objects.filter(pk=proposal.pk).update(state=State.WITHDRAWN)


def _decide(proposal, state, answer, by, now):
    claimed = Proposal.objects.open().filter(pk=proposal.pk)
    if not claimed.update(state=state, answer=answer, decided_by=by, decided_at=now):
        raise NotOpen(_why_not(proposal))
    proposal.refresh_from_db()
    decided = proposal.get_state_display().lower()
    events.record(
        events.Kind.PROPOSAL_DECIDED, now=now, by=by, subject=proposal, about=proposal.subject.name, decided=decided
    )
    return proposal


def _why_not(proposal):
    proposal.refresh_from_db()
    return f"This was decided a moment ago: {proposal.get_state_display().lower()}."


@makes(Proposal.Kind.CHANGE)
def _change(proposal, *, by, now):
    subject = type(proposal.subject).objects.select_for_update().get(pk=proposal.subject.pk)
    for name, (was, wanted) in proposal.changes.items():
        if _written(getattr(subject, name)) != was:
            raise CannotMake("Somebody changed this since it was proposed. Look at it as it is now.")
        setattr(subject, name, subject._meta.get_field(name).to_python(wanted))
    if (
        "email" in proposal.changes
        and isinstance(subject, Contact)
        and not can_give_address(by, subject, subject.email)
    ):
        raise CannotMake("Somebody else has this address by now. Decline it, or merge the two if they are one person.")
    try:
        subject.clean_fields()
        subject.validate_constraints()
    except ValidationError as error:
        raise CannotMake(" ".join(error.messages)) from None
    if isinstance(subject, Contact):
        contacts.change(contact=subject, by=by, now=now)
    else:
        organisations.correct(organisation=subject, by=by, now=now)
