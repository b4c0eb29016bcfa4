"""Plain sentences about what needs attention, each with its evidence and one action. Never a composite score.

A floor above registers what it can see; this floor never learns who registered. The signs of this floor stand below
the registry.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Least
from django.urls import reverse
from django.utils import timezone

from .models import (
    AgreementQuestion,
    AgreementVersion,
    CheckIn,
    Commitment,
    DueDiligence,
    Membership,
    Milestone,
    Partnership,
    Pause,
    ReviewView,
    Seat,
    Update,
)
from .models.question import PARTS, WHOLE

AT_MOST = 7
AT_MOST_OF_A_GROUP = 2
AT_MOST_STANDING = 2


@dataclass(frozen=True)
class Sign:
    """One row of “Needs you today”: what, why, and one action.

    `weight` orders signs (0 comes first); `since` breaks ties, oldest first. A standing gap can wait a day: it takes
    only what room the others leave.
    """

    group: str
    sentence: str
    why: str
    action: str
    url: str
    weight: int
    since: date
    partnership: str = ""
    is_standing: bool = False


Looker = Callable[..., Iterable[Sign]]
_lookers: list[Looker] = []


def register(looker):
    """Have `looker(user, today=…, limit=…)` asked for signs. Use as a decorator.

    A looker makes one query, returns at most `limit` signs of a group, the most pressing first, and only of
    partnerships that the user leads.
    """
    _lookers.append(looker)
    return looker


def seen_by(user, *, now, limit=AT_MOST):
    """What needs this user, the most pressing first, at most `limit`.

    No more than two of a group while other groups have something to say: twenty overdue check-ins must not hide a
    partner who asks for help. Standing gaps come last and are at most two.
    """
    today = timezone.localdate(now)
    found = [sign for look in _lookers for sign in look(user, today=today, limit=limit)]
    found.sort(key=lambda sign: (sign.weight, sign.since))
    standing = [sign for sign in found if sign.is_standing][:AT_MOST_STANDING]
    first, rest, taken = [], [], {}
    for sign in found:
        if sign.is_standing:
            continue
        taken[sign.group] = taken.get(sign.group, 0) + 1
        (first if taken[sign.group] <= AT_MOST_OF_A_GROUP else rest).append(sign)
    chosen = (first + rest + standing)[:limit]
    return sorted(chosen, key=lambda sign: (sign.weight, sign.since))


# --- What this floor can see ------------------------------------------------------------------------------------------

CALL_AFTER = timedelta(days=7)
MILESTONE_AHEAD = timedelta(days=7)
REVIEW_AHEAD = timedelta(days=60)
SEAT_AHEAD = timedelta(days=30)


def rows(queryset, group, *, first_by, limit, name="partnership__name", who, what, since, number=None):
    """The `limit` rows of a group that come first, in the columns that all groups share, for one UNION."""
    chosen = queryset.filter(pk__in=queryset.order_by(first_by, "pk").values("pk")[:limit])
    return chosen.order_by().values_list(
        Value(group),
        Cast("pk", IntegerField()),
        Cast(name, TextField()),
        Cast(who, TextField()),
        Cast(what, TextField()),
        Cast(since, DateField()),
        Cast(number if number is not None else Value(0), IntegerField()),
    )


def asks(led, today, limit):
    waiting = Update.objects.filter(partnership__in=led).asking_for_help()
    return rows(
        waiting, "ask", first_by="submitted_at", limit=limit, who="membership__organisation__name", what="ask",
        since="submitted_at",
    )  # fmt: skip


def stuck(led, today, limit):
    members = Membership.objects.filter(partnership__in=led, status="stuck").present()
    latest = Update.objects.filter(membership=OuterRef("pk")).order_by("-submitted_at", "-pk")
    return rows(
        members, "stuck", first_by="status_at", limit=limit, who="organisation__name",
        what=Coalesce(Subquery(latest.values("challenge")[:1]), Value("")), since="status_at",
        number=Subquery(latest.values("pk")[:1]),
    )  # fmt: skip


def overdue(led, today, limit):
    late = CheckIn.objects.filter(partnership__in=led).overdue(today)
    # One line for an organisation, for what it owes the longest.
    longer = CheckIn.objects.overdue(today).filter(membership=OuterRef("membership"), due_on__lt=OuterRef("due_on"))
    late = late.exclude(Exists(longer))
    return rows(
        late, "check-in", first_by="due_on", limit=limit, who="membership__organisation__name", what=Value(""),
        since="due_on", number=F("partnership_id"),
    )  # fmt: skip


def questions(led, today, limit):
    """About the agreement, from partners who cannot accept before they have an answer."""
    waiting = AgreementQuestion.objects.filter(membership__partnership__in=led).standing()
    titles = [When(section=part, then=Value(title)) for part, title in PARTS.items()]
    about = Case(*titles, default=Value(PARTS[WHOLE]), output_field=TextField())
    return rows(
        waiting, "question", first_by="asked_at", limit=limit, name="membership__partnership__name",
        who="membership__organisation__name", what=Concat(about, Value(": "), "words", output_field=TextField()),
        since="asked_at",
    )  # fmt: skip


def waiting_agreements(led, today, limit):
    shared = AgreementVersion.objects.filter(agreement__partnership__in=led).awaiting_acceptance()
    member = Q(agreement__partnership__memberships__stage=Membership.Stage.MEMBER)
    accepted = Count("acceptances", distinct=True)
    members = Count("agreement__partnership__memberships", filter=member, distinct=True)
    return rows(
        shared, "agreement", first_by="shared_at", limit=limit, name="agreement__partnership__name",
        who=Cast(F("agreement__partnership_id"), TextField()), what=Value(""), since="shared_at",
        number=members - accepted,
    )  # fmt: skip


def ending_agreements(led, today, limit):
    """Those in force whose review or end is near, with what their partners have said: keep, change, end."""
    near = AgreementVersion.objects.filter(agreement__partnership__in=led).in_force().with_review_due()
    near = near.filter(Q(ends_on__lte=today + REVIEW_AHEAD) | Q(review_due__lte=today + REVIEW_AHEAD))
    near = near.exclude(ends_on__lt=today).annotate(
        first=Least(Coalesce("review_due", "ends_on"), Coalesce("ends_on", "review_due"))
    )
    said = [Cast(_said_so(choice), TextField()) for choice in ReviewView.Choice.values]
    return rows(
        near, "review", first_by="first", limit=limit, name="agreement__partnership__name",
        who=Concat(said[0], Value(" "), said[1], Value(" "), said[2], output_field=TextField()),
        what=Cast("ends_on", TextField()), since="first",
    )  # fmt: skip


def _said_so(choice):
    views = ReviewView.objects.open().filter(version=OuterRef("pk"), choice=choice)
    return Coalesce(Subquery(views.order_by().values("version").annotate(n=Count("pk")).values("n")), Value(0))


def lapsed_agreements(led, today, limit):
    """Where the latest version that was in force has ended or run out."""
    versions = AgreementVersion.objects.filter(agreement__partnership__in=led)
    over = versions.filter(
        Q(state=AgreementVersion.State.IN_FORCE, ends_on__lt=today)
        | Q(state=AgreementVersion.State.ENDED, ended_on__lt=today)
    )
    later = AgreementVersion.objects.filter(
        agreement=OuterRef("agreement"), number__gt=OuterRef("number"), in_force_at__isnull=False
    )
    over = over.exclude(Exists(later)).annotate(last=Coalesce("ended_on", "ends_on"))
    return rows(
        over, "no-agreement", first_by="last", limit=limit, name="agreement__partnership__name", who=Value(""),
        what=Value(""), since="last", number=F("agreement__partnership_id"),
    )  # fmt: skip


def expired_checks(led, today, limit):
    """What has run out of the members of these partnerships."""
    members = Membership.objects.current().filter(partnership__in=led)
    expired = DueDiligence.objects.expired(today).filter(organisation__in=members.values("organisation"))
    where = members.filter(organisation=OuterRef("organisation")).order_by("partnership__name", "pk")
    expired = expired.annotate(partnership_name=Subquery(where.values("partnership__name")[:1]))
    return rows(
        expired, "due-diligence", first_by="expires_on", limit=limit, name="partnership_name",
        who="organisation__name", what=Concat("kind", Value(" "), "reference"), since="expires_on",
        number=F("organisation_id"),
    )  # fmt: skip


def due_milestones(led, today, limit):
    due = Milestone.objects.filter(partnership__in=led).due_by(today + MILESTONE_AHEAD)
    return rows(
        due, "milestone", first_by="due_on", limit=limit, who=Coalesce("owner__organisation__name", Value("")),
        what="title", since="due_on",
    )  # fmt: skip


def late_promises(led, today, limit):
    late = Commitment.objects.filter(partnership__in=led).binding().overdue(today)
    ours = Q(from_membership__organisation=F("partnership__host"))
    return rows(
        late, "promise", first_by="due_on", limit=limit,
        who=Case(When(ours, then=Value("")), default=F("from_membership__organisation__name")), what="what",
        since="due_on", number=F("partnership_id"),
    )  # fmt: skip


def pauses_to_end(led, today, limit):
    over = Pause.objects.filter(partnership__in=led, back_on__lte=today).open()
    return rows(
        over, "pause", first_by="back_on", limit=limit, who=Coalesce("membership__organisation__name", Value("")),
        what="reason", since="back_on", number=Coalesce("membership_id", F("partnership_id")),
    )  # fmt: skip


def to_ask_again(led, today, limit):
    waiting = Membership.objects.filter(partnership__in=led).to_ask_again(today)
    return rows(
        waiting, "ask-again", first_by="ask_again_on", limit=limit, who="organisation__name", what="reason",
        since="ask_again_on",
    )  # fmt: skip


def without_buy_in(led, today, limit):
    lacking = led.without_buy_in()
    return rows(
        lacking, "buy-in", first_by="created_at", limit=limit, name="name", who=Value(""), what=Value(""),
        since="created_at",
    )  # fmt: skip


def ending_seats(led, today, limit):
    seats = Seat.objects.filter(membership__partnership__in=led).current()
    return rows(
        seats.filter(until_on__lte=today + SEAT_AHEAD), "seat", first_by="until_on", limit=limit,
        name="membership__partnership__name", who="contact__name", what="membership__organisation__name",
        since="until_on",
    )  # fmt: skip


def members_without_a_decider(led, today, limit):
    seats = Seat.objects.filter(membership=OuterRef("pk"), to_on=None)
    members = Membership.objects.filter(partnership__in=led).current()
    return rows(
        members.exclude(Exists(seats.filter(authority=Seat.Authority.DECIDES))), "decide", first_by="pk", limit=limit,
        who="organisation__name", what=Cast(Exists(seats), IntegerField()), since="created_at",
        number=F("partnership_id"),
    )  # fmt: skip


def partnerships_without_lived_experience(led, today, limit):
    here = Seat.objects.current().filter(membership__partnership=OuterRef("pk"))
    members = Membership.objects.current().filter(partnership=OuterRef("pk")).order_by()
    several = Subquery(members.values("partnership").annotate(count=Count("pk")).values("count"))
    without = led.exclude(Exists(here.filter(capacity=Seat.Capacity.LIVED))).alias(members=several)
    return rows(
        without.filter(members__gte=2), "lived", first_by="pk", limit=limit, name="name", who=Value(""),
        what=Value(""), since="created_at",
    )  # fmt: skip


def single_contacts(led, today, limit):
    others = Seat.objects.filter(membership=OuterRef("membership"), to_on=None).exclude(pk=OuterRef("pk"))
    seats = Seat.objects.current().filter(membership__partnership__in=led)
    seats = seats.filter(membership__stage=Membership.Stage.MEMBER).exclude(Exists(others))
    return rows(
        seats, "single", first_by="pk", limit=limit, name="membership__partnership__name",
        who="membership__organisation__name", what="contact__name", since="from_on", number=F("membership_id"),
    )  # fmt: skip


GAPS = [members_without_a_decider, partnerships_without_lived_experience, single_contacts]
GROUPS = [
    asks,
    questions,
    stuck,
    overdue,
    waiting_agreements,
    ending_agreements,
    lapsed_agreements,
    expired_checks,
    to_ask_again,
    due_milestones,
    late_promises,
    ending_seats,
    without_buy_in,
    *GAPS,
]


@register
def needs_of_this_floor(user, *, today, limit):
    """All that this floor can see of the partnerships a user leads, in one query: the sentences below say what."""
    led = Partnership.objects.led_by(user)
    groups = [group(led.active(), today, limit) for group in GROUPS]
    # A pause to end is the one thing that is needed of a partnership that rests.
    return _read([*groups, pauses_to_end(led, today, limit)], today)


def gaps_in(partnership, *, now, limit=50):
    """The standing gaps of one partnership, as signs."""
    here, today = Partnership.objects.filter(pk=partnership.pk), timezone.localdate(now)
    found = _read([gap(here, today, limit) for gap in GAPS], today)
    return sorted(found, key=lambda sign: (sign.weight, sign.sentence))


def _read(groups, today):
    """The signs of some groups, in one query."""
    first, *others = groups
    return [_said(*row, today=today) for row in first.union(*others, all=True)]


def _said(group, pk, name, who, what, since, number, *, today):
    return SENTENCES[group](pk=pk, name=name, who=who, what=what, since=since, number=number, today=today)


def _ask(*, pk, name, who, what, since, today, **_):
    return Sign(
        "ask", f"{who} asks for help", f"“{short(what)}” · {ago(since, today)}", "Reply",
        reverse("reply-to-ask", args=[pk]), 10, since, name,
    )  # fmt: skip


def _question(*, pk, name, who, what, since, today, **_):
    return Sign(
        "question", f"{who} is unsure about the agreement",
        f"{short(what)} · asked {ago(since, today)}", "Answer",
        reverse("answer-question", args=[pk]), 12, since, name,
    )  # fmt: skip


def _stuck(*, pk, name, who, what, since, number, today):
    why = f"“{short(what)}” · {ago(since, today)}" if what else f"They said so {ago(since, today)}"
    url = reverse("update", args=[number])
    return Sign("stuck", f"{who} is stuck", why, "Read the update", url, 15, since, name)


def _overdue(*, pk, name, who, since, number, today, **_):
    late = today - since
    if late >= CALL_AFTER:
        return Sign(
            "check-in", f"Call {who}: their check-in is {days(late)} late",
            "Reminders have gone out; a call works better", "See whom to call",
            reverse("check-ins", args=[number]), 20, since, name,
        )  # fmt: skip
    return Sign(
        "check-in", f"{who} has not answered the check-in", f"It was due {ago(since, today)}", "See the check-ins",
        reverse("check-ins", args=[number]), 25, since, name,
    )  # fmt: skip


def _agreement(*, pk, name, who, since, number, today, **_):
    waiting = f"Waiting for {number} partner{'' if number == 1 else 's'}"
    return Sign(
        "agreement", "The agreement is not accepted by everyone yet", f"{waiting}, shared {ago(since, today)}",
        "See who", reverse("agreement", args=[who]), 30, since, name,
    )  # fmt: skip


def _review(*, pk, name, who, what, since, **_):
    ends = date.fromisoformat(what) if what else None
    sentence = "The agreement is about to end" if ends == since else "The agreement is due for review"
    why = f"It ends on {ends:%-d %B %Y}" if ends == since else f"Review is set for {since:%-d %B %Y}"
    said = [f"{n} {choice}" for n, choice in zip(who.split(), ("keep", "change", "end"), strict=True) if n != "0"]
    why += f" · partners say: {', '.join(said)}" if said else " · no partner has said anything yet"
    return Sign("review", sentence, why, "Keep, change or end", reverse("decide-review", args=[pk]), 35, since, name)


def _lapsed(*, name, since, number, **_):
    from_on = since + timedelta(days=1)
    return Sign(
        "no-agreement", f"No valid agreement since {from_on:%-d %B %Y}",
        f"The last one counted until {since:%-d %B %Y}", "Open the agreement", reverse("agreement", args=[number]),
        28, from_on, name,
    )  # fmt: skip


def _expired(*, name, who, what, since, number, today, **_):
    kind, _, reference = what.partition(" ")
    is_named = kind == DueDiligence.Kind.OTHER and reference
    title = reference if is_named else DueDiligence.Kind(kind).label
    return Sign(
        "due-diligence", f"{who}: {short(title)} has run out", f"It was valid until {since:%-d %B %Y}",
        "See what is needed", f"{reverse('organisation', args=[number])}#due-diligence", 45, since, name,
    )  # fmt: skip


def _milestone(*, pk, name, who, what, since, today, **_):
    when = "is due today" if since == today else f"was due {ago(since, today)}" if since < today else "is due soon"
    why = f"{who or 'Nobody'} sees to it, due {since:%-d %B}"
    return Sign("milestone", f"“{short(what)}” {when}", why, "Reached, or a new date?",
                reverse("reach-milestone", args=[pk]), 40, since, name)  # fmt: skip


def _promise(*, pk, name, who, what, since, number, today):
    """Our own word weighs more than theirs."""
    sentence = f"{who} is late with a promise" if who else "We are late with a promise"
    why = f"“{short(what)}” was promised for {since:%-d %B}, {ago(since, today)}"
    return Sign("promise", sentence, why, "See the promises", reverse("promises", args=[number]),
                38 if who else 18, since, name)  # fmt: skip


def _pause(*, pk, name, who, what, since, number, today):
    page = "resume-membership" if who else "resume-partnership"
    sentence = f"{who} was to be back" if who else "The partnership was to go on"
    why = f"Since {since:%-d %B}. It paused because: “{short(what)}”"
    return Sign("pause", sentence, why, "Go on", reverse(page, args=[number]), 34, since, name)


def _ask_again(*, pk, name, who, what, since, today, **_):
    day = "today" if since == today else f"on {since:%-d %B}"
    why = f"They said not now: “{short(what)}” · you wanted to ask again {day}"
    url = reverse("edit-membership", args=[pk], query={"stage": Membership.Stage.CONTACTED, "back": "pipeline"})
    return Sign("ask-again", f"Ask {who} again", why, "I asked, or another day", url, 38, since, name)


def _buy_in(*, pk, name, since, **_):
    return Sign(
        "buy-in", "Nobody whom people already trust is on board", "The plan goes ahead without them",
        "See whom to ask", f"{reverse('pipeline', args=[pk])}#trusted", 68, since, name, is_standing=True,
    )  # fmt: skip


def _seat(*, pk, name, who, what, since, today, **_):
    when = "was planned to end" if since < today else "ends today" if since == today else "ends soon"
    why = f"{what}, planned until {since:%-d %B %Y}"
    return Sign("seat", f"The seat of {who} {when}", why, "Stay on, or who comes next?",
                reverse("edit-seat", args=[pk]), 45, since, name)  # fmt: skip


def _decide(*, pk, name, who, what, since, number, **_):
    has_seats = what == "1"
    why = "Everybody who sits there must consult or observes" if has_seats else "They have no seat yet"
    action = "See their seats" if has_seats else "Add a person"
    url = f"{reverse('people', args=[number])}#membership-{pk}" if has_seats else reverse("add-seat", args=[pk])
    return Sign("decide", f"Nobody can decide for {who}", why, action, url, 70, since, name, is_standing=True)


def _lived(*, pk, name, since, **_):
    return Sign(
        "lived", f"No lived experience in {name}", "Nobody takes part who lives with the need themselves",
        "See who is missing", reverse("coverage", args=[pk]), 72, since, name, is_standing=True,
    )  # fmt: skip


def _single(*, pk, name, who, what, since, number, **_):
    return Sign(
        "single", f"A single contact at {who}", f"When {what} is away, nobody there answers", "Add a second person",
        reverse("add-seat", args=[number]), 74, since, name, is_standing=True,
    )  # fmt: skip


SENTENCES = {
    "ask": _ask,
    "question": _question,
    "stuck": _stuck,
    "check-in": _overdue,
    "agreement": _agreement,
    "review": _review,
    "ask-again": _ask_again,
    "no-agreement": _lapsed,
    "due-diligence": _expired,
    "milestone": _milestone,
    "promise": _promise,
    "pause": _pause,
    "buy-in": _buy_in,
    "seat": _seat,
    "decide": _decide,
    "lived": _lived,
    "single": _single,
}


def short(text, length=90):
    """The first words of a text, for one line."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0] + "…"


def days(delta):
    return "1 day" if delta.days == 1 else f"{delta.days} days"


def ago(day, today):
    return {0: "today", 1: "yesterday"}.get((today - day).days, f"{days(today - day)} ago")
