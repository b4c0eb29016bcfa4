"""Setting the second step up, giving new codes, and taking it away."""

import math

from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ... import events
from ...events import history
from .. import second_steps

CODES = 10


class WrongDigits(Exception):
    """The digits are not those of this moment; the message says what to do."""


class Wait(Exception):
    """Nothing was looked at and no code is used up: `seconds` are left of the pause after wrong ones."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


@history.verb
def show(*, typed, by, now):
    """Use up the digits of the moment, or a code from paper. Returns whether they are right: each counts once.

    After wrong ones the device pauses, each time twice as long: raises Wait meanwhile.
    """
    typed = "".join(typed.replace("-", "").split()).lower()
    kind = second_steps.device_for(typed)
    # Locked, so that the same digits sent twice at once are used once.
    devices = list(kind.objects.devices_for_user(by, confirmed=True).select_for_update())
    for device in devices:
        _refuse_in_a_pause(device)
    is_right = any(device.verify_token(typed) for device in devices)
    if is_right and kind is StaticDevice:
        events.record(events.Kind.SECOND_STEP_CODE_USED, now=now, by=by, subject=by, user=str(by))
    return is_right


def _refuse_in_a_pause(device):
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        raise Wait(math.ceil((why["locked_until"] - timezone.now()).total_seconds()))


@history.verb
def set_up(*, user, key, digits, by, now):
    """Keep the secret `key` (hex) of an app that shows these digits now. Returns ten codes for paper.

    Raises WrongDigits, with nothing kept. An app from before no longer counts.
    """
    device = second_steps.unsaved_device(user, key)
    device.last_t = second_steps.counter_of(device, digits)
    if device.last_t is None:
        raise WrongDigits("These are not the digits of this moment. Wait for the next six and type those.")
    TOTPDevice.objects.filter(user=user).delete()
    device.save()
    events.record(events.Kind.SECOND_STEP_ADDED, now=now, by=by, subject=user, user=str(user))
    return _new_codes(user)


@history.verb
def renew_codes(*, user, by, now):
    """Ten new codes for paper; those from before no longer count."""
    events.record(events.Kind.SECOND_STEP_CODES_MADE, now=now, by=by, subject=user, user=str(user))
    return _new_codes(user)


@history.verb
def take_away(*, user, by, now):
    """They sign in without it from now on; who is signed in as them elsewhere is signed out."""
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    if by != user:
        user.end_sessions()
    events.record(events.Kind.SECOND_STEP_REMOVED, now=now, by=by, subject=user, user=str(user))


def _new_codes(user):
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="Paper")
    codes = {StaticToken.random_token() for _ in range(CODES)}
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return sorted(codes)
