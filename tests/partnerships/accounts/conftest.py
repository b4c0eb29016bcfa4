import time

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from partnerships.accounts.actions import second_step

from ...factories import STRONG_PASSWORD

KEY = "31" * 20


def digits(key=KEY, *, half_minutes=0):
    """What an app with this secret shows now, or some half minutes from now."""
    return f"{totp(bytes.fromhex(key), t0=-30 * half_minutes):06d}"


def with_password(user, client=None, *, to="", password=STRONG_PASSWORD, **more):
    """The client in which this user has typed the password, and the answer."""
    client = client or Client()
    address = reverse("sign-in-with-password", query={"next": to} if to else None)
    return client, client.post(address, {"username": user.email, "password": password, **more})


def is_in(client):
    return client.get(reverse("account")).status_code == 200


@pytest.fixture
def half_minute():
    """Not in the last second of the half minute that an app's digits hold."""
    while time.time() % 30 > 28:
        time.sleep(0.2)


@pytest.fixture
def codes(olu, now, half_minute):
    """Olu has the second step, set up a while ago; these are her codes on paper."""
    made = second_step.set_up(user=olu, key=KEY, digits=digits(), by=olu, now=now)
    olu.totpdevice_set.update(last_t=-1)
    return made
