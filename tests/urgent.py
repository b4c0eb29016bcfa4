"""What a lead is told, but the standing gaps, which have their own tests in tests/partnerships/test_gaps.py."""

from partnerships import signs


def urgent(user, now):
    return [sign for sign in signs.seen_by(user, now=now) if not sign.is_standing]
