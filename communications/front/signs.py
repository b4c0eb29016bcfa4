"""What needs a lead, as far as this floor can see: good news to read before it goes out, mail that does not arrive."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse

from partnerships.directory.permissions import can_keep_directory
from partnerships.models import Partnership, Seat
from partnerships.signs import Kind, ago, register, short

from ..celebrations.models import Celebration
from ..engine.models import Delivery
from ..preferences.models import Silence
from . import stages

State = Delivery.State
SILENCE_SHOWS = timedelta(days=14)


def _drafts(asked):
    return Celebration.objects.drafts().filter(partnership__in=asked.led)


def _celebration(row):
    why = f"Drafted {ago(row.since, row.today)}. Nobody hears before you publish it"
    url = reverse("edit-celebration", args=[row.pk])
    return row.sign(f"Good news waits for you: “{short(row.title)}”", why, "Read and publish", url)


def _ready(asked):
    return stages.with_offer(Partnership.objects.filter(pk__in=asked.led)).exclude(offered="")


def _stage(row):
    why = f"{stages.BECAUSE[row.stage]} You decide whether it moves"
    url = reverse("partnership", args=[row.pk])
    return row.sign(f"Ready for the stage “{stages.LABELS[row.stage]}”?", why, "Look and decide", url)


def _refused(asked):
    """The last message that was refused for somebody seated, unless their address changed or a later one arrived."""
    dead = Delivery.objects.filter(state=State.DEAD, partnership__in=asked.led, to_address=F("contact__email"))
    same = Delivery.objects.filter(contact=OuterRef("contact"), partnership=OuterRef("partnership"))
    later = same.filter(state__in=[State.DEAD, State.SENT], pk__gt=OuterRef("pk"))
    seated = Seat.objects.current().filter(contact=OuterRef("contact"), membership__partnership=OuterRef("partnership"))
    return dead.filter(Exists(seated)).exclude(Exists(later))


def _bounce(row):
    why = f"A message came back {ago(row.since, row.today)}. Ask them for another address"
    action, url = "See who sits there", reverse("people", args=[row.at])
    if can_keep_directory(row.user):
        action, url = "Correct the address", reverse("edit-contact", args=[row.contact])
    return row.sign(f"Mail to {row.who} does not arrive", why, action, url)


def _silent(asked):
    """Seated people who lately stopped the mail that asks them for something. A call still reaches them."""
    stopped = Silence.objects.filter(contact=OuterRef("contact"), topic__in=Silence.ASKING).order_by("-since")
    seats = Seat.objects.current().filter(membership__partnership__in=asked.led).exclude(contact__user=asked.user)
    latest = seats.annotate(
        stopped_at=Subquery(stopped.values("since")[:1]), topic=Subquery(stopped.values("topic")[:1])
    )
    return latest.filter(stopped_at__gte=asked.midnight - SILENCE_SHOWS)


def _silence(row):
    what = Silence.Topic(row.topic).label.lower()
    why = f"They stopped it {ago(row.since, row.today)}. Ask how they would like to hear from you"
    return row.sign(
        f"{row.who} gets no more mail about {what}", why, "See whom to call", reverse("people", args=[row.at])
    )


register(
    Kind(
        "silence", 32, _silent, "stopped_at", _silence,
        {"who": "contact__name", "topic": "topic", "at": "membership__partnership_id"},
        partnership="membership__partnership__name",
    ),
    Kind("celebration", 60, _drafts, "drafted_at", _celebration, {"title": "title"}),
    Kind("stage", 65, _ready, "offered_at", _stage, {"stage": "offered"}, partnership="name"),
    Kind(
        "bounce", 28, _refused, "created_at", _bounce,
        {"who": "contact__name", "contact": "contact_id", "at": "partnership_id"},
    ),
)  # fmt: skip
