"""Setting the second step up, giving new codes, and taking it away."""

from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from ... import events
from ...events import history
from .. import second_steps

CODES = 10


class WrongDigits(Exception):
    """The digits are not those of this moment; the message says what to do."""


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
