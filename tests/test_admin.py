"""Administrators find every record, with search, filters and history, also at a million rows."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from partnerships.models import Organisation, User

from .access.admin_table import ADDED

pytestmark = pytest.mark.django_db
# The key of a session is the session: who read it would be in. Those of sent forms say nothing to anybody.
# Results leave evaluation through disclosure.SafeTable only, so raw answers are not for browsing.
NOT_REGISTERED = {"SentForm", "Session", "BallotBox", "Response", "Answer", "Salt", "Tally"}


def our_models():
    return [
        model
        for label in ("partnerships", "evaluation", "communications")
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.startswith("Historical")
    ]


def test_every_model_is_registered():
    missing = {model.__name__ for model in our_models() if not admin.site.is_registered(model)}
    assert missing == NOT_REGISTERED


@pytest.mark.parametrize(
    "model", [m for m in our_models() if m.__name__ not in NOT_REGISTERED], ids=lambda m: m.__name__
)
def test_every_list_can_be_searched_without_counting_everything(model, browser_of, ada):
    registered = admin.site.get_model_admin(model)
    assert registered.search_fields
    assert registered.show_full_result_count is False
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert browser_of(ada).get(url, {"q": "pantry"}).status_code == 200


@pytest.mark.parametrize("name", sorted(ADDED))
def test_what_an_administrator_adds_has_its_add_page(name, browser_of, ada):
    model = next(model for model in our_models() if model.__name__ == name)
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    assert browser_of(ada).get(url).status_code == 200


def test_a_change_in_admin_is_kept_with_who_made_it(browser_of, ada, larder):
    adas = browser_of(ada)
    url = reverse("admin:partnerships_organisation_change", args=[larder.pk])
    form = {
        "name": "Sale Larder and Kitchen",
        "identifiers-TOTAL_FORMS": 0, "identifiers-INITIAL_FORMS": 0,
    }  # fmt: skip
    adas.post(url, form)
    assert Organisation.objects.get(pk=larder.pk).name == "Sale Larder and Kitchen"
    assert larder.history.first().history_user == ada
    history = reverse("admin:partnerships_organisation_history", args=[larder.pk])
    assert "Sale Larder and Kitchen" in adas.get(history).content.decode()


def test_a_password_is_set_in_admin(browser_of, ada, olu):
    url = reverse("admin:user-password", args=[olu.pk])
    adas = browser_of(ada)
    assert url in adas.get(reverse("admin:partnerships_user_change", args=[olu.pk])).content.decode()
    assert adas.post(url, {"password1": "short", "password2": "short"}).status_code == 200
    adas.post(url, {"password1": "three blue narrowboats", "password2": "three blue narrowboats"})
    assert User.objects.get(pk=olu.pk).check_password("three blue narrowboats")


def test_a_lead_is_no_administrator(browser_of, olu):
    response = browser_of(olu).get(reverse("admin:index"))
    assert response.status_code == 302


def test_the_jobs_page_is_in_the_admin(browser_of, ada):
    assert "What runs by itself" in browser_of(ada).get(reverse("admin:background-jobs")).content.decode()
