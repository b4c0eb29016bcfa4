"""Every row can say what it is called without a question: in lists, in errors, and when what it leads to is gone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import models

from partnerships.events.models import Event, Kind
from partnerships.pages.names import known, needed_by

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for label in ("partnerships", "evaluation", "communications")
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical")
]


def valued(model, key):
    """A row that was never saved, and whose relations all have this key."""
    values = {}
    for field in model._meta.fields:
        if field.is_relation:
            values[field.attname] = key
        elif field.choices:
            values[field.attname] = field.flatchoices[-1][0]
        elif isinstance(field, models.DateTimeField):
            values[field.attname] = datetime(2026, 12, 1, 9, tzinfo=UTC)
        elif isinstance(field, models.DateField):
            values[field.attname] = date(2026, 12, 1)
        elif isinstance(field, models.DecimalField):
            values[field.attname] = Decimal(3)
    if model is Event:
        values["kind"] = Kind.UPDATE_SUBMITTED
    return model(**values)


@pytest.mark.parametrize("key", [7, None])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_row_is_called_something_without_asking_what_it_is_related_to(model, key, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert isinstance(str(valued(model, key)), str)


@pytest.mark.parametrize("model", [m for m in MODELS if hasattr(m, "NAMED_BY")], ids=lambda model: model.__name__)
def test_a_row_that_came_with_its_relations_names_them(model, world, django_assert_num_queries):
    row = model._default_manager.select_related(*needed_by(model)).last()
    with django_assert_num_queries(0):
        called = str(row)
    own = [str(row._meta.get_field(path.split("__")[0]).related_model._meta.verbose_name) for path in model.NAMED_BY]
    assert not [word for word in own if f"{word} {row.pk}" in called], called
    assert any(known(row, path) in called for path in model.NAMED_BY) or row.name
