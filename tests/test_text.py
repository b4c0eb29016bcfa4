"""Text is never code: what somebody typed is printed, and neither run nor taken for mark-up."""

import ast
import re
from pathlib import Path

import pytest
from django.urls import reverse

from partnerships.models import Measure, Organisation

ROOT = Path(__file__).resolve().parents[1]
CODE = [
    path for app in ("partnerships", "evaluation", "communications", "config") for path in (ROOT / app).rglob("*.py")
]
# Where crispy's pieces that run a text as a template are replaced.
REPLACED_IN = ROOT / "partnerships/pages/forms.py"
RUNS_TEXT = {"HTML", "Fieldset", "Alert", "Tab", "AccordionGroup", "Button", "Submit", "Reset", "StrictButton"}
# Files that mark something as safe, and what it is.
MARKED = {
    # The names of two tags, and text that was escaped the line before.
    "partnerships/templatetags/differences.py",
}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def test_no_form_uses_a_piece_that_runs_its_text_as_a_template():
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in CODE
        for module, name in imported(path)
        if module.startswith("crispy_forms") and name in RUNS_TEXT and path != REPLACED_IN
    }
    assert found == set()


def test_no_code_makes_a_template_of_a_text():
    found = {
        f"{path.relative_to(ROOT)}"
        for path in CODE
        for module, name in imported(path)
        if (module, name) in {("django.template", "Template"), ("django.template", "Engine")}
    }
    assert found == set()


def test_nothing_built_is_marked_as_safe():
    templates = (ROOT / "templates").rglob("*.html")
    by_filter = {
        str(p.relative_to(ROOT)) for p in templates if re.search(r"\|\s*safe(seq)?\b|autoescape off", p.read_text())
    }
    by_code = {
        str(path.relative_to(ROOT))
        for path in CODE
        for module, name in imported(path)
        if name in {"mark_safe", "SafeString", "SafeText"} or module == "django.utils.safestring"
    }
    assert (by_filter, by_code) == (set(), MARKED)


@pytest.mark.django_db
def test_an_organisations_name_is_not_run_as_a_template(olu, larder_membership, pantry, browser_of, settings):
    larder = larder_membership.organisation
    Organisation.objects.filter(pk=larder.pk).update(name="{{ messages.storages.0.signer.key }}<i id=planted>")
    browser = browser_of(olu)
    browser.post(reverse("begin-agreement", args=[pantry.pk]))
    version = pantry.agreement.versions.get()
    for name in ("edit-responsibilities", "edit-control"):
        page = browser.get(reverse(name, args=[version.pk])).content.decode()
        assert "{{ messages.storages.0.signer.key }}" in page
        assert settings.SECRET_KEY not in page
        assert "<i id=planted>" not in page


@pytest.mark.django_db
def test_a_hint_prints_no_mark_up(olu, pantry, browser_of, today):
    objective = pantry.objectives.create(title="Fewer lonely people")
    measure = Measure.objects.create(
        objective=objective, name="Guests", unit="<meta http-equiv=refresh>", baseline=1, target=9, baseline_on=today,
        source="Sheet",
    )  # fmt: skip
    page = browser_of(olu).get(reverse("add-measure-value", args=[measure.pk])).content.decode()
    assert "<meta http-equiv=refresh>" not in page
