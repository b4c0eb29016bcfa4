"""No way round the verbs: in Django admin an administrator tries to write every row there is, and writes few."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.forms import inlineformset_factory
from django.urls import reverse

from .admin_table import ADDED, CORRECTED, DELETED, FREE
from .database import digests, watching
from .roles import ROLES

pytestmark = pytest.mark.django_db
ADA = next(role for role in ROLES if role.name == "administrator")
import_module(settings.ROOT_URLCONF)  # takes away what other apps register
REGISTERED = {model.__name__: model for model in admin.site._registry}
OURS = {name: model for name, model in REGISTERED.items() if model._meta.app_label != "axes"}


def page(model, what, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def forged(row, word):
    """What the form of this row would send if everything in it were said differently, with this word in it."""
    sent = {}
    for field in row._meta.fields:
        value = otherwise(field, field.value_from_object(row), word)
        if isinstance(value, datetime):
            sent |= {f"{field.name}_0": f"{value:%Y-%m-%d}", f"{field.name}_1": f"{value:%H:%M:%S}"}
        elif value is not None and value is not False:
            sent[field.name] = value
    for inline in admin.site.get_model_admin(type(row)).inlines:
        prefix = inlineformset_factory(type(row), inline.model, fields=[]).get_default_prefix()
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return sent


def otherwise(field, value, word):
    """Another value of this field that it could have."""
    if field.primary_key or field.is_relation or value is None:
        return value
    if field.choices:
        return next((choice for choice, _ in field.flatchoices if choice not in {value, ""}), value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.EmailField):
        return f"{word}.{value}" if value else f"{word}@example.org"
    if isinstance(field, models.URLField):
        return f"https://{word}.example.org"
    if isinstance(field, (models.CharField, models.TextField)):
        return f"{word}{value}"[: field.max_length]
    if isinstance(value, (date, datetime)):
        return value - timedelta(days=1)
    return value + 1 if isinstance(value, int) else value


def attempts(model, row):
    """(address, words) of everything that could write this row, or one like it."""
    change, line = page(model, "change", row.pk), row.history.last() if hasattr(model, "history") else None
    yield page(model, "add"), forged(row, "added")
    yield change, forged(row, "forged")
    if line:
        yield change.replace("/change/", f"/history/{line.pk}/"), forged(row, "restored")
    yield page(model, "changelist"), {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    yield page(model, "delete", row.pk), {"post": "yes"}


def newest(model):
    row = model._default_manager.last()
    assert row is not None, f"the world has no {model.__name__}"
    return row


@pytest.fixture
def ada(traveller):
    return traveller.browsers.of(ADA)


@pytest.mark.parametrize("name", sorted(set(OURS) - FREE - set(CORRECTED) - {"Apart"}))
def test_what_verbs_or_the_system_write_an_administrator_only_reads(name, ada):
    model = OURS[name]
    row = newest(model)
    for address, words in attempts(model, row):
        with watching() as watch:
            answer = ada.post(address, words)
        assert not watch.has_written, address
        assert answer.status_code < 500, address


@pytest.mark.parametrize("name", sorted(CORRECTED))
def test_of_what_is_corrected_here_the_rest_stays(name, ada):
    model = OURS[name]
    row = newest(model)
    before = model._default_manager.filter(pk=row.pk).values().get()
    for address, words in attempts(model, row):
        ada.post(address, words)
        after = model._default_manager.filter(pk=row.pk).values().get()
        changed = {column for column in before if before[column] != after[column]}
        assert changed <= CORRECTED[name], address
        if address == page(model, "change", row.pk):
            assert "name" in changed, answer_of(ada, address, words)


def answer_of(browser, address, words):
    return browser.post(address, words).context["adminform"].form.errors


@pytest.mark.parametrize("name", sorted(FREE | {"Apart"}))
def test_what_is_written_freely_writes_no_other_table(name, ada):
    model = OURS[name]
    row, before = newest(model), digests()
    for address, words in attempts(model, row):
        ada.post(address, words)
    own = {model, *(inline.model for inline in admin.site.get_model_admin(model).inlines)}
    own |= {kind.history.model for kind in own}
    after = digests()
    changed = {table for table in before if before[table] != after[table]}
    assert changed - {kind._meta.db_table for kind in own} <= {"django_admin_log", "partnerships_session"}
    assert model._meta.db_table in changed


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_what_is_added_and_deleted_is_what_the_table_says(name, ada, rf, world):
    registered, request = admin.site.get_model_admin(REGISTERED[name]), rf.get("/")
    request.user = world.users["administrator"]
    assert registered.has_add_permission(request) is (name in ADDED)
    assert registered.has_delete_permission(request) is (name in DELETED)


@pytest.mark.parametrize("name", sorted(ADDED | set(CORRECTED)))
def test_a_rule_of_the_database_says_in_words_what_is_wrong(name):
    registered = admin.site.get_model_admin(REGISTERED[name])
    for model in (REGISTERED[name], *(inline.model for inline in registered.inlines)):
        for rule in model._meta.constraints:
            speaks = rule.violation_error_message != rule.default_violation_error_message
            assert speaks or (getattr(rule, "fields", ()) and rule.condition is None), rule.name
