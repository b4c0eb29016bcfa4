"""Mina's organisation is asked by mail, she answers from the link, Olu hears of it, replies, and Mina hears back."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communications.engine import outbox, relay
from communications.models import Delivery
from communications.reminders import planner
from partnerships.check_ins.actions import rhythms, updates
from partnerships.models import ActionLink, CheckIn, Update
from partnerships.pages import working_days

from ..clock import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning():
    """The engine's clock: ten o'clock on the next working day, since pages stamp answers with the real one."""
    return ten_o_clock(timezone.localdate() + timedelta(days=1))


def ten_o_clock(day):
    return datetime.combine(working_days.next_working_day(day, "ENG"), time(10), tzinfo=LONDON)


def run_engine(now):
    planner.plan(now)
    relay.relay(now)
    while outbox.pump(now):
        pass


def sent_to(user):
    return list(
        Delivery.objects.filter(contact__user=user, state="sent").order_by("pk").values_list("notice", flat=True)
    )


def test_an_update_reaches_the_lead_and_the_reply_comes_back(pantry, olu, mina, larder_membership, morning, settings):
    earlier = morning - timedelta(days=30)
    pantry.memberships.update(created_at=earlier)
    rhythms.set_rhythm(
        partnership=pantry, every=1, unit="month", first_due_on=morning.date(), until_on=None, by=olu, now=earlier
    )
    run_engine(morning)
    assert sent_to(mina) == ["check-in-reminder"]

    check_in = CheckIn.objects.get(membership=larder_membership, due_on=morning.date())
    link = ActionLink.objects.get(purpose="answer", target_id=check_in.pk, contact__user=mina)
    phone = Client()
    assert phone.get(reverse("follow-link", args=[link.token])).status_code == 303
    answer = {"status": "wobbling", "ask": "A van on Fridays"}
    phone.post(reverse("answer-check-in", args=[check_in.pk]), answer)
    run_engine(morning)
    assert sent_to(olu) == ["check-in-reminder", "update-submitted"]

    update = Update.objects.get()
    updates.reply_to_ask(update=update, reply="Ours is free on Fridays.", by=olu, now=morning)
    run_engine(morning)
    assert sent_to(mina) == ["check-in-reminder", "ask-answered"]
    assert "Ours is free on Fridays." in Delivery.objects.get(notice="ask-answered").mail_text


def test_an_answer_stops_the_reminders(pantry, olu, mina, larder_membership, morning):
    earlier = morning - timedelta(days=30)
    pantry.memberships.update(created_at=earlier)
    rhythms.set_rhythm(
        partnership=pantry, every=1, unit="month", first_due_on=morning.date(), until_on=morning.date(), by=olu,
        now=earlier,
    )  # fmt: skip
    run_engine(morning)
    check_in = CheckIn.objects.get(membership=larder_membership)
    contact = mina.contacts.get()
    updates.submit(check_in=check_in, answers={"status": "on_track"}, by=contact, now=morning, values={})
    run_engine(ten_o_clock(morning.date() + timedelta(days=7)))
    assert sent_to(mina) == ["check-in-reminder"]
    assert sent_to(olu).count("check-in-reminder") == 2
