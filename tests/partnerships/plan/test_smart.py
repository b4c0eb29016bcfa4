"""The checker reads plain rows: nothing is saved and nothing is looked up."""

from datetime import date
from decimal import Decimal

import pytest

from partnerships.models import Measure, Membership, Objective, Organisation, Partnership
from partnerships.plan import smart_check

TODAY = date(2026, 12, 1)


@pytest.fixture
def clear():
    """An objective with nothing to say against it."""
    larder = Organisation(name="Sale Larder")
    return Objective(
        partnership=Partnership(name="Pantry partnership"),
        title="By June, 60 older people in Sale eat together every week",
        specific="People over 75 who live alone in Sale share a hot lunch.",
        measurable="Names on the sign-in sheet.",
        achievable="The kitchen is there, and two cooks have said yes.",
        relevant="Nobody should eat alone is our shared vision.",
        due_on=date(2027, 6, 1),
        owner=Membership(organisation=larder),
    )


def measure(**fields):
    numbers = {"baseline": Decimal(20), "target": Decimal(60), "baseline_on": date(2026, 11, 1)}
    return Measure(**{"name": "Lunch guests", "unit": "people", "kind": "outcome", **numbers, **fields})


def finding(objective, letter, measures=()):
    return next(f for f in smart_check.check(objective, list(measures), today=TODAY) if f.letter == letter)


def test_a_clear_objective_gets_five_good_words_in_the_order_of_the_letters(clear):
    found = smart_check.check(clear, [measure()], today=TODAY)
    assert [(f.name, f.ok) for f in found] == [
        ("Specific", True),
        ("Measurable", True),
        ("Achievable", True),
        ("Relevant", True),
        ("Time-bound", True),
    ]


def test_an_empty_objective_is_explained_and_not_refused():
    found = smart_check.check(Objective(title="Loneliness"), [], today=TODAY)
    assert len(smart_check.unclear(found)) == 5
    assert all(f.sentence.endswith(".") for f in found)


def test_a_vague_word_without_who_and_where_is_named(clear):
    clear.title, clear.specific = "Improve wellbeing", ""
    assert finding(clear, "specific") == (
        "specific",
        False,
        "“Improve” can mean many things. Say for whom and where, such as “people over 75 who live alone in Sale”.",
    )


def test_a_vague_word_with_only_a_place_asks_for_whom(clear):
    clear.title, clear.specific = "Support in Sale", ""
    assert finding(clear, "specific").sentence.startswith("“Support” can mean many things. Say for whom, such")


def test_a_vague_word_beside_who_and_where_is_fine(clear):
    clear.title, clear.specific = "Support carers in Sale", ""
    assert finding(clear, "specific").ok


def test_no_number_and_no_measure_is_not_measurable(clear):
    clear.title, clear.measurable = "Older people in Sale eat together", "We will see it."
    assert finding(clear, "measurable").sentence.startswith("There is no number yet.")


def test_a_number_in_the_words_is_enough_and_a_measure_is_suggested(clear):
    assert finding(clear, "measurable") == (
        "measurable",
        True,
        "There is a number in the words. Add it as a measure, and you will see it move.",
    )


def test_measures_that_only_count_what_we_do_are_told_so(clear):
    found = finding(clear, "measurable", [measure(kind="output")])
    assert found.ok
    assert "what changes for people" in found.sentence


@pytest.mark.parametrize(("direction", "target"), [("up", 10), ("down", 30)])
def test_a_target_that_is_worse_than_the_baseline_is_named(clear, direction, target):
    found = finding(clear, "measurable", [measure(direction=direction, target=Decimal(target))])
    assert found[1:] == (False, "The target of “Lunch guests” is worse than its baseline. Check both numbers.")


@pytest.mark.parametrize("numbers", [{"target": Decimal(20)}, {"baseline": None, "baseline_on": None}])
def test_a_level_to_keep_and_a_start_that_nobody_knows_are_in_order(clear, numbers):
    assert finding(clear, "measurable", [measure(**numbers)]).ok
    assert finding(clear, "time_bound", [measure(**numbers)]).ok


def test_nobody_leading_it_is_said(clear):
    clear.owner = None
    assert finding(clear, "achievable")[1:] == (False, "Nobody leads it yet. Choose the organisation that does.")


def test_an_organisation_that_left_cannot_lead_it(clear):
    clear.owner.stage = Membership.Stage.LEFT
    assert not finding(clear, "achievable").ok


@pytest.mark.parametrize("letter", ["achievable", "relevant"])
def test_a_letter_in_three_words_is_thin(clear, letter):
    setattr(clear, letter, "Because we can")
    assert not finding(clear, letter).ok


def test_no_day_is_said(clear):
    clear.due_on = None
    assert finding(clear, "time_bound")[1:] == (False, "There is no day yet. Say by when it will be reached.")


def test_a_day_that_has_passed_is_said_while_the_objective_is_active(clear):
    clear.due_on = date(2026, 11, 30)
    assert finding(clear, "time_bound").sentence.startswith("The day has passed: 30 November 2026.")
    clear.state = Objective.State.REACHED
    assert finding(clear, "time_bound").ok


def test_today_has_not_passed(clear):
    clear.due_on = TODAY
    assert finding(clear, "time_bound").ok


def test_a_baseline_taken_on_the_day_it_is_due_says_nothing_about_change(clear):
    assert not finding(clear, "time_bound", [measure(baseline_on=clear.due_on)]).ok
