"""The house holds its shape: imports, foreign keys and templates point down."""

import re
from pathlib import Path

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
        "requirements.txt", "README.md", "pyproject.toml", "package.json", "package-lock.json", "LICENSE",
        "node_modules", "var",
    }  # fmt: skip
    assert sorted(p.name for p in ROOT.iterdir() if not p.name.startswith(".") and p.name not in allowed) == []
