"""Who may see and do what: every address, for every role, for a row of one's own, of somebody else and a missing one.

The answers that are right stand in tests/access/table.py, one line for each address.
"""

import pytest
from django.contrib.auth.views import redirect_to_login
from django.urls import reverse

from .access.bodies import BODIES
from .access.headers import complaints
from .access.journey import travelling
from .access.roles import ROLES
from .access.table import SESSIONLESS, TABLE, expected
from .access.visits import house_patterns

pytestmark = pytest.mark.django_db
every_address = pytest.mark.parametrize("name", sorted(TABLE))
STRANGERS = {role.name for role in ROLES if role.is_stranger_to_pantry}
# Read by whoever holds the address, which is printed on paper, or by whoever was asked, while the round is open.
OPEN_TO_HOLDERS = {"give-feedback", "withdraw-feedback", "answer-round"}


@pytest.fixture(scope="module")
def traveller(django_db_setup, django_db_blocker):
    with travelling(django_db_blocker) as traveller:
        yield traveller


def test_every_address_stands_in_the_table_and_no_other():
    assert sorted(house_patterns()) == sorted(TABLE)
    assert set(BODIES) <= set(TABLE)


@every_address
def test_everybody_gets_what_the_table_says(name, traveller):
    visits = traveller.visits(name)
    assert [f"{v}: {v.expected}, not {v.status} {v.location}" for v in visits if v.status != v.expected] == []


@every_address
def test_reading_changes_nothing(name, traveller):
    visits = traveller.visits(name)
    assert [str(v) for v in visits if v.method != "POST" and v.has_written] == []
    assert name not in traveller.changed


@every_address
def test_a_refused_write_changes_nothing(name, traveller):
    posts = [v for v in traveller.visits(name) if v.method == "POST"]
    assert [str(v) for v in posts if v.has_written and not v.is_allowed] == []
    # The words that are sent would change something, and do when they come from somebody who may.
    assert any(v.has_written for v in posts) == (name in BODIES)


@every_address
def test_a_row_of_others_is_answered_like_a_missing_one(name, traveller):
    visits = traveller.visits(name)
    missing = {(v.role, v.method): v for v in visits if v.thing == "missing"}
    pairs = [(v, missing.get((v.role, v.method))) for v in visits if v.expected == 404 and v.thing != "missing"]
    assert [str(v) for v, none in pairs if none and told(v) != told(none)] == []


def told(visit):
    apart = {"Date", "Expires", "Set-Cookie"}
    return visit.status, visit.body, {name: value for name, value in visit.headers.items() if name not in apart}


@every_address
def test_who_has_no_session_is_sent_to_the_sign_in_page_of_this_site(name, traveller):
    sent = [v for v in traveller.visits(name) if v.role in SESSIONLESS and v.expected == 302 and not v.is_allowed]
    assert all(v.location.startswith(reverse("sign-in")) for v in sent)
    assert [f"{v}: {v.location}" for v in sent if v.location != redirect_to_login(v.address).url] == []


@every_address
def test_every_answer_carries_its_security_headers(name, traveller):
    visits = traveller.visits(name)
    assert [f"{v}: {complaint}" for v in visits for complaint in complaints(v.headers, name, v.status)] == []


@every_address
def test_no_stranger_reads_a_word_of_pantry(name, traveller):
    visits = [v for v in traveller.visits(name) if v.role in STRANGERS]
    assert [f"{v}: {traveller.canaries.whose(v.canaries)}" for v in visits if v.canaries and not is_holder(v)] == []


def is_holder(visit):
    return visit.name in OPEN_TO_HOLDERS and visit.is_allowed


@every_address
def test_nobody_inside_reads_a_word_of_a_row_that_is_kept_from_them(name, traveller):
    users = {**traveller.world.pantry.users, **traveller.world.users}
    visits = [v for v in traveller.visits(name) if v.role in users and not is_holder(v)]
    hidden = [(v, traveller.canaries.of_hidden_rows(users[v.role], v.canaries)) for v in visits]
    assert [f"{v}: {rows}" for v, rows in hidden if rows] == []


@every_address
def test_no_form_is_taken_without_its_token(name, traveller):
    role = next((role for role in ROLES if role.column in TABLE[name].group.may), None)
    if role is None or expected(TABLE[name], role.column, "own", "POST") == 405:
        return
    side = role.side_of(traveller.world, "own")
    address = traveller.address(name, side)
    response, has_written = traveller.request(role, name, address, "POST", side, browsers=traveller.strict_browsers)
    assert (response.status_code, has_written) == (403, False)
