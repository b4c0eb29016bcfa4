"""Whoever presses a button twice has done it once, and is told nothing false: for every form of every role."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from .bodies import BODIES
from .roles import ROLES
from .table import TABLE

pytestmark = pytest.mark.django_db
# Wrong passwords are counted, a receipt is gone when it has been used, a new address ends its owner's session.
ANSWERED_ANEW = {"sign-in-with-password", "withdraw-feedback", "edit-contact"}


def twice(traveller, role, name):
    """(first answer, second answer) to the same form, sent twice from the same page."""
    side, key = role.side_of(traveller.world, "own"), str(uuid.uuid4())
    client, address = traveller.browsers.of(role, name), traveller.address(name, side)
    body = BODIES[name](side) | {"once": key}
    files = {part: (value.name, value.read()) for part, value in body.items() if hasattr(value, "read")}
    answers = []
    with transaction.atomic():
        for _ in range(2):
            fresh = {part: SimpleUploadedFile(*file) for part, file in files.items()}
            answers.append(client.post(address, body | fresh))
        transaction.set_rollback(True)
    return answers


@pytest.mark.parametrize("name", sorted(set(BODIES) - ANSWERED_ANEW))
def test_a_form_sent_twice_is_answered_twice_alike(name, traveller):
    found = []
    for role in ROLES:
        if role.column_for("own") not in TABLE[name].group.may:
            continue
        first, second = twice(traveller, role, name)
        ends = [(answer.status_code // 100, answer.headers.get("Location")) for answer in (first, second)]
        if ends[0] != ends[1] or (second.status_code == 200 and first.content != second.content):
            found.append(f"{role.name}: {ends}")
    assert found == []
