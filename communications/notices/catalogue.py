"""What is said to whom: one row a notice. The words are templates/emails/<name>.subject.txt, .txt and .html.

A fact of events.Kind is told by a notice, answered by a reaction, or listed as silent. A reminder is told by no fact:
the planner makes it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from evaluation.models import Invitation
from evaluation.rounds import actions as rounds
from partnerships.agreements.changes import Difference
from partnerships.events import Kind
from partnerships.models import (
    ActionLink,
    AgreementQuestion,
    AgreementVersion,
    CheckIn,
    Contact,
    Conversation,
    DueDiligence,
    Ending,
    Handover,
    Milestone,
    Pause,
    Proposal,
    Seat,
    SignIn,
    Update,
    User,
)

from ..celebrations import actions as celebrations
from ..celebrations.models import Celebration, Contribution
from ..engine.models import Delivery
from ..preferences.models import Silence
from ..reminders import kinds, planner
from . import listeners, objections

Topic, Purpose = Silence.Topic, ActionLink.Purpose


@dataclass(frozen=True)
class Notice:
    """How one kind of message is told.

    `objection(delivery, now)` says why it no longer makes sense, or is empty. Without a topic it cannot be silenced.
    `why` is the line that tells people why they got it.
    """

    name: str
    topic: Topic | None
    why: str
    about: QuerySet
    objection: Callable[[Delivery, datetime], str]
    kind: Kind | None = None
    # Another fact that is told in the same words.
    also: Kind | None = None
    hears: Callable[..., Iterable[listeners.Listener]] | None = None
    lasts: timedelta | None = None
    # The form its link opens, or the page it leads to.
    opens: Purpose | None = None
    # The row that form is of, when it is another than the notice is about.
    opened: Callable = lambda about: about
    page: Callable[[Delivery], str] | None = None
    # What only this notice says of the row, {name in the template: what}.
    more_words: Callable = lambda about: {}
    # When nobody knows whether it went: send the same once more, or hold it for a person to decide.
    is_sent_again_when_uncertain: bool = True
    # Asks for something: waits while the partnership is paused, and for a working day; one a person and day.
    is_reminder: bool = False
    # Goes at once, at any hour, also to the person who did it.
    is_urgent: bool = False
    # Goes out although the partnership has ended by now.
    outlives_the_partnership: bool = False


def _of_an_account(name, kind):
    """What its owner must learn at once, also who did it: perhaps it was somebody else."""
    return Notice(
        name,
        None,
        "You get this because you sign in with this address.",
        User.objects.all(),
        objections.to_nothing,
        kind=kind,
        hears=listeners.whose_account_it_is,
        lasts=timedelta(days=7),
        page=lambda delivery: reverse("account"),
        is_urgent=True,
    )


FOR_ORGANISATION = "You get this because you have a seat for {organisation} in {partnership}."
THANKED = Contribution.objects.filter(is_named=True).select_related("organisation", "contact")
FOR_LEAD = "You get this because you lead {partnership}."

NOTICES = {
    notice.name: notice
    for notice in (
        Notice(
            kinds.CHECK_IN.notice,
            kinds.CHECK_IN.topic,
            FOR_ORGANISATION,
            CheckIn.objects.select_related("membership__organisation"),
            objections.to_reminding,
            opens=Purpose.ANSWER,
            is_reminder=True,
        ),
        Notice(
            kinds.AGREEMENT_REVIEW.notice,
            kinds.AGREEMENT_REVIEW.topic,
            "You get this because you lead {partnership}, or may decide there for {organisation}.",
            AgreementVersion.objects.select_related("agreement__partnership"),
            objections.to_reviewing,
            opens=Purpose.REVIEW,
            page=lambda delivery: reverse("decide-review", args=[delivery.about_id]),
            is_reminder=True,
        ),
        Notice(
            kinds.DUE_DILIGENCE.notice,
            kinds.DUE_DILIGENCE.topic,
            FOR_LEAD,
            DueDiligence.objects.select_related("organisation"),
            objections.to_telling_what_runs_out,
            page=lambda delivery: reverse("organisation", args=[delivery.about.organisation_id]),
            is_reminder=True,
        ),
        Notice(
            "conversation-invited",
            Topic.AGREEMENTS,
            FOR_ORGANISATION,
            Conversation.objects.with_both(),
            objections.to_asking_for_their_side,
            kind=Kind.CONVERSATION_ASKED,
            hears=listeners.who_was_asked_to_write,
            lasts=timedelta(days=30),
            opens=Purpose.CONVERSE,
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "conversation-written",
            Topic.NEWS,
            FOR_LEAD,
            Conversation.objects.with_both(),
            objections.to_telling_the_lead,
            kind=Kind.CONVERSATION_WRITTEN,
            hears=listeners.leads,
            lasts=timedelta(days=7),
            page=lambda delivery: reverse("conversation", args=[delivery.about.pk]),
        ),
        Notice(
            "agreement-shared",
            Topic.AGREEMENTS,
            "You get this because you may accept the agreement for {organisation}.",
            AgreementVersion.objects.select_related("shared_by").prefetch_related("acceptances"),
            objections.to_asking_for_acceptance,
            kind=Kind.AGREEMENT_SHARED,
            hears=listeners.may_accept,
            lasts=timedelta(days=30),
            opens=Purpose.ACCEPT,
            more_words=lambda version: {"changes": Difference.since_the_last(version)},
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "question-asked",
            Topic.AGREEMENTS,
            FOR_LEAD,
            AgreementQuestion.objects.with_people(),
            objections.to_asking_the_lead,
            kind=Kind.QUESTION_ASKED,
            hears=listeners.leads,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("answer-question", args=[delivery.about.pk]),
        ),
        Notice(
            "question-answered",
            Topic.AGREEMENTS,
            "You get this because you asked about the agreement of {partnership}.",
            AgreementQuestion.objects.with_people(),
            objections.to_telling_the_answer,
            kind=Kind.QUESTION_ANSWERED,
            hears=listeners.who_asked_about_the_agreement,
            lasts=timedelta(days=30),
            opens=Purpose.ACCEPT,
            opened=lambda question: question.version,
        ),
        Notice(
            "agreement-in-force",
            Topic.AGREEMENTS,
            FOR_ORGANISATION,
            AgreementVersion.objects.all(),
            objections.to_saying_it_is_in_force,
            kind=Kind.AGREEMENT_IN_FORCE,
            hears=listeners.everybody_taking_part,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("agreement", args=[delivery.partnership_id]),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "agreement-ended",
            Topic.AGREEMENTS,
            FOR_ORGANISATION,
            AgreementVersion.objects.all(),
            objections.to_saying_it_ended,
            kind=Kind.AGREEMENT_ENDED,
            hears=listeners.everybody_taking_part,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("agreement", args=[delivery.partnership_id]),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "celebration",
            Topic.CELEBRATIONS,
            FOR_ORGANISATION,
            Celebration.objects.prefetch_related(Prefetch("contributions", THANKED, "thanked")),
            objections.to_celebrating,
            kind=Kind.CELEBRATION_PUBLISHED,
            hears=listeners.everybody_taking_part,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("celebrations", args=[delivery.partnership_id]),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "feedback-invitation",
            Topic.FEEDBACK,
            FOR_ORGANISATION,
            Invitation.objects.select_related("round", "membership__organisation"),
            objections.to_inviting,
            kind=Kind.ROUND_OPENED,
            also=Kind.INVITATION_PASSED_ON,
            hears=listeners.who_is_invited,
            opens=Purpose.RESPOND,
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "update-submitted",
            Topic.NEWS,
            FOR_LEAD,
            Update.objects.select_related("by", "membership__organisation", "check_in"),
            objections.to_telling_the_lead,
            kind=Kind.UPDATE_SUBMITTED,
            also=Kind.UPDATE_CORRECTED,
            hears=listeners.leads,
            lasts=timedelta(days=7),
            page=lambda delivery: reverse("update", args=[delivery.about.pk]),
        ),
        Notice(
            "ask-answered",
            Topic.NEWS,
            "You get this because you asked for something in a check-in of {partnership}.",
            Update.objects.select_related("ask_answered_by", "membership__organisation"),
            objections.to_nothing,
            kind=Kind.ASK_ANSWERED,
            hears=listeners.who_asked_for_help,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("update", args=[delivery.about.pk]),
        ),
        Notice(
            "seat-taken",
            Topic.NEWS,
            FOR_ORGANISATION,
            Seat.objects.select_related("membership__organisation"),
            objections.to_welcoming,
            kind=Kind.SEAT_TAKEN,
            hears=listeners.who_was_seated,
            lasts=timedelta(days=30),
            page=lambda delivery: reverse("sign-in"),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "handover",
            Topic.NEWS,
            FOR_ORGANISATION,
            Handover.objects.select_related("seat__contact", "seat__membership__organisation", "successor__contact"),
            objections.to_introducing,
            kind=Kind.SEAT_HANDED_OVER,
            hears=listeners.everybody_in_touch,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("story-so-far", args=[delivery.partnership_id]),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "seat-thanks",
            Topic.NEWS,
            "You get this because you had a seat in {partnership}.",
            Handover.objects.select_related("seat__contact", "seat__membership__organisation"),
            objections.to_nothing,
            kind=Kind.SEAT_THANKED,
            hears=listeners.who_goes,
            lasts=timedelta(days=14),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "partnership-paused",
            Topic.NEWS,
            FOR_ORGANISATION,
            Pause.objects.select_related("partnership"),
            objections.to_saying_it_rests,
            kind=Kind.PARTNERSHIP_PAUSED,
            hears=listeners.everybody_in_touch,
            lasts=timedelta(days=7),
            page=lambda delivery: reverse("partnership", args=[delivery.partnership_id]),
            is_sent_again_when_uncertain=False,
        ),
        Notice(
            "partnership-ended",
            Topic.NEWS,
            FOR_ORGANISATION,
            Ending.objects.select_related("partnership"),
            objections.to_nothing,
            kind=Kind.PARTNERSHIP_ENDED,
            hears=listeners.everybody_in_touch,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("story-so-far", args=[delivery.partnership_id]),
            is_sent_again_when_uncertain=False,
            outlives_the_partnership=True,
        ),
        Notice(
            "address-changed",
            None,
            "You get this because an address that a person signs in with was changed.",
            Contact.objects.select_related("organisation", "user"),
            objections.to_telling_of_an_address,
            kind=Kind.CONTACT_MOVED,
            hears=listeners.the_old_address_and_the_leads,
            lasts=timedelta(days=14),
            page=lambda delivery: "" if delivery.former_address else reverse("edit-contact", args=[delivery.about.pk]),
        ),
        Notice(
            "proposal-made",
            Topic.NEWS,
            "You get this because you may say yes or no to it.",
            Proposal.objects.with_people(),
            objections.to_asking_for_a_decision,
            kind=Kind.PROPOSAL_MADE,
            hears=listeners.who_may_decide,
            lasts=timedelta(days=30),
            page=lambda delivery: reverse("proposal", args=[delivery.about.pk]),
        ),
        Notice(
            "proposal-decided",
            Topic.NEWS,
            "You get this because you proposed it.",
            Proposal.objects.with_people(),
            objections.to_nothing,
            kind=Kind.PROPOSAL_DECIDED,
            hears=listeners.who_proposed,
            lasts=timedelta(days=14),
            page=lambda delivery: reverse("proposal", args=[delivery.about.pk]),
        ),
        _of_an_account("password-changed", Kind.PASSWORD_CHANGED),
        _of_an_account("second-step-added", Kind.SECOND_STEP_ADDED),
        _of_an_account("second-step-codes-made", Kind.SECOND_STEP_CODES_MADE),
        _of_an_account("second-step-code-used", Kind.SECOND_STEP_CODE_USED),
        _of_an_account("second-step-removed", Kind.SECOND_STEP_REMOVED),
        Notice(
            "sign-in",
            None,
            "You get this because somebody, we hope you, asked to sign in with this address.",
            SignIn.objects.all(),
            objections.to_signing_in,
            kind=Kind.SIGN_IN_ASKED,
            hears=listeners.who_asked_to_sign_in,
            is_urgent=True,
        ),
    )
}

REMINDING = frozenset(notice.name for notice in NOTICES.values() if notice.is_reminder)
TOLD_BY = {kind: notice for notice in NOTICES.values() for kind in (notice.kind, notice.also) if kind}


def draft_good_news(event, now):
    """A reached milestone makes a draft for the lead to publish."""
    milestone = Milestone.objects.select_related("partnership", "objective", "owner__organisation")
    celebrations.draft_for(milestone=milestone.get(pk=event.subject_id), now=now)


def put_good_news_away(event, now):
    """Good news of a milestone that is worked on again is none."""
    milestone = Milestone.objects.get(pk=event.subject_id)
    celebrations.put_away_of(milestone=milestone, by=event.by_user, now=now)


def correct_good_news(event, now):
    """What is drafted quotes nobody with words they took back."""
    update = Update.objects.select_related("partnership", "by").get(pk=event.subject_id)
    celebrations.heed_correction(update=update, by=event.by_user, now=now)


def plan_again(event, now):
    """What was changed shows in the reminders at once, not at the planner's next round."""
    planner.plan(now, partnership=event.partnership)


def ask_successor(event, now):
    """Whoever takes a seat over is asked where the other one was."""
    handover = Handover.objects.select_related("seat__membership", "successor__membership", "successor__contact")
    rounds.ask_successor(handover=handover.get(pk=event.subject_id), by=event.by_user, now=now)


# Done in the relay's transaction, besides any telling.
REACTIONS = {
    Kind.MILESTONE_REACHED: draft_good_news,
    Kind.MILESTONE_TAKEN_UP: put_good_news_away,
    Kind.UPDATE_CORRECTED: correct_good_news,
    Kind.RHYTHM_SET: plan_again,
    Kind.SEAT_TAKEN: plan_again,
    Kind.SEAT_HANDED_OVER: ask_successor,
    Kind.PARTNERSHIP_RESUMED: plan_again,
    Kind.MEMBERSHIP_RESUMED: plan_again,
    Kind.AGREEMENT_RENEWED: plan_again,
    Kind.AGREEMENT_ENDED: plan_again,
}

SILENT = frozenset(
    {
        Kind.PARTNERSHIP_STARTED,
        Kind.PARTNERSHIP_MOVED,
        Kind.MEMBERSHIP_INVITED,
        Kind.MEMBERSHIP_MOVED,
        Kind.SEAT_ENDED,
        Kind.AGREEMENT_NARROWED,
        Kind.MEMBERSHIP_PAUSED,
        Kind.ENDING_BEGUN,
        Kind.ENDING_CALLED_OFF,
        Kind.NEED_LEARNT,
        Kind.INVOLVEMENT_NOTED,
        Kind.AGREEMENT_COMMENTED,
        Kind.COMMENT_ANSWERED,
        Kind.QUESTION_SETTLED,
        Kind.QUESTION_WITHDRAWN,
        Kind.AGREEMENT_ACCEPTED,
        Kind.SIGNED_COPY_ADDED,
        Kind.SIGNED_COPY_REMOVED,
        Kind.AGREEMENT_REVIEWED,
        Kind.COMMITMENT_MADE,
        Kind.COMMITMENT_KEPT,
        Kind.COMMITMENT_NOT_KEPT,
        Kind.COMMITMENT_RELEASED,
        Kind.OBJECTIVE_SET,
        Kind.OBJECTIVE_REACHED,
        Kind.OBJECTIVE_DROPPED,
        Kind.OBJECTIVE_TAKEN_UP,
        Kind.MEASURE_TAKEN,
        Kind.MILESTONE_SET,
        Kind.MILESTONE_MOVED,
        Kind.MILESTONE_DROPPED,
        Kind.CHECK_IN_SKIPPED,
        Kind.ROUND_CLOSED,
        Kind.ORGANISATION_MERGED,
        Kind.CONTACT_MERGED,
        Kind.IMPORT_APPLIED,
        Kind.IMPORT_UNDONE,
    }
)
