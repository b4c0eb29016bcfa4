"""What comes next: one clear step for a lead, three things for a partner."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from partnerships.models import AgreementVersion

from .overview import Overview

AT_MOST = 3


@dataclass(frozen=True)
class Step:
    """Something to do: what, why or when, and the button that goes there."""

    sentence: str
    why: str
    label: str
    url: str
    on: date | None = None
    day_is: str = "Due"
    is_late: bool = False


# --- For a lead: the first of these that applies ------------------------------------------------------------


def for_lead(overview: Overview):
    """The one step that leads on, or None while the partnership rests."""
    if not overview.partnership.is_active:
        return None
    return next(step for look in LADDER if (step := look(overview)))


def _invite(o):
    if len(o.organisations) < 2:
        return _step(o, "Add the organisations who should be here", "A partnership needs partners.", "Add", "people")
    return None


def _agree(o):
    if not o.versions:
        why = "A shared vision, who does what, and what each promises: section by section, with guidance."
        return _step(o, "Write the agreement together", why, "Write the agreement", "agreement")
    if o.turn and o.turn.questions:
        why = "They can accept as soon as they have the answer."
        return _step(o, o.turn.sentence(), why, "See the question", "agreement-questions")
    if o.turn:
        why = "They have the link by mail. A call helps."
        return _step(o, o.turn.sentence(), why, "See the agreement", "agreement")
    if not o.in_force and not o.shared and AgreementVersion.State.DRAFT not in o.versions:
        why = "The last one has ended. A copy of it is a good start."
        return _step(o, "Write the next version of the agreement", why, "See the agreement", "agreement")
    if not o.in_force and not o.shared:
        return _step(
            o,
            "Share the draft of the agreement",
            "Your partners have not seen it yet.",
            "Read and share it",
            "agreement",
        )
    return None


def _set_objective(o):
    if not o.objectives:
        why = "One sentence and one prompt for each letter of SMART."
        return _step(o, "Set the first objective", why, "Set an objective", "add-objective")
    bare = next((objective for objective in o.active_objectives if not objective.measures.all()), None)
    if bare:
        url = reverse("add-measure", args=[bare.pk])
        return Step("Say how you will know", f"Nothing is measured yet for: {bare}", "Add a measure", url)
    return None


def _plan(o):
    if not o.milestones and o.active_objectives:
        return _step(
            o,
            "Plan the next dated step",
            "A milestone has a day and somebody who sees to it.",
            "Add a milestone",
            "add-milestone",
        )
    if not o.rhythm:
        why = "Partners are asked by mail, on days you choose, and answer in a minute."
        return _step(o, "Choose how often to check in", why, "Set the rhythm", "set-rhythm")
    return None


def _tend(o):
    late = next((milestone for milestone, slug, _ in o.milestones if slug == "late"), None)
    if late:
        url = reverse("reach-milestone", args=[late.pk])
        return Step(f"“{late}” was due {late.due_on:%-d %B}", "Reached, or is there a new day?", "Mark it reached", url)
    if o.partnership.has_drafts:
        return _step(
            o, "Good news waits for you", "A draft names who made it happen.", "Read and publish", "celebrations"
        )
    if o.late_check_ins:
        count = f"{o.late_check_ins} check-in{'' if o.late_check_ins == 1 else 's'} late"
        return _step(o, count, "Reminders have gone out; a call works better.", "See whom to call", "check-ins")
    return None


def _evaluate(o):
    if not o.partnership.has_rounds:
        why = "A short round for partners, and an open link for the people you serve."
        return _step(o, "Ask how it feels", why, "Plan a feedback round", "rounds")
    return _step(o, "All is in place", "Look how it goes, and thank somebody.", "See the check-ins", "check-ins")


LADDER = [_invite, _agree, _set_objective, _plan, _tend, _evaluate]


def _step(overview, sentence, why, label, page):
    return Step(sentence, why, label, reverse(page, args=[overview.partnership.pk]))


# --- For a partner ------------------------------------------------------------


def for_partner(overview: Overview):
    """Their next three things, the longest due first: answers, acceptances, milestones, promises. None while the
    partnership rests or when it has ended."""
    if not overview.partnership.is_active:
        return []
    found = [*_answers(overview), *_acceptances(overview), *_milestones(overview), *_promises(overview)]
    return sorted(found, key=lambda step: step.on or date.max)[:AT_MOST]


def _answers(o):
    acting = {membership.pk for membership in o.organisations if membership.may_act}
    for check_in in o.check_ins:
        if check_in.membership_id in acting:
            url = reverse("answer-check-in", args=[check_in.pk])
            late = check_in.is_overdue(o.today)
            yield Step("Answer the check-in", "It takes a minute.", "Answer", url, check_in.due_on, is_late=late)


def _acceptances(o):
    for membership in o.turn.accepting if o.turn else []:
        if membership.pk in o.turn.mine:
            url = reverse("accept-agreement", args=[o.shared.pk])
            why = f"It waits for {membership.organisation}."
            since = timezone.localdate(o.shared.shared_at) if o.shared.shared_at else o.today
            yield Step("Read and accept the agreement", why, "Read it", url, since, "Shared")


def _milestones(o):
    url = reverse("timeline", args=[o.partnership.pk])
    for milestone, slug, _ in o.milestones:
        if milestone.owner_id in o.mine:
            yield Step(
                str(milestone),
                "A milestone you see to.",
                "See the timeline",
                url,
                milestone.due_on,
                is_late=slug == "late",
            )


def _promises(o):
    url = reverse("promises", args=[o.partnership.pk])
    for promise in o.promises:
        if promise.from_membership_id in o.mine:
            to = promise.to_membership.organisation if promise.to_membership else "everybody"
            yield Step(
                promise.what,
                f"You promised it to {to}.",
                "See the promises",
                url,
                promise.due_on,
                is_late=promise.is_late,
            )
