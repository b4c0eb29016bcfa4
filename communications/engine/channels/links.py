"""Links for a whole batch of messages, and the real addresses that take the place of [[link:N]] at the last moment."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse

from partnerships.links.models import hash_of
from partnerships.models import ActionLink, SignIn

PLACE = re.compile(r"\[\[(link|sign-in|code):(\d+)\]\]")
TOKEN = "token"
# A living link whose window ends this much before the wanted one is moved.
SLACK = timedelta(days=30)


@dataclass(frozen=True)
class Opening:
    """What a link is to open, for whom, until when."""

    purpose: str
    contact_id: int
    target_id: int = 0
    topic: str = ""
    expires_at: datetime | None = None

    @property
    def key(self):
        return self.purpose, self.contact_id, self.target_id, self.topic


def make_all(openings):
    """{opening: its one living link}, in three statements at most; as partnerships.links.make does for one."""
    found = _living(openings)
    missing = {opening.key: _unsaved(opening) for opening in openings if opening.key not in found}
    if missing:
        ActionLink.objects.bulk_create(missing.values(), ignore_conflicts=True)
        found = _living(openings)
    _move_windows(openings, found)
    return {opening: found[opening.key] for opening in openings}


def _living(openings):
    rows = ActionLink.objects.filter(
        revoked_at=None,
        contact__in={o.contact_id for o in openings},
        purpose__in={o.purpose for o in openings},
        target_id__in={o.target_id for o in openings},
    )
    return {(row.purpose, row.contact_id, row.target_id, row.topic): row for row in rows}


def _unsaved(opening):
    link = ActionLink(
        purpose=opening.purpose,
        contact_id=opening.contact_id,
        target_id=opening.target_id,
        topic=opening.topic,
        expires_at=opening.expires_at,
    )
    link.token_hash = hash_of(link.token)
    return link


def _move_windows(openings, found):
    later = defaultdict(list)
    for opening in openings:
        until = found[opening.key].expires_at
        if opening.expires_at and until and until < opening.expires_at - SLACK:
            later[opening.expires_at].append(found[opening.key].pk)
    for expires_at, pks in later.items():
        ActionLink.objects.filter(pk__in=pks).update(expires_at=expires_at)


class Addresses:
    """The real addresses for a batch of frozen messages. Only a person's own links are ever written into their mail,
    so that a placeholder typed into somebody's text opens nothing of anybody else's."""

    def __init__(self, deliveries):
        wanted = defaultdict(set)
        for delivery in deliveries:
            wanted["link"].add(delivery.unsubscribe_link_id)
            for kind, pk in PLACE.findall(delivery.mail_text):
                wanted[kind].add(int(pk))
        self.links = ActionLink.objects.in_bulk(wanted["link"] - {None})
        self.sign_ins = SignIn.objects.in_bulk(wanted["sign-in"] | wanted["code"])

    def fill(self, text, delivery):
        """The text with every placeholder that is this person's replaced."""
        return PLACE.sub(lambda place: self._real(place, delivery), text)

    def unsubscribe(self, delivery):
        """The address that stops this kind of mail, or None."""
        link = self.links.get(delivery.unsubscribe_link_id)
        return link and address_of(link)

    def _real(self, place, delivery):
        kind, pk = place[1], int(place[2])
        row = self.links.get(pk) if kind == "link" else self.sign_ins.get(pk)
        mine = row and row.contact_id == delivery.contact_id
        if not mine or (kind != "link" and delivery.about_id != pk):
            return place[0]
        return row.code if kind == "code" else address_of(row)


class Hidden:
    """Addresses for a reader who is not the recipient."""

    def fill(self, text, delivery):
        return PLACE.sub("(hidden)", text)


def address_of(row):
    """The whole address that a link or a sign-in opens."""
    if isinstance(row, SignIn):
        name = "follow-sign-in"
    else:
        name = "unsubscribe" if row.purpose == ActionLink.Purpose.UNSUBSCRIBE else "follow-link"
    return settings.SITE_URL + _path(name).replace(TOKEN, row.token)


@cache
def _path(name):
    """The path once: looking it up takes longer than writing the message."""
    return reverse(name, args=[TOKEN])
