"""One word per thing: each model has its line in the glossary, and no page says a word that is only a table's."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text()
FLOORS = ["partnerships", "evaluation", "communications"]
# A word of the code → what a person reads instead.
READ_AS = {
    "commitment": "promise",
    "celebration": "good news",
    "membership": "member, or the organisation's name",
    "milestone slip": "another day",
    "stakeholder": "who takes part",
    "user": "person, or account",
}
CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->|<style.*?</style>|<[^>]*>", re.DOTALL)


def written_words(path):
    """What stands between the tags of a template."""
    return CODE.sub(" ", path.read_text())


@pytest.mark.parametrize("label", FLOORS)
def test_every_model_has_its_line(label):
    models = [model.__name__ for model in apps.get_app_config(label).get_models()]
    missing = [name for name in models if not name.startswith("Historical") and f"`{name}`" not in GLOSSARY]
    assert missing == []


@pytest.mark.parametrize("word", READ_AS)
def test_no_page_and_no_mail_says_a_word_that_is_only_a_table_s(word):
    pages = [path for kind in ("*.html", "*.txt") for path in (ROOT / "templates").rglob(kind)]
    said = [str(path.relative_to(ROOT)) for path in pages if re.search(rf"\b{word}s?\b", written_words(path), re.I)]
    assert said == [], f"say: {READ_AS[word]}"
