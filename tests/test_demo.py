"""The demo tells a story whose days are relative to today, whichever day that is."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from config import demo
from config.management.commands import demo as demo_command
from config.management.commands import dev
from evaluation.models import Round
from evaluation.results.disclosure import SafeTable
from partnerships import signs
from partnerships.merging import duplicates
from partnerships.models import AgreementVersion, CheckIn, Organisation, Partnership, User

from .clock import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[(2026, 11, 21), (2027, 3, 31), (2028, 2, 29)], ids=str)
def told(request, django_db_setup, django_db_blocker):
    """The story, told once on an ordinary day, at a month's end, and on a leap day; taken back after its tests."""
    now = datetime(*request.param, 9, 0, tzinfo=LONDON)
    with django_db_blocker.unblock(), transaction.atomic():
        demo.tell(now)
        yield now
        transaction.set_rollback(True)


def test_a_lead_finds_every_kind_of_sign(told):
    olu = User.objects.get(email="olu@example.org")
    seen = signs.seen_by(olu, now=told, limit=30)
    assert {sign.group for sign in seen} >= {
        "ask",
        "check-in",
        "agreement",
        "ask-again",
        "buy-in",
        "celebration",
        "silence",
    }
    assert [sign for sign in seen if sign.sentence.endswith("asks for help, and is stuck")]


def test_the_story_shows_one_wobbling_one_stuck_and_one_overdue(told):
    main = Partnership.objects.get(name__startswith="Not Alone")
    latest = CheckIn.objects.filter(partnership=main, due_on=told.date() - timedelta(days=9))
    said = list(latest.values_list("state", "update__status"))
    assert (said.count(("answered", "wobbling")), said.count(("answered", "stuck")), said.count(("open", None))) == (
        1, 1, 1,
    )  # fmt: skip
    assert main.status == "stuck"


def test_two_agreements_are_in_force_one_waits_and_one_has_ended(told):
    states = sorted(AgreementVersion.objects.values_list("state", flat=True))
    assert states == ["ended", "in-force", "in-force", "shared", "superseded"]


def test_the_amended_agreement_was_accepted_again_only_by_those_it_touches(told):
    version = AgreementVersion.objects.in_force().get(number=2)
    assert version.acceptances.given().count() == 2
    assert version.acceptances.exclude(carried_from=None).count() == 6
    assert version.only_touched_because


def test_the_closed_round_hides_one_question(told):
    closed = Round.objects.get(state="closed")
    hidden = [row.question for row in SafeTable(closed).rows if row.is_hidden]
    assert hidden == ["I felt safe."]
    assert Round.objects.filter(state="open").count() == 1


def test_ravi_and_olu_see_nothing_of_each_other(told):
    seen = [
        set(Partnership.objects.visible_to(User.objects.get(email=f"{name}@example.org"))) for name in ("olu", "ravi")
    ]
    assert (len(seen[0]), len(seen[1]), seen[0] & seen[1]) == (4, 1, set())


def test_the_organisations_come_in_by_the_importer_and_one_a_second_time_by_hand(told):
    assert Organisation.objects.filter(type=None).count() == 0
    assert Organisation.objects.count() == 38
    doubles = [{pair.one.name, pair.other.name} for pair in duplicates.pairs()]
    assert {"Stretford Foodbank", "Stretford Food Bank"} in doubles


def test_dev_is_the_demo_with_a_server_that_reloads_and_shows_tracebacks():
    web, worker = dev.Command().processes(8000, "http://127.0.0.1:8000")
    assert "runserver" in web.command
    assert worker.command == demo_command.processes(8000, "http://127.0.0.1:8000")[1].command
    assert dev.Command.environment == {"DEMO": "1", "DEBUG": "1"}


def test_the_demo_and_production_show_no_tracebacks(settings):
    assert demo_command.Command.environment == {"DEMO": "1"}
    assert settings.DEBUG is False
