"""What needs a lead of the agreement: a question, acceptances that are missing, a review that is near, or none left."""

from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from ..membership.models import Membership
from ..signs import Kind, ago, register, short
from .models import AgreementQuestion, AgreementVersion, ReviewView
from .models.question import PARTS, WHOLE

REVIEW_AHEAD = timedelta(days=60)
State = AgreementVersion.State


def _questions(asked):
    """From partners who cannot accept before they have an answer."""
    return AgreementQuestion.objects.filter(membership__partnership__in=asked.led).standing()


def _question(row):
    why = f"{short(f'{row.about}: {row.words}')} · asked {ago(row.since, row.today)}"
    sentence = f"{row.who} is unsure about the agreement"
    return row.sign(sentence, why, "Answer", reverse("answer-question", args=[row.pk]))


def _waiting(asked):
    return AgreementVersion.objects.filter(agreement__partnership__in=asked.led).awaiting_acceptance()


def _not_accepted(row):
    number = row.members - row.accepted
    why = f"Waiting for {number} partner{'' if number == 1 else 's'}, shared {ago(row.since, row.today)}"
    sentence = "The agreement is not accepted by everyone yet"
    return row.sign(sentence, why, "See who", reverse("agreement", args=[row.at]))


def _near_their_review(asked):
    """Those in force whose review or end is near."""
    near, until = AgreementVersion.objects.filter(agreement__partnership__in=asked.led), asked.today + REVIEW_AHEAD
    near = near.in_force().with_review_due().filter(Q(ends_on__lte=until) | Q(review_due__lte=until))
    first = Least(Coalesce("review_due", "ends_on"), Coalesce("ends_on", "review_due"))
    return near.exclude(ends_on__lt=asked.today).annotate(first=first)


def _review(row):
    ends = date.fromisoformat(row.ends_on) if row.ends_on else None
    is_the_end = ends == row.since
    sentence = "The agreement is about to end" if is_the_end else "The agreement is due for review"
    why = f"It ends on {ends:%-d %B %Y}" if is_the_end else f"Review is set for {row.since:%-d %B %Y}"
    said = [f"{n} {choice}" for choice in ("keep", "change", "end") if (n := getattr(row, choice))]
    why += f" · partners say: {', '.join(said)}" if said else " · no partner has said anything yet"
    return row.sign(sentence, why, "Keep, change or end", reverse("decide-review", args=[row.pk]))


def _run_out(asked):
    """Where the latest version that was in force has ended or run out."""
    versions = AgreementVersion.objects.filter(agreement__partnership__in=asked.led)
    over = versions.filter(
        Q(state=State.IN_FORCE, ends_on__lt=asked.today) | Q(state=State.ENDED, ended_on__lt=asked.today)
    )
    later = AgreementVersion.objects.filter(agreement=OuterRef("agreement"), number__gt=OuterRef("number"))
    over = over.exclude(Exists(later.filter(in_force_at__isnull=False)))
    return over.annotate(last=Coalesce("ended_on", "ends_on"))


def _none_left(row):
    from_on = row.since + timedelta(days=1)
    return row.sign(
        f"No valid agreement since {from_on:%-d %B %Y}", f"The last one counted until {row.since:%-d %B %Y}",
        "Open the agreement", reverse("agreement", args=[row.at]), since=from_on,
    )  # fmt: skip


def _counted(rows, by):
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), Value(0))


def _who_say(choice):
    return _counted(ReviewView.objects.open().filter(version=OuterRef("pk"), choice=choice), "version")


AT, NAME = F("agreement__partnership_id"), "agreement__partnership__name"
MEMBERS = Membership.objects.current().filter(partnership=OuterRef("agreement__partnership"))
ABOUT = Case(
    *[When(section=part, then=Value(title)) for part, title in PARTS.items()],
    default=Value(PARTS[WHOLE]),
    output_field=TextField(),
)
register(
    Kind(
        "question", 12, _questions, "asked_at", _question,
        {"who": "membership__organisation__name", "about": ABOUT, "words": "words"}, "membership__partnership__name",
    ),
    Kind(
        "agreement", 30, _waiting, "shared_at", _not_accepted,
        {"at": AT, "members": _counted(MEMBERS, "partnership"), "accepted": Count("acceptances")}, NAME,
    ),
    Kind(
        "review", 35, _near_their_review, "first", _review,
        {"ends_on": "ends_on", **{choice: _who_say(choice) for choice in ReviewView.Choice.values}}, NAME,
    ),
    Kind("no-agreement", 28, _run_out, "last", _none_left, {"at": AT}, NAME),
)  # fmt: skip
