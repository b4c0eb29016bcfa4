"""Good news: drafted once for each milestone, edited and published by a person."""

from datetime import datetime, time

from django.db.models import Max, Q
from django.utils import timezone

from partnerships import events
from partnerships.events import history
from partnerships.models import Membership, Seat, Update

from .models import Celebration, Contribution

LONGEST = Contribution._meta.get_field("what").max_length


class NotADraft(Exception):
    """It was published or dismissed before."""


class NotPublished(Exception):
    """It was never published, or was taken down."""


@history.verb
def draft_for(*, milestone, now):
    """The one celebration of a reached milestone, drafted if there is none yet.

    Safe to call twice and from two workers: the milestone's uniqueness decides, and the loser gets the winner's draft.
    Who is named follows from the data, from the day the work started (without one, the day it was planned) to the day
    it was reached: the organisation that saw to it, whoever told of a small win in an update, the people seated for
    that organisation, and whoever took a seat on the way. Everybody is named once, for the first of these that fits,
    and nobody whose organisation does not take part. A win is told only as far as its author said: to everybody with
    their name, to everybody without it (then it stands in the words), or not at all.
    """
    words = {"title": f"Reached: {milestone.title}"[:200], "body": _body(milestone), "drafted_at": now}
    celebration, is_new = Celebration.objects.get_or_create(
        milestone=milestone, defaults={"partnership": milestone.partnership, **words}
    )
    if is_new:
        for contribution in _contributions(milestone):
            contribution.celebration = celebration
            contribution.save()
    return celebration


@history.verb
def edit(*, celebration, title, body, named, thanks, by, now):
    """Save the words, and thank by name exactly the `named` contributions. `thanks` is what each is thanked for, by
    its id; what is not among them stays. Raises NotADraft."""
    _change(celebration, title=title, body=body)
    _thank(celebration, named, thanks)
    return celebration


@history.verb
def correct(*, celebration, title, body, named, thanks, by, now):
    """As edit, of what is out already: the page says it from now on; a mail that was sent stays as it was sent. Raises
    NotPublished."""
    if not history.change_once(Celebration.objects.published(), celebration, title=title, body=body):
        raise NotPublished
    _thank(celebration, named, thanks)
    return celebration


@history.verb
def take_down(*, celebration, by, now):
    """Show it no more, and send it to nobody who has not had it yet. Raises NotPublished."""
    gone = {"state": Celebration.State.DISMISSED, "published_at": None}
    if not history.change_once(Celebration.objects.published(), celebration, **gone):
        raise NotPublished
    return celebration


@history.verb
def put_away_of(*, milestone, by, now):
    """The milestone is worked on again: its draft is put away, and another is written when it is reached again. What
    is published stays."""
    for celebration in Celebration.objects.filter(milestone=milestone).exclude(state=Celebration.State.PUBLISHED):
        celebration.state, celebration.milestone = Celebration.State.DISMISSED, None
        celebration.save()


@history.verb
def heed_correction(*, update, by, now):
    """A win that its author tells otherwise now, or to fewer people, stands so in the drafts; what is out stays."""
    told = update.history.exclude(win="").exclude(win_audience=Update.Audience.LEADS).values_list("win", flat=True)
    named = _cut(_named(update.win)) if update.win and update.win_audience == Update.Audience.NAMED else ""
    unnamed = _unnamed(update.win) if update.win and update.win_audience == Update.Audience.UNNAMED else ""
    for draft in Celebration.objects.drafts().filter(partnership=update.partnership):
        for before in sorted(set(told)):
            for one in draft.contributions.filter(contact=update.by, what=_cut(_named(before))).exclude(what=named):
                _say_or_remove(one, named)
            if _unnamed(before) != unnamed and _unnamed(before) in draft.body:
                parts = draft.body.replace(_unnamed(before), unnamed).split("\n\n")
                draft.body = "\n\n".join(part for part in parts if part)
                draft.save()


def _say_or_remove(contribution, what):
    contribution.what = what
    contribution.save() if what else contribution.delete()


def _thank(celebration, named, thanks):
    kept = {contribution.pk for contribution in named}
    for contribution in celebration.contributions.all():
        is_named, what = contribution.pk in kept, thanks.get(contribution.pk, contribution.what)
        if (contribution.is_named, contribution.what) != (is_named, what):
            contribution.is_named, contribution.what = is_named, what
            contribution.save()


@history.verb
def publish(*, celebration, by, now):
    """Show it to everybody with a seat and have it sent to them, once. Raises NotADraft."""
    _change(celebration, state=Celebration.State.PUBLISHED, published_at=now, published_by=by)
    events.record(
        events.Kind.CELEBRATION_PUBLISHED,
        now=now,
        by=by,
        partnership=celebration.partnership,
        subject=celebration,
        title=celebration.title,
    )
    return celebration


@history.verb
def dismiss(*, celebration, by, now):
    """Put the draft away for good; nobody hears of it. Raises NotADraft."""
    _change(celebration, state=Celebration.State.DISMISSED)
    return celebration


def _change(celebration, **fields):
    if not history.change_once(Celebration.objects.drafts(), celebration, **fields):
        raise NotADraft


def _body(milestone):
    said = [f"We did it: “{milestone.title}” was reached on {milestone.reached_on:%-d %B %Y}."]
    if milestone.objective:
        said.append(f"It brings us closer to what we set out to do: {milestone.objective.title.rstrip('.')}.")
    said.append("Thank you to everybody who made it happen.")
    wins = [_unnamed(update.win) for update in _not_yet_told(milestone)]
    return "\n\n".join([" ".join(said), *wins])


def _not_yet_told(milestone):
    """Unnamed wins since the draft before this one, which told of those before it."""
    unnamed = _told(milestone).filter(win_audience=Update.Audience.UNNAMED)
    before = Celebration.objects.filter(partnership=milestone.partnership).aggregate(at=Max("drafted_at"))["at"]
    return unnamed.filter(submitted_at__gt=before) if before else unnamed


def _contributions(milestone):
    """Unsaved rows, the owner organisation's own first, each person once."""
    if milestone.owner and milestone.owner.stage in Membership.TAKING_PART:
        yield Contribution(organisation=milestone.owner.organisation, what="saw to it")
    thanked = set()
    for contact, organisation, what in [*_wins(milestone), *_seated(milestone)]:
        if contact.pk not in thanked:
            thanked.add(contact.pk)
            yield Contribution(organisation=organisation, contact=contact, what=_cut(what))


def _told(milestone):
    """Updates with a win that may be told, of those days and of those who take part."""
    first, last = _days(milestone)
    return (
        Update.objects.telling_everybody()
        .filter(
            partnership=milestone.partnership,
            membership__stage__in=Membership.TAKING_PART,
            submitted_at__range=(_moment(first, time.min), _moment(last, time.max)),
        )
        .order_by("submitted_at")
    )


def _wins(milestone):
    named = _told(milestone).filter(win_audience=Update.Audience.NAMED, by__isnull=False)
    for update in named.select_related("by", "membership__organisation"):
        yield update.by, update.membership.organisation, _named(update.win)


def _seated(milestone):
    first, last = _days(milestone)
    seats = Seat.objects.of_partnership(milestone.partnership).filter(
        from_on__lte=last, membership__stage__in=Membership.TAKING_PART
    )
    seats = seats.filter(Q(to_on=None) | Q(to_on__gte=first)).select_related("contact", "membership__organisation")
    own = [seat for seat in seats if seat.membership_id == milestone.owner_id]
    new = [seat for seat in seats if seat.membership_id != milestone.owner_id and seat.from_on >= first]
    for seat in own:
        yield seat.contact, seat.membership.organisation, "was part of the work"
    for seat in new:
        yield seat.contact, seat.membership.organisation, f"joined on the way, on {seat.from_on:%-d %B %Y}"


def _days(milestone):
    """First and last day of the work. Work that was reached before it was to start has one day."""
    started = milestone.starts_on or timezone.localdate(milestone.created_at)
    return min(started, milestone.reached_on), milestone.reached_on


def _moment(day, at):
    return timezone.make_aware(datetime.combine(day, at))


def _named(win):
    return f"told us of a win: {_in_a_line(win)}"


def _unnamed(win):
    return f"One of us told of this: “{_in_a_line(win)}”"


def _in_a_line(text):
    return " ".join(text.split())


def _cut(text):
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
