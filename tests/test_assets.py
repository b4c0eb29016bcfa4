"""The files a browser gets: only those named, none from elsewhere, and small enough for a slow phone."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string

from config.assets import ASSETS, NodeModulesFinder

TEMPLATES = sorted((settings.ROOT / "templates").rglob("*.html"))
STYLES = sorted((settings.ROOT / "static").glob("*.css"))


def test_every_named_asset_is_installed_and_found():
    finder = NodeModulesFinder()
    assert finder.check() == []
    assert {name for name, _ in finder.list([])} == set(ASSETS)
    assert finders.find("vendor/echarts.min.js") == str(settings.ROOT / "node_modules/echarts/dist/echarts.min.js")
    assert finder.find("vendor/echarts.min.js", find_all=True) == [finders.find("vendor/echarts.min.js")]


@pytest.mark.parametrize("name", ["echarts/package.json", "vendor/../echarts/package.json", "axe-core/axe.min.js", ""])
def test_nothing_else_of_node_modules_is_served(name):
    assert NodeModulesFinder().find(name) == []


def test_missing_packages_are_a_warning_with_the_way_out(settings, tmp_path):
    settings.ROOT = tmp_path
    warnings = NodeModulesFinder().check()
    assert len(warnings) == len(ASSETS)
    assert {warning.hint for warning in warnings} == {"Run: npm ci"}
    assert list(NodeModulesFinder().list([])) == []


def test_collected_files_carry_fingerprints_and_name_no_missing_file(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "config.assets.NodeModulesFinder",
    ]
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    finders.get_finder.cache_clear()
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert set(ASSETS) < set(paths)
    assert paths["vendor/atkinson.woff2"].removeprefix("vendor/") in (tmp_path / paths["house.css"]).read_text()


def test_the_lock_file_pins_exact_versions_and_names_no_registry():
    wanted = json.loads((settings.ROOT / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}.values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    lock = json.loads((settings.ROOT / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_page_has_no_inline_script_or_style_and_nothing_from_elsewhere(path):
    if "emails" in path.parts:
        return
    source = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|\shx-on|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert not re.search(r"(src|href)=\"(https?:)?//", source)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_stylesheet_asks_for_nothing_from_elsewhere(path):
    assert not re.search(r"@import|url\(\"?(https?:|//)", path.read_text())


def test_what_a_partner_page_loads_is_small():
    named = re.findall(r'"/static/([^"#]+)', render_to_string("public.html", {"site_name": "Partnerships"}))
    loaded = {*named, "icons.svg", "vendor/atkinson.woff2"}
    assert loaded == {"favicon.svg", "house.css", "forms.css", "icons.svg", "vendor/atkinson.woff2"}
    for_welsh_too = [Path(finders.find(name)) for name in {*loaded, "vendor/atkinson-ext.woff2"}]
    assert sum(path.stat().st_size for path in for_welsh_too) < 85_000
    assert len(for_welsh_too) + 1 <= 8


def test_the_page_for_something_missing_tells_nothing_about_it():
    bodies = {render_to_string("404.html", {"site_name": "P", "exception": text}) for text in ("No Partnership", "")}
    assert len(bodies) == 1


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_page_for_our_own_failure_needs_nothing_but_itself(name):
    assert "<h1>" in render_to_string(name)
