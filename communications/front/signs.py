"""What needs a person, as far as this floor can see."""

from django.db.models import Exists, F, OuterRef, Value
from django.urls import reverse

from partnerships.directory.permissions import can_keep_directory
from partnerships.models import Partnership, Seat
from partnerships.signs import Sign, ago, register, rows, short

from ..celebrations.models import Celebration
from ..engine.models import Delivery


@register
def needs_of_this_floor(user, *, today, limit):
    """Good news that waits for a lead's eye and mail that does not arrive, in one query."""
    led = Partnership.objects.led_by(user).active()
    found = drafts(led, limit).union(bounces(led, limit), all=True)
    return [SENTENCES[group](*row, user=user, today=today) for group, *row in found]


def drafts(led, limit):
    waiting = Celebration.objects.drafts().filter(partnership__in=led)
    return rows(
        waiting, "celebration", first_by="drafted_at", limit=limit, who=Value(""), what="title", since="drafted_at"
    )


def bounces(led, limit):
    """The last message that was refused for somebody seated, unless their address changed or a later one arrived."""
    dead = Delivery.objects.filter(state=Delivery.State.DEAD, partnership__in=led, to_address=F("contact__email"))
    same = Delivery.objects.filter(contact=OuterRef("contact"), partnership=OuterRef("partnership"))
    later = same.filter(state__in=[Delivery.State.DEAD, Delivery.State.SENT], pk__gt=OuterRef("pk"))
    seated = Seat.objects.current().filter(contact=OuterRef("contact"), membership__partnership=OuterRef("partnership"))
    return rows(
        dead.filter(Exists(seated)).exclude(Exists(later)), "bounce", first_by="created_at", limit=limit,
        who="contact__name", what="partnership_id", since="created_at", number=F("contact_id"),
    )  # fmt: skip


def _celebration(pk, name, who, what, since, number, *, today, **_):
    return Sign(
        group="celebration",
        sentence=f"Good news waits for you: “{short(what)}”",
        why=f"Drafted {ago(since, today)}. Nobody hears before you publish it",
        action="Read and publish",
        url=reverse("edit-celebration", args=[pk]),
        weight=60,
        since=since,
        partnership=name,
    )


def _bounce(pk, name, who, what, since, number, *, user, today):
    keeps = can_keep_directory(user)
    return Sign(
        group="bounce",
        sentence=f"Mail to {who} does not arrive",
        why=f"A message came back {ago(since, today)}. Ask them for another address",
        action="Correct the address" if keeps else "See who sits there",
        url=reverse("edit-contact", args=[number]) if keeps else reverse("people", args=[what]),
        weight=28,
        since=since,
        partnership=name,
    )


SENTENCES = {"celebration": _celebration, "bounce": _bounce}
