"""History pages of Django admin say what was, also after a merge has taken away what they tell of."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from partnerships.membership.models import Membership, Partnership
from partnerships.merging import actions as merges
from partnerships.merging.comparison import fingerprint

from .roles import ROLES

pytestmark = pytest.mark.django_db
ADA = next(role for role in ROLES if role.name == "administrator")
import_module(settings.ROOT_URLCONF)
# What a row leads to, when nothing is known of it but its number.
NUMBERED = re.compile(r"\b(organisation|partnership|membership|contact|seat|agreement|conversation) [0-9]+( |,|:|$)")
KEPT = [model for model in admin.site._registry if hasattr(model, "history")]


@pytest.fixture
def merged(world):
    """The library became the Larder: both were in one partnership, so memberships, seats and more went with it."""
    kept, gone = world.pantry.membership.organisation, world.pantry.membership_b.organisation
    said = {"kept": kept, "gone": gone, "picks": {}, "seen": fingerprint(kept, gone), "now": world.now}
    merges.merge(**said, by=world.users["administrator"])
    return world


def pages(model):
    """The history page of every row there ever was, and the page of its oldest line."""
    at = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    for pk in set(model.history.values_list(model._meta.pk.attname, flat=True)):
        yield reverse(f"{at}_history", args=[pk])
        yield reverse(f"{at}_simple_history", args=[pk, oldest(model, pk)])


def oldest(model, pk):
    return model.history.filter(**{model._meta.pk.attname: pk}).order_by("history_id").first().pk


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_the_history_of_every_row_is_read_after_a_merge(model, merged, traveller):
    ada = traveller.browsers.of(ADA)
    answers = {address: ada.get(address) for address in pages(model)}
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert [title for answer in answers.values() if NUMBERED.search(title := answer.context["title"])] == []


def test_history_names_what_is_gone(merged, traveller):
    gone = merged.pantry.membership_b
    name, partnership = gone.organisation.name, Partnership.objects.get(pk=gone.partnership_id)
    assert not Membership.objects.filter(pk=gone.pk).exists()
    ada = traveller.browsers.of(ADA)
    history = reverse("admin:partnerships_membership_history", args=[gone.pk])
    line = reverse("admin:partnerships_membership_simple_history", args=[gone.pk, oldest(Membership, gone.pk)])
    for address in (history, line):
        page = ada.get(address).content.decode()
        assert f"{name} in {partnership}" in page, address
    assert name in ada.get(line).content.decode().split("field-organisation")[1]
