"""The ways a message leaves the house. Each channel opens, takes one message at a time, and says what became of it."""

from django.conf import settings

from .outcome import Outcome, Unavailable

__all__ = ["Outcome", "Unavailable", "chosen"]


def chosen():
    """The channel the settings ask for: the wire, or the outbox page, where messages stay."""
    from .mail import Mail
    from .outbox_page import Kept

    return Kept() if settings.EMAIL_URL == "outbox" else Mail()
