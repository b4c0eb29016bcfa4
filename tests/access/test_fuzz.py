"""Every form and every query of every role, with what nobody would type: an answer in words, never an error of ours.

The seed is fixed, so that what fails once fails again; FUZZ_ROUNDS asks for more than CI has time for.
"""

import os
import random
import re
import uuid
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from .roles import ROLES
from .table import TABLE

pytestmark = pytest.mark.django_db
SEED, ROUNDS = 20261126, int(os.environ.get("FUZZ_ROUNDS", "3"))
BY_NAME = {role.name: role for role in ROLES}
FILLERS = [BY_NAME[name] for name in ("anonymous", "link_holder", "partner_a", "lead", "administrator")]
FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')
VALUE = re.compile(r'\b(?:value|<option value)="([^"]*)"')
NASTY = [
    "", " ", "0", "-1", "1e9", "9" * 19, "9" * 400, "²", "١٢", "1.5", "NaN", "inf", "True", "None", "null", "[]", "{}",
    "31 February 2027", "1/1/1", "0000-00-00", "9999-12-31", "12:99", "x", "x" * 256, "x" * 5000, "é" * 300,
    "\u202eabc", "\u0000", "a\u0000b", "\ud7ff\ue000", "\U0001f600" * 100, "\r\n\r\n", "\t", "<script>w7()</script>",
    "{{ 7|add:7 }}", "{% now 'Y' %}", "' OR 1=1 --", "../../etc/passwd", "%00", "%s%s%n", "=cmd()", "@SUM(1)", "a@b",
    "a@" + "b" * 300, "https://", "javascript:w7()", "http://[::1", "//elsewhere.example", "on", "off",
    str(uuid.UUID(int=0)), "kept", "gone",
]  # fmt: skip
QUERIES = [
    "q", "after", "before", "next", "host", "like", "with", "organisation", "version", "from", "template", "choice",
    "typical", "objective", "line", "as", "back", "stage", "authority", "who", "show", "type", "area", "apart_from",
    "seat", "easy", "round", "for", "for-them", "status", "state", "mine", "name", "postcode", "email", "code",
    "error",
]  # fmt: skip


def a_value(luck, offered):
    """Something nasty, or now and then what the page offers, so that one field is wrong at a time."""
    return luck.choice(offered) if offered and luck.random() < 0.5 else luck.choice(NASTY)


def ask(traveller, role, name, method, address, data=None):
    """The answer's status. An error of ours is told with all that was sent, to be tried again by hand."""
    client = traveller.browsers.of(role, name)
    client.raise_request_exception = True
    try:
        with transaction.atomic():
            answer = getattr(client, method)(address, data)
            transaction.set_rollback(True)
    except Exception as error:
        return f"{role.name} {method} {address} {data!r}: {error!r}"
    finally:
        client.raise_request_exception = False
    health = name.startswith("health-")
    return (
        f"{role.name} {method} {address} {data!r}: {answer.status_code}"
        if answer.status_code >= 500 and not health
        else ""
    )


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_form_answers_nonsense_in_words(name, traveller):
    if TABLE[name].post == 405:
        return
    luck, found = random.Random(f"{SEED} {name}"), []
    for role in FILLERS:
        address = traveller.address(name, role.side_of(traveller.world, "own"))
        page = traveller.browsers.of(role, name).get(address)
        text = "" if page.streaming else page.content.decode(errors="replace")
        fields = sorted(set(FIELD.findall(text)) - {"csrfmiddlewaretoken"}) or ["choice", "with", "show", "id", "act"]
        offered = [unescape(value) for value in VALUE.findall(text)]
        for _ in range(ROUNDS):
            data = {field: a_value(luck, offered) for field in fields if luck.random() < 0.9}
            if "file" in fields:
                data["file"] = SimpleUploadedFile(luck.choice(["a.csv", "‮.pdf", "x" * 300]), luck.randbytes(200))
            found.append(ask(traveller, role, name, "post", address, data))
        found.append(
            ask(traveller, role, name, "post", address, {field: "x" * 30_000 for field in fields if field != "file"})
        )
    assert [fault for fault in found if fault] == []


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_query_answers_nonsense_in_words(name, traveller):
    luck, found = random.Random(f"{SEED} ? {name}"), []
    for role in FILLERS:
        address = traveller.address(name, role.side_of(traveller.world, "own")).partition("?")[0]
        for _ in range(ROUNDS):
            asked = {query: luck.choice(NASTY) for query in luck.sample(QUERIES, 12)}
            found.append(ask(traveller, role, name, "get", address, asked))
    assert [fault for fault in found if fault] == []


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "nonsense", "latin-1"])
def test_a_body_in_another_alphabet_is_no_error_of_ours(charset, traveller):
    for name in ("sign-in", "sign-in-with-password", "add-organisation", "give-feedback"):
        role = BY_NAME["lead" if name == "add-organisation" else "anonymous"]
        client = traveller.browsers.of(role, name)
        address = traveller.address(name, role.side_of(traveller.world, "own"))
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        answer = client.generic("POST", address, b"email=\xff\xfe\x00x&name=\xff", content_type=kind)
        assert answer.status_code < 500, (name, answer.status_code)
