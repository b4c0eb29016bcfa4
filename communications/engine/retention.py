"""What ends by itself, and when: one line for each kind of row that is kept for a while only. Run every hour."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.db.models import Q, QuerySet
from django.utils import timezone

from evaluation.responses import limits
from evaluation.responses.models import Salt, Tally
from partnerships.models import ActionLink, ImportBatch, ImportRow, PutOff, SentForm, Session, SignIn
from partnerships.spreadsheets.models import UNDO_FOR

A_MONTH = timedelta(days=30)
# A link in an old mail says kindly that it has ended; after this it says that it is not known.
LINKS = timedelta(days=400)
LOT = 1000


@dataclass(frozen=True)
class Rule:
    """`ended(cut)` are the rows that ended before a moment, `kept` how long after it they stay; `leaving` is what stays
    of them, or None where they go whole."""

    what: str
    kept: timedelta
    ended: Callable[..., QuerySet]
    leaving: dict | None = None


def _before(model, column):
    return lambda cut: model.objects.filter(**{f"{column}__lt": cut})


def _sheets(cut):
    """Rows of files that can no longer be undone."""
    over = Q(batch__applied_at__lt=cut) | Q(batch__undone_at__lt=cut)
    return ImportRow.objects.filter(over).exclude(batch__state__in=ImportBatch.UNDER_WAY).exclude(cells=[], changes={})


def _unused_sheets(cut):
    return ImportBatch.objects.filter(state__in=ImportBatch.BEFORE_APPLYING, uploaded_at__lt=cut)


def _old_links(cut):
    return ActionLink.objects.filter(Q(expires_at__lt=cut) | Q(revoked_at__lt=cut))


def _came_back(cut):
    return PutOff.objects.filter(until__lte=timezone.localdate(cut))


def _salts(cut):
    return Salt.objects.filter(on__lt=timezone.localdate(cut))


EMPTY_ROW = {"cells": [], "merged": {}, "values": {}, "repairs": [], "problems": [], "changes": {}, "match_reason": ""}
AT_ONCE = timedelta(0)
RULES = [
    Rule("sessions that have ended", AT_ONCE, _before(Session, "expire_date")),
    Rule("sign-ins by mail", A_MONTH, _before(SignIn, "created_at")),
    Rule("wrong passwords", A_MONTH, _before(AccessAttempt, "attempt_time")),
    Rule("what signed in where", A_MONTH, _before(AccessLog, "attempt_time")),
    Rule("failures to sign in", A_MONTH, _before(AccessFailureLog, "attempt_time")),
    Rule("the log of Django admin", A_MONTH, _before(LogEntry, "action_time")),
    Rule("cells of applied and undone files", UNDO_FOR, _sheets, leaving=EMPTY_ROW),
    Rule("files that were never applied", A_MONTH, _unused_sheets),
    Rule("links in mail that have ended", LINKS, _old_links),
    Rule("keys of sent forms", timedelta(days=2), _before(SentForm, "at")),
    Rule("lines that were put off", AT_ONCE, _came_back),
    Rule("counts of answers by browser", limits.KEPT, _before(Tally, "hour")),
    # The salt of a day goes with the day: what was counted with it can be joined to nobody from then on.
    Rule("salts of those counts", AT_ONCE, _salts),
]


def tidy(now):
    """Let everything go whose time is over. {what: how many rows}, without those of which there were none."""
    done = {rule.what: _let_go(rule, now) for rule in RULES}
    return {what: count for what, count in done.items() if count}


def _let_go(rule, now):
    count, ended = 0, rule.ended(now - rule.kept)
    # In lots, so that a table nobody has tidied for a year is not locked for a minute.
    while lot := list(ended.order_by("pk").values_list("pk", flat=True)[:LOT]):
        rows = ended.model.objects.filter(pk__in=lot)
        if rule.leaving is None:
            rows.delete()
        else:
            rows.update(**rule.leaving)
        count += len(lot)
    return count
