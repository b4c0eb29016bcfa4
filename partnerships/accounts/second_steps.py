"""The second step of signing in: six digits from an app on a device, or one of ten codes kept on paper."""

from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..directory.models import User

DIGITS = 6


def has(user):
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def must_have(user):
    """Whether this person must set it up before they may go on: staff, where the site asks for it."""
    return settings.SECOND_STEP == "required" and user.role != User.Role.PARTNER


def codes_left(user):
    """How many of the codes on paper are unused."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user))


def device_for(typed):
    """The kind of device that what somebody typed is of: an app, or a list on paper."""
    return TOTPDevice if len(typed) == DIGITS and typed.isdecimal() else StaticDevice


def unsaved_device(user, key):
    """The app's side of a secret that nobody has confirmed yet."""
    return TOTPDevice(user=user, key=key, name="App")


def counter_of(device, typed):
    """Which half minute these digits are of, or None when they are not of this one."""
    digits = "".join(filter(str.isdecimal, typed))
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    right = len(digits) == DIGITS and totp.verify(int(digits), tolerance=1)
    return totp.t() if right else None
