"""The house holds its shape: imports, foreign keys and templates point down."""

import re
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["partnerships", "evaluation", "communications"]


def floor(app_label):
    return FLOORS.index(app_label) if app_label in FLOORS else -1


def test_imports_point_down(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.mark.parametrize("label", FLOORS)
def test_foreign_keys_point_down(label):
    upward = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if floor(field.related_model._meta.app_label) > floor(label)
    ]
    assert upward == []


@pytest.mark.parametrize("label", FLOORS)
def test_templates_include_only_their_own_floor_or_below(label):
    allowed = {"", *FLOORS[: floor(label) + 1]}
    upward = []
    for template in (ROOT / "templates" / label).rglob("*.html"):
        for name in re.findall(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)", template.read_text()):
            folder = name.split("/")[0] if "/" in name else ""
            if folder in FLOORS and folder not in allowed:
                upward.append(f"{template.name} → {name}")
    assert upward == []


def test_the_top_level_holds_only_what_the_house_and_its_tools_need():
    allowed = {
        "manage.py", "partnerships", "evaluation", "communications", "templates", "static", "config", "tests",
        "requirements.txt", "README.md", "CONTRIBUTING.md", "pyproject.toml", "package.json", "package-lock.json",
        "LICENSE", "docs", "node_modules", "var",
    }  # fmt: skip
    assert sorted(p.name for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in allowed) == []


# --- Rooms ------------------------------------------------------------------------------------------------------------

ROOMS = {
    "partnerships": [
        "pages", "events", "directory", "accounts", "links", "membership", "proposals", "plan", "agreements",
        "commitments", "check_ins", "need", "conversations", "pipeline", "endings", "spreadsheets", "merging", "signs",
    ],
    "evaluation": ["rounds", "responses", "results"],
    "communications": ["engine", "reminders", "notices", "celebrations", "preferences", "front"],
}  # fmt: skip
# What stands in a room, from below to above. Whatever has another name is a reading.
FURNITURE = ["models", "permissions", "reading", "actions", "gate", "forms", "views", "urls"]
# Decorators that stand before the views of several rooms.
GATES = {"drafting", "redirects"}
WIRING = {"urls", "admin", "apps", "signs", "merge_rules"}
# (who, whom, since, why). Only to shrink.
EXCEPTIONS = {
    # 2026-11-26 Who may see the directory follows from the seats.
    ("directory.models.contact", "membership.models"),
    ("directory.models.organisation", "membership.models"),
    # 2026-11-26 A line of a first conversation remembers which objective it became.
    ("plan.actions.objectives", "conversations.actions.conversations"),
}


def room_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS["partnerships"] else None


def furniture_of(module):
    name = module.split(".")[2] if module.count(".") > 1 else "reading"
    return "gate" if name in GATES else name if name in {*FURNITURE, *WIRING} else "reading"


def imports_between_rooms():
    """(who, furniture, whom, furniture, whether upward) for every import from one room of partnerships to another."""
    graph = grimp.build_graph("partnerships", cache_dir=None)
    for who in sorted(graph.modules):
        for whom in sorted(graph.find_modules_directly_imported_by(who)):
            if room_of(who) and room_of(whom) and room_of(who) != room_of(whom):
                order = ROOMS["partnerships"]
                is_up = order.index(room_of(whom)) > order.index(room_of(who))
                short = (who.removeprefix("partnerships."), whom.removeprefix("partnerships."))
                yield short[0], furniture_of(who), short[1], furniture_of(whom), is_up


def test_models_and_actions_import_only_rooms_below(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    upward = {
        (who, whom)
        for who, kind, whom, _, is_up in imports_between_rooms()
        if is_up and kind in {"models", "permissions", "actions"}
    }
    assert upward == EXCEPTIONS


def test_no_page_reaches_into_the_pages_of_another_room(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    reached = [
        f"{who} → {whom}"
        for who, kind, whom, what, is_up in imports_between_rooms()
        if kind not in WIRING and (what == "views" or (is_up and what in {"forms", "actions"}))
        if (who, whom) not in EXCEPTIONS
    ]
    assert reached == []


@pytest.mark.parametrize("label", FLOORS)
def test_the_furniture_of_a_room_stands_in_its_order(label, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    graph = grimp.build_graph(label, cache_dir=None)
    turned = []
    for who in sorted(graph.modules):
        for whom in sorted(graph.find_modules_directly_imported_by(who)):
            pair = furniture_of(who), furniture_of(whom)
            in_one_room = who.split(".")[1:2] == whom.split(".")[1:2] and who.split(".")[1:2][0] in ROOMS[label]
            if in_one_room and {*pair} <= {*FURNITURE} and FURNITURE.index(pair[1]) > FURNITURE.index(pair[0]):
                turned.append((who, whom))
    assert set(turned) == TURNED.get(label, set())


TURNED = {
    # Models that ask a pure function for arithmetic or for the shape of a number.
    "partnerships": {
        ("partnerships.check_ins.models.rhythm", "partnerships.check_ins.periods"),
        ("partnerships.directory.models.organisation", "partnerships.directory.registers"),
    },
}


def test_no_folder_is_crowded():
    folders = [path for label in FLOORS for path in (ROOT / label).rglob("*") if path.is_dir()]
    code = {str(f.relative_to(ROOT)): len([p for p in f.glob("*.py") if p.name != "__init__.py"]) for f in folders}
    pages = {str(f.relative_to(ROOT)): len(list(f.glob("*.html"))) for f in (ROOT / "templates").rglob("*")}
    assert {name: count for name, count in code.items() if count > 15 and "migrations" not in name} == {}
    assert {name: count for name, count in pages.items() if count > 50 and not name.endswith("emails")} == {}


@pytest.mark.parametrize("label", FLOORS)
def test_every_folder_of_a_floor_is_a_room_of_the_list(label):
    folders = {path.name for path in (ROOT / label).iterdir() if (path / "__init__.py").exists()}
    assert folders - {"migrations", "management", "templatetags"} == {*ROOMS[label]}


@pytest.mark.parametrize("label", FLOORS)
def test_a_page_lies_in_the_room_of_its_view(label):
    strays = []
    for path in (ROOT / label).rglob("*.py"):
        room = path.relative_to(ROOT / label).parts[0]
        for name in re.findall(rf"[\"']{label}/([\w/]+)\.html", path.read_text()):
            if room in ROOMS[label] and name.split("/")[0] != room:
                strays.append(f"{path.relative_to(ROOT)}: {name}")
    assert strays == []
