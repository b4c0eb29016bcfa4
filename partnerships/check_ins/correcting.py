"""Until when an answer may be corrected, by whom, and what of it."""

from .models import CheckIn, Update

# Once we replied to an ask or promised it, its words stay as they were replied to.
ASK = "ask"


def is_open(update, now):
    """While it is the organisation's latest word and counts, in a partnership that is at work."""
    member = update.membership
    later = Update.objects.filter(membership=member, submitted_at__gt=update.submitted_at)
    counts = member.status_until is not None and member.status_until > now
    return counts and update.partnership.is_active and not member.is_gone and not later.exists()


def may(answerer, check_in, now):
    """Whoever may answer for the organisation; a lead only what a lead wrote down for them."""
    if check_in.state != CheckIn.State.ANSWERED or not answerer.is_seated:
        return False
    if answerer.lead and check_in.update.entered_by_id is None:
        return False
    return is_open(check_in.update, now)


def numbers(update):
    """[(measure, number)] that were given with it."""
    return [(value.measure, value.value) for value in update.values.select_related("measure")]


def says(update, answers, values, among=None):
    """Whether this is what it says already, numbers and all, or those `among` these measures."""
    given = dict(update.values.values_list("measure", "value"))
    if among is not None:
        given = {measure: value for measure, value in given.items() if measure in among}
    return given == values and all(getattr(update, name) == value for name, value in answers.items())


def is_ask_settled(update):
    return update.ask_answered_at is not None or update.promises.exists()
