"""Every verb of the house is told who does it and when, stands or falls as one, and signs its lines of history."""

import ast
import inspect
import pkgutil
from datetime import timedelta
from importlib import import_module

import pytest

from partnerships.check_ins.actions import check_ins
from partnerships.check_ins.models import CheckIn
from partnerships.events import history
from partnerships.spreadsheets.actions import imports, reading_files

APPS = ["partnerships", "evaluation", "communications"]
WHO = {"by", "entered_by", "contact"}
# What is called with names and is no such verb. Only for these reasons.
NOT_VERBS = {
    "partnerships.check_ins.actions.check_ins.open_due": "the clock does it, in lots, to rows without history",
    "partnerships.links.actions.sign_ins.when_to_ask": "asks, and changes nothing",
    "partnerships.links.actions.sign_ins.with_code": "a wrong try stays counted when it is refused",
    "partnerships.spreadsheets.actions.imports.finish": "each lot is a verb of its own",
    "evaluation.responses.actions.take_back": "nothing may tell who took what back, or when",
}
# Verbs that nobody is named for. Within another verb, its author signs.
NOBODY_DOES = {
    "partnerships.agreements.actions.versions.settle": "the clock",
    "partnerships.check_ins.actions.check_ins.mark_opened": "whoever holds the link; no history",
    "partnerships.check_ins.actions.check_ins.withdraw": "only within verbs that end something",
    "partnerships.endings.actions.pauses.end_all": "only within the end of a partnership",
    "partnerships.links.actions.sign_ins.ask": "nobody is known yet",
    "partnerships.links.actions.sign_ins.use": "nobody is known yet",
    "partnerships.spreadsheets.actions.imports.carry_on": "the import knows who",
    "evaluation.responses.actions.give": "nothing may tell who answered",
    "communications.celebrations.actions.draft_for": "the clock",
}


def called_with_names():
    """{dotted name: function} of what the actions of all rooms offer by names."""
    found = {}
    for app in APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if "actions" in module.name.split("."):
                for name, act in vars(import_module(module.name)).items():
                    is_own = inspect.isfunction(act) and act.__module__ == module.name and not name.startswith("_")
                    if is_own and _takes_names_only(act):
                        found[f"{module.name}.{name}"] = act
    return found


def _takes_names_only(act):
    kinds = {one.kind for one in inspect.signature(act).parameters.values()}
    return kinds and kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}


VERBS = {name: act for name, act in called_with_names().items() if name not in NOT_VERBS}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_one_and_is_told_who_and_when(name):
    act = VERBS[name]
    told = set(inspect.signature(act).parameters)
    assert getattr(act, "is_verb", False), "@history.verb is missing"
    assert "now" in told
    assert name in NOBODY_DOES or told & WHO


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_has_no_clock_of_its_own(name):
    act = inspect.unwrap(VERBS[name])
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(act))) if isinstance(node, ast.Call)]
    asked = [ast.unparse(call) for call in calls if ast.unparse(call.func) in {"timezone.now", "date.today"}]
    assert asked + [ast.unparse(c) for c in calls if ast.unparse(c) == "timezone.localdate()"] == []


def test_the_exceptions_are_there_and_none_is_left_over():
    offered = called_with_names()
    assert set(NOT_VERBS) <= set(offered)
    assert {name for name in NOT_VERBS if getattr(offered[name], "is_verb", False)} == set()
    assert {name for name in NOBODY_DOES if set(inspect.signature(VERBS[name]).parameters) & WHO} == set()


@pytest.mark.django_db
def test_lines_written_by_the_lot_are_signed_by_the_verb_around(pantry, larder_membership, olu, now, today):
    row = CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="2027-01", due_on=today)
    later = now + timedelta(days=3)

    @history.verb
    def end(*, by, now):
        check_ins.withdraw(check_ins=CheckIn.objects.filter(pk=row.pk), now=now)

    end(by=olu, now=later)
    line = row.history.first()
    assert (line.state, line.history_user, line.history_date) == ("withdrawn", olu, later)


@pytest.mark.django_db
def test_what_a_worker_does_for_an_import_is_signed_by_whoever_brought_it(ada, now):
    later = now + timedelta(days=3)
    batch = reading_files.begin(data=b"Name\nSale Larder\n", file_name="a.csv", by=ada, now=now)
    imports.finish(batch=batch, now=later)
    batch.refresh_from_db()
    imports.choose_columns(batch=batch, columns=batch.columns, by=ada, now=later)
    imports.finish(batch=batch, now=later)
    lines = batch.history.order_by("history_id").values_list("state", "history_user", "history_date")
    assert list(lines)[1:] == [(state, ada.pk, later) for state in ("mapping", "preparing", "preview")]
