"""How often a partnership asks how it is going."""

from django.utils import timezone

from ... import events
from ...events import history
from ...membership.models import Partnership
from .. import standing
from ..models import CheckIn, Rhythm
from . import check_ins


@history.verb
def set_rhythm(*, partnership, every, unit, first_due_on, until_on, by, now):
    """Ask in this rhythm from now on.

    Check-ins to come that no longer fit are withdrawn and the new ones opened; what is due today or overdue stays.
    """
    Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    fields = {"every": every, "unit": unit, "first_due_on": first_due_on, "until_on": until_on}
    rhythm, _ = Rhythm.objects.update_or_create(partnership=partnership, defaults=fields)
    _withdraw_what_no_longer_fits(rhythm, now)
    check_ins.open_due(now=now, partnership=partnership)
    standing.measure_anew(partnership, now)
    events.record(
        events.Kind.RHYTHM_SET, now=now, by=by, partnership=partnership, subject=rhythm, words=rhythm.in_words()
    )
    return rhythm


def _withdraw_what_no_longer_fits(rhythm, now):
    today = timezone.localdate(now)
    coming = CheckIn.objects.open().filter(partnership=rhythm.partnership_id, due_on__gt=today)
    last = coming.order_by("-due_on").values_list("due_on", flat=True).first()
    if last is not None:
        check_ins.withdraw(check_ins=coming.exclude(due_on__in=rhythm.due_days(today, last)), now=now)
