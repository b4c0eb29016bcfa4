"""What each group of groups.py says: the sentence, why, and the one action."""

from datetime import date, timedelta

from django.urls import reverse

from ..directory.models import DueDiligence
from ..membership.models import Membership
from .registry import Sign, ago, days, short

CALL_AFTER = timedelta(days=7)


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


def _proposal(*, pk, name, who, what, since, today, **_):
    return Sign(
        "proposal", f"{what or 'Somebody'} proposes a change to {who}", f"Proposed {ago(since, today)}",
        "Look at it", reverse("proposal", args=[pk]), 32, since, name,
    )  # fmt: skip


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


def _doors(*, pk, who, since, number, **_):
    return Sign(
        "doors", f"Somebody tried {number} times to sign in as {who}",
        "Since yesterday. If that was a stranger, a second step keeps them out", "See the person",
        reverse("edit-contact", args=[pk]), 22, since,
    )  # fmt: skip


SENTENCES = {
    "doors": _doors,
    "ask": _ask,
    "question": _question,
    "stuck": _stuck,
    "check-in": _overdue,
    "agreement": _agreement,
    "review": _review,
    "ask-again": _ask_again,
    "proposal": _proposal,
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
