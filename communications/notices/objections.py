"""Why a message no longer makes sense, in one sentence, or nothing. Asked just before it is sent.

Each reads `delivery.about` (the row the notice is about) and `delivery.seats` (the person's current seats in the
partnership), which communications.engine.delivery_context has loaded for the whole batch.
"""

from evaluation.models import Round
from partnerships.models import AgreementQuestion, AgreementVersion, Membership, Seat

from ..celebrations.models import Celebration

NO_SEAT = "They no longer have this seat."


def to_reminding(delivery, now):
    check_in = delivery.about
    if not check_in.is_open:
        return f"The check-in is closed: {check_in.get_state_display().lower()}."
    seated = any(s.membership_id == check_in.membership_id and _has_a_say(s) for s in delivery.seats)
    return "" if seated else NO_SEAT


def to_asking_for_acceptance(delivery, now):
    version = delivery.about
    if version.state != AgreementVersion.State.SHARED:
        return "The version no longer waits for acceptance."
    accepted = {acceptance.membership_id for acceptance in version.acceptances.all()}
    asked = [s for s in delivery.seats if _has_a_say(s) and s.membership.stage == Membership.Stage.MEMBER]
    if not asked:
        return NO_SEAT
    return "" if {s.membership_id for s in asked} - accepted else "The organisation has accepted."


def to_asking_for_their_side(delivery, now):
    conversation = delivery.about
    if not conversation.is_open:
        return "The conversation is closed."
    if conversation.theirs_at and conversation.theirs_at > delivery.event.at:
        return "They have written."
    seated = any(s.membership_id == conversation.membership_id and _has_a_say(s) for s in delivery.seats)
    return "" if seated else NO_SEAT


def to_saying_it_is_in_force(delivery, now):
    if delivery.about.state != AgreementVersion.State.IN_FORCE:
        return "The version is no longer in force."
    return "" if delivery.seats else NO_SEAT


def to_reviewing(delivery, now):
    version = delivery.about
    if version.state != AgreementVersion.State.IN_FORCE:
        return "The version is no longer in force."
    if delivery.due_on not in {version.review_due_on, version.ends_on}:
        return "The date has moved."
    hears = any(seat.is_lead or (_has_a_say(seat) and seat.membership.is_member) for seat in delivery.seats)
    return "" if hears else NO_SEAT


def to_saying_it_ended(delivery, now):
    return "" if delivery.seats else NO_SEAT


def to_telling_what_runs_out(delivery, now):
    if delivery.about.expires_on != delivery.due_on:
        return "The date has moved."
    return to_telling_the_lead(delivery, now)


def to_asking_the_lead(delivery, now):
    if not delivery.about.is_open:
        return "The question no longer waits for an answer."
    return to_telling_the_lead(delivery, now)


def to_telling_the_answer(delivery, now):
    question = delivery.about
    if question.state == AgreementQuestion.State.WITHDRAWN or not question.version.can_be_accepted:
        return "The question or its version is no longer there to be settled."
    asks = any(s.membership_id == question.membership_id and _has_a_say(s) for s in delivery.seats)
    return "" if asks else NO_SEAT


def to_celebrating(delivery, now):
    if delivery.about.state != Celebration.State.PUBLISHED:
        return "The good news is no longer published."
    return "" if delivery.seats else NO_SEAT


def to_inviting(delivery, now):
    invitation = delivery.about
    if invitation.answered:
        return "They have answered."
    if invitation.round.state != Round.State.OPEN:
        return "The round is closed."
    return "" if delivery.seats else NO_SEAT


def to_telling_the_lead(delivery, now):
    return "" if any(seat.is_lead for seat in delivery.seats) else "They no longer lead the partnership."


def to_welcoming(delivery, now):
    return "" if any(seat.pk == delivery.about.pk for seat in delivery.seats) else NO_SEAT


def to_signing_in(delivery, now):
    return "The sign-in was used." if delivery.about.used_at else ""


def to_introducing(delivery, now):
    successor = delivery.about.successor
    if successor is None or not successor.is_open:
        return "Who took over has gone again."
    return "" if delivery.seats else NO_SEAT


def to_saying_it_rests(delivery, now):
    if delivery.about.ended_on is not None:
        return "The pause is over."
    return "" if delivery.seats else NO_SEAT


def to_asking_for_a_decision(delivery, now):
    if not delivery.about.is_open:
        return "It has been decided."
    if delivery.partnership_id is None:
        user = delivery.contact.user
        return "" if user and user.is_administrator else "They are no longer an administrator."
    return to_telling_the_lead(delivery, now)


def to_telling_of_an_address(delivery, now):
    return "" if delivery.former_address else to_telling_the_lead(delivery, now)


def to_nothing(delivery, now):
    """Some words are for people without a seat too: a reply to who asked, thanks to who goes, the end."""
    return ""


def _has_a_say(seat):
    return seat.authority != Seat.Authority.OBSERVES
