"""Text is never code: on no page of anybody, in no mail, in no document and not in Django admin."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from communications.engine import outbox, relay
from communications.models import Delivery
from communications.reminders import planner

from ..parts import words_on
from . import planted
from .bodies import BODIES
from .roles import ROLES
from .table import TABLE
from .test_admin import addresses as addresses_of_admin
from .test_canary import corners

pytestmark = pytest.mark.django_db
BY_NAME = {role.name: role for role in ROLES}
WRITERS = [BY_NAME[name] for name in ("lead", "partner_a", "administrator", "link_holder")]


@pytest.fixture(scope="module", autouse=True)
def planting(traveller, django_db_blocker):
    """For these tests only: the world is as it was afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        planted.plant(addresses=False)
        yield
        transaction.set_rollback(True)


def faults_of(response):
    """What a page runs, shows as mark-up, or breaks over."""
    kind = response.headers.get("Content-Type", "")
    if response.streaming or kind.startswith("application/pdf"):
        return []
    text = response.content.decode(errors="replace")
    # 503 is what the health page says of an engine that does not run.
    broken = [f"status {response.status_code}"] if response.status_code in {500, 501, 502} else []
    return broken + planted.faults_in(text, is_html=kind.startswith("text/html"))


def test_it_is_planted_in_every_model_that_has_words(traveller):
    """Whoever adds a model adds a row of it to the world, and it is walked over from then on."""
    wordy = [model for model in planted.models_of_the_house() if planted.fields_of(model)]
    assert len(wordy) > 60
    empty = {model.__name__ for model in wordy if not model._base_manager.exists()}
    assert {name for name in empty if not name.startswith("Historical")} == set()


@pytest.mark.parametrize("name", sorted(TABLE))
def test_no_page_runs_or_shows_it_as_mark_up(name, traveller):
    found = []
    for role in ROLES:
        side = role.side_of(traveller.world, "own")
        address = traveller.address(name, side)
        answer = traveller.browsers.of(role, name).get(address)
        found += [f"{role.name}: {fault}" for fault in faults_of(answer)]
    assert found == []


@pytest.mark.parametrize("name", sorted(BODIES))
def test_no_answer_to_a_form_runs_or_shows_it(name, traveller):
    """Also what is said on the next page."""
    found = []
    for role in WRITERS:
        side = role.side_of(traveller.world, "own")
        client = traveller.browsers.of(role, name)
        with transaction.atomic():
            answer = client.post(traveller.address(name, side), BODIES[name](side), follow=True)
            transaction.set_rollback(True)
        found += [f"{role.name}: {fault}" for fault in faults_of(answer)]
    assert found == []


def test_no_corner_runs_or_shows_it(traveller):
    found = []
    for role in ROLES:
        for address in corners(traveller.world.pantry):
            for headers in ({}, {"HX-Request": "true"}):
                answer = traveller.browsers.of(role).get(address, headers=headers)
                found += [f"{role.name} {address}: {fault}" for fault in faults_of(answer)]
    assert found == []


def test_django_admin_neither_runs_nor_shows_it(traveller):
    client, found = traveller.browsers.of(BY_NAME["administrator"]), []
    for name, address, _ in addresses_of_admin():
        found += [f"{name}: {fault}" for fault in faults_of(client.get(address))]
    assert found == []


def test_no_mail_runs_or_shows_it(traveller):
    with transaction.atomic():
        Delivery.objects.update(state=Delivery.State.PENDING, frozen_at=None, expires_at=None)
        for days in range(3):
            moment = traveller.world.now + timedelta(days=days)
            planner.plan(moment)
            relay.relay(moment)
            while outbox.pump(moment):
                pass
        sent = list(Delivery.objects.exclude(mail_html=""))
        found = [
            f"{delivery.notice}: {fault}"
            for delivery in sent
            for fault in (
                *planted.faults_in(delivery.mail_html, is_html=True),
                *planted.faults_in(delivery.mail_text + delivery.mail_subject, is_html=False),
            )
        ]
        transaction.set_rollback(True)
    assert len({delivery.notice for delivery in sent}) > 8
    assert sum("&lt;b id=w7&gt;" in delivery.mail_html for delivery in sent) == len(sent)
    assert found == []


def test_the_agreement_on_paper_does_not_run_it(traveller, tmp_path):
    side = traveller.world.pantry
    answer = traveller.browsers.of(BY_NAME["lead"]).get(reverse("agreement-pdf", args=[side.version_in_force.pk]))
    (tmp_path / "a.pdf").write_bytes(b"".join(answer) if answer.streaming else answer.content)
    told = words_on(tmp_path / "a.pdf")
    assert planted.faults_in(told, is_html=False) == []
    assert "<b id=w7>" in re.sub(r"\s+", " ", told)


def test_no_page_runs_or_shows_it_in_addresses_of_mail(traveller):
    with transaction.atomic():
        planted.plant(addresses=True)
        found = []
        for name in sorted(TABLE):
            for role in (BY_NAME["lead"], BY_NAME["administrator"], BY_NAME["partner_a"]):
                answer = traveller.browsers.of(role, name).get(
                    traveller.address(name, role.side_of(traveller.world, "own"))
                )
                found += [f"{name} {role.name}: {fault}" for fault in faults_of(answer)]
        transaction.set_rollback(True)
    assert found == []
