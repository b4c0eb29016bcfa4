"""Looking at the agreement again: what each partner would do with it, and what a lead decides."""

from django.utils import timezone

from ... import events
from ...events import history
from ...membership.models import Seat
from ..models import AgreementVersion, ReviewView
from . import versions

State = AgreementVersion.State


class NotInForce(Exception):
    """The version is not, or no longer, in force: there is nothing to keep or to end."""


class MayNotSay(Exception):
    """This person cannot speak for that organisation."""


class AlreadyDecided(Exception):
    """Another lead decided while this page was open."""


class NotThatDay(Exception):
    """The day given does not fit the agreement; `field` says which."""

    def __init__(self, field, words):
        super().__init__(words)
        self.field = field


@history.verb
def say(*, version, membership, contact, choice, words, now):
    """Note what an organisation would do with the version in force; a colleague's earlier view gives way to it.

    Raises NotInForce or MayNotSay.
    """
    _hold(version)
    is_seated = Seat.objects.accepting().of_contact(contact).filter(membership=membership).exists()
    if not is_seated or membership.partnership_id != version.agreement.partnership_id:
        raise MayNotSay(f"{contact} cannot speak for {membership.organisation}.")
    view = version.review_views.open().filter(membership=membership).first()
    view = view or ReviewView(version=version, membership=membership)
    view.contact, view.choice, view.words, view.said_at = contact, choice, words, now
    view.save()
    _record(events.Kind.AGREEMENT_REVIEWED, version, contact, now, organisation=membership.organisation.name)
    return view


@history.verb
def keep(*, version, review_on, seen_review_on, by, now):
    """Keep the version in force as it is, and look at it again on `review_on`. Its words and its end stay.

    `seen_review_on` is the review day that the page showed. Raises NotInForce, AlreadyDecided or NotThatDay.
    """
    _hold(version)
    if version.review_due_on != seen_review_on:
        raise AlreadyDecided(
            f"Somebody has decided already: the next review is on {_said(version.review_due_on)}. Look again first."
        )
    refuse_day_of_review(version, review_on, today=timezone.localdate(now))
    version.next_review_on = review_on
    version.save()
    _settle_views(version, now)
    _record(events.Kind.AGREEMENT_RENEWED, version, by, now, review_on=_said(review_on))
    return version


@history.verb
def extend(*, version, review_on, ends_on, by, now):
    """Share the next version with the same words and later days, and return it.

    The end is part of what everybody accepted, so a later one needs everybody's yes again. Raises NotInForce,
    NotThatDay, agreements.AlreadyOpen while another version is on its way, or agreements.NotReady.
    """
    _hold(version)
    _refuse_days_of_extension(version, review_on, ends_on, timezone.localdate(now))
    if later := version.agreement.versions.filter(number__gt=version.number).first():
        raise versions.AlreadyOpen(f"Version {later.number} is on its way already. Change the dates there.")
    following = versions.amend(agreement=version.agreement, by=by, now=now)
    versions.write(version=following, values={"review_on": review_on, "ends_on": ends_on}, by=by, now=now)
    return versions.share(version=following, by=by, now=now)


@history.verb
def end(*, version, ended_on, reason, by, now):
    """End the version in force, on a day up to today. Raises NotInForce or NotThatDay."""
    _hold(version)
    refuse_day_of_end(version, ended_on, today=timezone.localdate(now))
    version.state, version.ended_on, version.end_reason = State.ENDED, ended_on, reason
    version.save()
    _settle_views(version, now)
    _record(events.Kind.AGREEMENT_ENDED, version, by, now, ended_on=_said(ended_on))
    return version


def refuse_day_of_review(version, review_on, *, today):
    """Raises NotThatDay for a review that is past, or after the agreed end."""
    if version.ends_on and version.ends_on < today:
        raise NotThatDay(
            "review_on", f"The agreement ran out on {_said(version.ends_on)}. Keeping it needs a new end date."
        )
    if review_on <= today:
        raise NotThatDay("review_on", "Give a day after today.")
    if version.ends_on and review_on > version.ends_on:
        raise NotThatDay(
            "review_on",
            f"The agreement ends on {_said(version.ends_on)}. For a later review, give it a later end date.",
        )


def refuse_day_of_end(version, ended_on, *, today):
    """Raises NotThatDay for a day to come, one before it was in force, or one after it ran out."""
    if ended_on > today:
        raise NotThatDay("ended_on", "Give today or an earlier day: it ends at once.")
    if ended_on < (first := timezone.localdate(version.in_force_at)):
        raise NotThatDay("ended_on", f"It came into force on {_said(first)}. Give that day or a later one.")
    if version.ends_on and ended_on > version.ends_on:
        raise NotThatDay(
            "ended_on", f"It ran out on {_said(version.ends_on)} already. Give that day or an earlier one."
        )


def _refuse_days_of_extension(version, review_on, ends_on, today):
    if ends_on <= max(today, version.ends_on or today):
        raise NotThatDay("ends_on", f"Give a day after {_said(max(today, version.ends_on or today))}.")
    if not today < review_on <= ends_on:
        raise NotThatDay("review_on", "Give a day after today, up to the new end.")


def _hold(version):
    try:
        versions.hold(version, State.IN_FORCE)
    except versions.StaleVersion:
        raise NotInForce(
            f"Version {version.number} is not in force: {version.get_state_display().lower()}."
            " There is nothing to decide."
        ) from None


def _settle_views(version, now):
    """One by one, for their history: there is one for each organisation."""
    for view in version.review_views.open():
        view.settled_at = now
        view.save()


def _said(day):
    return f"{day:%-d %B %Y}" if day else "no day"


def _record(kind, version, by, now, **words):
    partnership = version.agreement.partnership
    events.record(kind, now=now, by=by, partnership=partnership, subject=version, number=version.number, **words)
