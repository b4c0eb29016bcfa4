"""The channel of the demo: a message is sent when it lies on the outbox page."""

from .outcome import Outcome, What


class Kept:
    def __enter__(self):
        return self

    def __exit__(self, *problem):
        return None

    def hand_over(self, letter):
        return Outcome(What.SENT)
