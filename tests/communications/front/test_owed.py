"""A reminder to a partner says first what the host is late with."""

from datetime import timedelta

import pytest

from communications.models import Delivery
from partnerships.commitments import actions as commitments

from ..engine.machine import Scripted, ask, pump_all, remind


@pytest.fixture
def reminded(olu, mina, host_membership, larder_membership, today, now):
    """Send Mina a reminder, after the council has promised something for this day."""

    def send(due_on, to):
        commitments.make(
            partnership=larder_membership.partnership, version=None, from_membership=host_membership,
            to_membership=to, what="A key to the hall", due_on=due_on, by=olu, now=now,
        )  # fmt: skip
        remind(ask(larder_membership, today), mina.contacts.get(), at=now)
        pump_all(now, channel=Scripted())
        return Delivery.objects.get(notice="check-in-reminder")

    return send


def test_what_we_are_late_with_stands_before_the_question(reminded, larder_membership, today):
    letter = reminded(today - timedelta(days=9), larder_membership)
    for words in (letter.mail_text, letter.mail_html):
        assert words.index("A key to the hall") < words.index("would like to hear")


def test_what_was_promised_to_everybody_counts_too(reminded, today):
    assert "First, we are late" in reminded(today - timedelta(days=9), None).mail_text


def test_what_is_not_due_yet_is_not_mentioned(reminded, larder_membership, today):
    assert "First, we are late" not in reminded(today, larder_membership).mail_text
