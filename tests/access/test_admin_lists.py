"""Lists of Django admin ask the database as often for sixty rows as for three."""

from collections import Counter
from importlib import import_module
from itertools import count

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from .roles import ROLES

pytestmark = pytest.mark.django_db
ADA = next(role for role in ROLES if role.name == "administrator")
import_module(settings.ROOT_URLCONF)
# Its list is the page of background jobs.
LISTED = sorted((m for m in admin.site._registry if m.__name__ != "Heartbeat"), key=lambda model: model.__name__)
numbers = count(1)


def fill(model, wanted):
    """Rows like the newest one, until there are so many."""
    while (missing := wanted - model._default_manager.count()) > 0:
        for _ in range(missing):
            another(model._default_manager.last())


def another(row):
    """A copy of a row that may stand beside it: with other words, and of other rows where those may be had once."""
    model, number = type(row), next(numbers)
    copy = model(**{field.attname: field.value_from_object(row) for field in model._meta.fields})
    copy.pk = None
    once = [set(rule.fields) for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    once += [{field.name} for field in model._meta.fields if field.unique and not field.primary_key]
    for field in model._meta.fields:
        value = getattr(copy, field.attname)
        if is_varied(field, copy) or (isinstance(field, models.TextField) and value):
            setattr(copy, field.attname, f"{number}{value}"[: field.max_length])
    for names in once:
        fields = [model._meta.get_field(name) for name in names]
        if not any(is_varied(field, copy) for field in fields):
            vary(copy, row, fields, number)
    models.Model.save_base(copy, raw=True, force_insert=True)
    return copy


def is_varied(field, row):
    """Whether it holds words of somebody's own. An event's kind is one of the house's, though no choice says so."""
    is_free = isinstance(field, models.CharField) and not field.choices and field.name != "kind"
    return is_free and bool(getattr(row, field.attname))


def vary(copy, row, fields, number):
    for field in fields:
        if field.is_relation and getattr(row, field.attname) is not None:
            setattr(copy, field.name, another(getattr(row, field.name)))
            return
    for field in fields:
        if isinstance(field, models.IntegerField):
            setattr(copy, field.attname, number + 100)
            return


def queries(browser, address):
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_a_list_asks_no_more_for_sixty_rows_than_for_three(model, world, traveller):
    if model._meta.app_label == "axes":
        pytest.skip("another app's list")
    ada = traveller.browsers.of(ADA)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    fill(model, 3)
    few = queries(ada, address)
    fill(model, 60)
    many = queries(ada, address)
    assert len(many) == len(few), Counter(many).most_common(3)
    assert len(many) < 15
