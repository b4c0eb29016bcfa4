"""Putting notices into words, once, for a whole batch."""

import logging
import re
from datetime import datetime, time, timedelta

from django.conf import settings
from django.template.loader import render_to_string

from partnerships.models import ActionLink

from ...notices import listeners
from ...reminders import kinds, ladder
from . import links
from .email_message import Letter, shown_address
from .links import Opening

log = logging.getLogger(__name__)
Purpose = ActionLink.Purpose
GAP = re.compile(r"\n{3,}")
ONE_YEAR, A_WHILE = timedelta(days=365), timedelta(days=90)


def write(deliveries, now):
    """(letters, {delivery: problem}) for gathered deliveries. Words that were frozen before stay as they are.

    Several reminders to one person become one letter.
    """
    letters, problems = _bundle(deliveries), {}
    new = [letter for letter in letters if letter.is_new]
    openings = _tried(new, lambda letter: _openings(letter, now), problems)
    made = links.make_all([opening for found in openings.values() for opening in found])
    told = {}
    _tried(new, lambda letter: _freeze(letter, made, told, now), problems)
    letters = [letter for letter in letters if letter.delivery not in problems]
    addresses = links.Addresses([letter.delivery for letter in letters])
    for letter in letters:
        letter.addresses = addresses
    return letters, problems


def _tried(letters, act, problems):
    """{delivery: what `act` returned}. One letter that cannot be written must not stop the others."""
    done = {}
    for letter in letters:
        delivery = letter.delivery
        try:
            if delivery not in problems:
                done[delivery] = act(letter)
        except Exception as problem:
            log.exception("Delivery %s could not be written", delivery.pk)
            problems[delivery] = f"It could not be put into words: {problem!r}"
    return done


def _bundle(deliveries):
    """A letter each; reminders of one kind to one person travel in the letter of the most pressing."""
    letters, reminding = [], {}
    for delivery in sorted(deliveries, key=_pressing):
        kind = delivery.contact_id, delivery.notice
        if kind in reminding:
            reminding[kind].companions.append(delivery)
            continue
        letter = Letter(delivery, is_new=delivery.needs_words)
        letters.append(letter)
        if delivery.rules.is_reminder:
            reminding[kind] = letter
    return letters


def _pressing(delivery):
    due = str(delivery.about.due_on) if delivery.notice == kinds.CHECK_IN.notice else str(delivery.due_on or "")
    return delivery.not_before, due, delivery.pk


def _openings(letter, now):
    found = [_opening(delivery) for delivery in (letter.delivery, *letter.companions)]
    return [opening for opening in (*found, _unsubscribing(letter.delivery, now)) if opening]


def _opening(delivery):
    """The one form this message opens, if any."""
    purpose = delivery.rules.opens
    if purpose is None:
        return None
    opened = delivery.rules.opened(delivery.about)
    return Opening(purpose, delivery.contact_id, opened.pk, expires_at=_window(purpose, opened, delivery))


def _window(purpose, about, delivery):
    if purpose == Purpose.CONVERSE:
        return None  # until a lead closes the conversation
    if purpose == Purpose.RESPOND:
        return listeners.last_moment_of(about.round)
    since = {Purpose.ANSWER: lambda: about.due_on, Purpose.REVIEW: lambda: delivery.due_on}.get(
        purpose, lambda: about.shared_at.date()
    )()
    return datetime.combine(since + A_WHILE, time.max, tzinfo=ladder.zone_of(delivery.contact))


def _unsubscribing(delivery, now):
    topic = delivery.rules.topic
    return topic and Opening(Purpose.UNSUBSCRIBE, delivery.contact_id, topic=topic.value, expires_at=now + ONE_YEAR)


def _freeze(letter, made, told, now):
    delivery, name = letter.delivery, letter.delivery.notice
    unsubscribe = made.get(_unsubscribing(delivery, now))
    words = _words(letter, made, unsubscribe, now) | _more_words(delivery, told)
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", words).split())
    words["subject"] = subject
    delivery.to_address = delivery.address
    reader = words["reader"]
    delivery.reply_to = shown_address(reader.name, reader.email) if reader else ""
    delivery.mail_subject = subject[:255]
    delivery.mail_text = GAP.sub("\n\n", render_to_string(f"emails/{name}.txt", words)).strip() + "\n"
    delivery.mail_html = render_to_string(f"emails/{name}.html", words)
    delivery.unsubscribe_link = unsubscribe
    delivery.frozen_at = now.replace(microsecond=0)


def _words(letter, made, unsubscribe, now):
    """What the templates may say."""
    delivery = letter.delivery
    together = (delivery, *letter.companions)
    today = now.astimezone(ladder.zone_of(delivery.contact)).date()
    return {
        "contact": delivery.contact,
        "partnership": delivery.partnership,
        "organisation": _organisation(delivery),
        "about": delivery.about,
        "event": delivery.event,
        "personal_line": delivery.event.data.get("personal_line", "") if delivery.event else "",
        "lead": next(iter(delivery.leads), None),
        "reader": _who_reads_replies(delivery),
        "link": _place(made.get(_opening(delivery))),
        "page": _page(delivery),
        "asked": [_asked(d, made, today) for d in together] if delivery.notice == kinds.CHECK_IN.notice else [],
        "dated": [_dated(d, made) for d in together] if delivery.due_on else [],
        "why": _why(delivery, letter.companions),
        "is_former": bool(delivery.former_address),
        "topic": delivery.rules.topic,
        "unsubscribe": _place(unsubscribe),
        "today": today,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }  # fmt: skip


def _more_words(delivery, told):
    """What only this notice says, worked out once for everybody who is told of the same row."""
    row = delivery.notice, delivery.about_id
    if row not in told:
        told[row] = delivery.rules.more_words(delivery.about)
    return told[row]


def _asked(delivery, made, today):
    """One check-in of a reminder, with what the host is late with to those it asks."""
    late = [promise for promise in delivery.owed if promise.is_overdue(today)]
    link = _place(made.get(_opening(delivery)))
    return {"check_in": delivery.about, "partnership": delivery.partnership, "link": link, "owed": late}


def _dated(delivery, made):
    """One row with a date, and whether the person leads where it belongs."""
    return {
        "about": delivery.about,
        "due_on": delivery.due_on,
        "partnership": delivery.partnership,
        "leads": any(seat.is_lead for seat in delivery.seats),
        "link": _place(made.get(_opening(delivery))),
        "page": _page(delivery),
    }


def _page(delivery):
    return settings.SITE_URL + delivery.rules.page(delivery) if delivery.rules.page else ""


def _place(link):
    return f"[[link:{link.pk}]]" if link else ""


def _why(delivery, companions):
    if companions and delivery.notice == kinds.CHECK_IN.notice:
        return "You get this because you have a seat in each of these partnerships."
    return delivery.rules.why.format(organisation=_organisation(delivery), partnership=delivery.partnership)


def _organisation(delivery):
    """The organisation this is about, or the one the person sits for."""
    membership = getattr(delivery.about, "membership", None) or next((s.membership for s in delivery.seats), None)
    return membership.organisation if membership else delivery.contact.employer


def _who_reads_replies(delivery):
    """A human: who wrote the update, otherwise a lead."""
    author = delivery.about.by if delivery.notice == "update-submitted" else None
    people = [author, *delivery.leads]
    return next((p for p in people if p and p.is_reachable_by_mail and p.pk != delivery.contact_id), None)
