"""Olu sets up the second step, signs in with it, loses her phone, and comes in with a code from paper."""

import re
from base64 import b32decode

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.demo import PASSWORD

pytestmark = pytest.mark.browser


def app(site):
    """What her phone shows, a half minute later each time: digits count once."""
    with site.inside():
        device = TOTPDevice.objects.get()
        TOTPDevice.objects.update(last_t=-1)
        return f"{totp(device.bin_key):06d}"


def test_olu_comes_in_with_two_steps(bare_site, people):
    olu = people(bare_site, "Olu")
    olu.signs_in("olu@example.org", PASSWORD)
    olu.page.locator("summary").filter(has_text="Your account").click()
    olu.page.get_by_role("link", name="Your account").click()
    olu.is_at("Your account")
    olu.follows("Set it up")
    olu.is_at("Set up the second step")
    olu.shoots_all("set-up-second-step")
    olu.main.get_by_text("No camera? Type the secret").click()
    secret = olu.main.locator(".secret").inner_text()
    olu.fills("Six digits that the app shows now", "12345")
    olu.fills("Your password", PASSWORD)
    olu.presses("Go on")
    olu.sees("Type the six digits that the app shows.")
    olu.fills("Six digits that the app shows now", f"{totp(from_fours(secret)):06d}")
    olu.fills("Your password", PASSWORD)
    olu.presses("Go on")
    olu.is_at("Keep these codes")
    paper = re.findall(r"[a-z2-7]{8}", olu.main.locator(".codes").inner_text())
    olu.shoots_all("second-step-codes")
    olu.presses("I have kept them")
    olu.sees("Signing in now takes your app, or one of these codes.", "10 of the codes on paper are unused.")

    at_home = people(bare_site, "Olu", width=320, scripts=False)
    at_home.types_the_password("olu@example.org", PASSWORD)
    at_home.is_at("The second step")
    at_home.fills("Six digits from your app", "")
    at_home.presses("Sign in")
    at_home.sees("Fill in “Six digits from your app”.")
    at_home.fills("Six digits from your app", app(bare_site))
    at_home.presses("Sign in")
    at_home.is_at("Good")

    without_phone = people(bare_site, "Olu")
    without_phone.types_the_password("olu@example.org", PASSWORD)
    without_phone.fills("Six digits from your app", paper[0])
    without_phone.presses("Sign in")
    without_phone.is_at("Good")
    without_phone.opens("/account/")
    without_phone.sees("9 of the codes on paper are unused.")
    without_phone.presses("Sign out everywhere else")
    olu.opens("/account/")
    olu.is_at("Sign in")


def from_fours(secret):
    return b32decode(secret.replace(" ", ""))
