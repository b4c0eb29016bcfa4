"""The lead hears when somebody tries hard to get in as one of their people."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from partnerships import signs
from partnerships.links.actions import sign_ins
from partnerships.models import SignIn

pytestmark = pytest.mark.django_db


def seen_by(user, now):
    return [sign.sentence for sign in signs.seen_by(user, now=now) if sign.group == "doors"]


def guess(name, times, at):
    for number in range(times):
        client = Client(REMOTE_ADDR=f"10.5.5.{number}")
        client.post(reverse("sign-in-with-password"), {"username": name, "password": "wrong"})
    AccessAttempt.objects.update(attempt_time=at)


def test_olu_hears_that_somebody_tries_to_be_mina_and_ravi_does_not(olu, ravi, mina, now):
    guess("MINA@example.org", 12, now)
    assert seen_by(olu, now) == ["Somebody tried 12 times to sign in as Mina Patel"]
    assert seen_by(ravi, now) == []


def test_olu_hears_it_of_herself(olu, now):
    guess(olu.email, 10, now)
    assert seen_by(olu, now) == ["Somebody tried 10 times to sign in as Olu Adeyemi"]


def test_wrong_codes_count_with_wrong_passwords(olu, mina, now):
    guess(mina.email, 6, now)
    sign_ins.ask(email=mina.email, browser="b", now=now)
    SignIn.objects.update(tries_left=0)
    assert seen_by(olu, now) == ["Somebody tried 11 times to sign in as Mina Patel"]


def test_nine_wrong_ones_are_somebody_who_has_forgotten(olu, mina, now):
    guess(mina.email, 9, now)
    assert seen_by(olu, now) == []


def test_two_days_later_it_is_no_news(olu, mina, now):
    guess(mina.email, 12, now - timedelta(days=2))
    assert seen_by(olu, now) == []
