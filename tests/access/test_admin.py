"""Django admin by one rule: administrators come in, everybody else is sent to a sign-in page."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from .admin_table import ADDED, DELETED
from .database import fingerprint, watching
from .headers import complaints
from .roles import ROLES
from .visits import patterns

pytestmark = pytest.mark.django_db
BY_NAME = {role.name: role for role in ROLES}
OUTSIDERS = [BY_NAME[name] for name in ("anonymous", "lead", "viewer")]
UNUSUAL = {
    "admin:partnerships_area_delete": 403,
    "admin:login": 302,
    "admin:autocomplete": 403,
    "admin:logout": 405,
    "admin:view_on_site": 404,
}


def addresses():
    """(name, address, what an administrator gets) of every page of Django admin, for the first row of each model."""
    for name, route, _ in patterns():
        if name.startswith("admin:"):
            label, model = (*route.split("/")[1:3], "")[:2]
            yield name, *_filled(name, route, apps.get_model(label, model) if model in _models(label) else None)


def _models(label):
    return apps.get_app_config(label).models if label in apps.app_configs else {}


def _filled(name, route, model):
    row = model._default_manager.first() if model else None
    pk, past = (row.pk if row else 1), None
    if row and hasattr(model, "history"):
        past = model.history.filter(**{model._meta.pk.attname: pk}).first()
    wanted = UNUSUAL.get(name, 200)
    if "object_id" in route and name == "admin:None":
        wanted = 302  # to the page where it is changed
    elif "object_id" in route and model and not row:
        wanted = 302
    elif model and not _may(name, model.__name__):
        wanted = 403
    elif ("([^/]+)/history" in route and past is None) or "url>" in route:
        wanted = 404
    route = re.sub(r"\(\?P<app_label>[^)]*\)", "partnerships", route).replace("(?P<url>.*)", "nowhere/")
    route = route.replace("([^/]+)", str(pk), 1).replace("([^/]+)", str(past.pk if past else 1))
    return "/" + re.sub(r"<path:\w+>", str(pk), route).replace("^", "").replace("$", ""), wanted


def _may(name, model):
    """Whether this page, if it is one to add or delete, is an administrator's for rows of the model."""
    return model in (ADDED if name.endswith("_add") else DELETED if name.endswith("_delete") else {model})


def go(traveller, role, method, address):
    """(answer, whether anything was written)."""
    client = traveller.browsers.of(role)
    with watching() as watch:
        response = getattr(client, method)(address, {"post": "yes"} if method == "post" else None)
    return response, watch.has_written


@pytest.mark.parametrize("role", OUTSIDERS, ids=lambda role: role.name)
def test_outsiders_are_sent_to_a_sign_in_page_and_change_nothing(role, traveller):
    # Django's own pages name the door of admin; one of ours that says nothing has the house's.
    doors = {reverse("admin:login"), reverse("sign-in")} if role.name == "anonymous" else {reverse("admin:login")}
    for name, address, _ in addresses():
        for method in ("get", "post"):
            response, has_written = go(traveller, role, method, address)
            assert not has_written, (method, address)
            if name == "admin:login":
                assert response.status_code == (302 if role.name == "anonymous" else 403)
            elif name == "admin:logout" and role.name != "anonymous":
                assert response.url == reverse("admin:index")
            else:
                assert response.status_code == 302, (method, address)
                assert response.url.split("?")[0] in doors, (method, address)


def test_everybody_but_administrators_is_turned_away_at_the_door(traveller):
    for role in ROLES:
        for method in ("get", "head", "post"):
            response, _ = go(traveller, role, method, reverse("admin:index"))
            assert response.status_code == (200 if role.name == "administrator" else 302), role.name


def test_an_administrator_reads_every_page_and_changes_nothing_by_reading(traveller):
    before, found = fingerprint(), []
    for name, address, wanted in addresses():
        response, has_written = go(traveller, BY_NAME["administrator"], "get", address)
        found.append((name, address, response.status_code, has_written, list(complaints(response.headers))))
        assert found[-1] == (name, address, wanted, False, [])
    assert fingerprint() == before
    assert len(found) > 200
