from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.urls import reverse

from partnerships.models import Event, Measure, Objective
from partnerships.plan.actions import measures
from partnerships.plan.charts import line_of


@pytest.fixture
def lunches(pantry):
    return Objective.objects.create(partnership=pantry, title="60 people eat together")


@pytest.fixture
def guests(lunches):
    return lunches.measures.create(
        name="Lunch guests",
        unit="people a week",
        baseline=Decimal(20),
        target=Decimal(60),
        baseline_on="2026-09-01",
        source="Sign-in sheet",
    )


def words(**changes):
    return {
        "name": "Lonely people",
        "kind": "outcome",
        "unit": "%",
        "direction": "down",
        "baseline": "41",
        "baseline_on": "1 September 2026",
        "target": "30.5",
        "source": "Survey",
        **changes,
    }


def test_a_lead_adds_a_measure(browser_of, olu, lunches):
    browser_of(olu).post(reverse("add-measure", args=[lunches.pk]), words())
    measure = lunches.measures.get()
    assert (measure.target, measure.direction, measure.in_unit(measure.baseline)) == (Decimal("30.5"), "down", "41%")


@pytest.mark.parametrize(("direction", "target"), [("down", "41.1"), ("down", "50"), ("up", "40"), ("up", "3")])
def test_a_target_the_wrong_way_is_said_beside_the_target(browser_of, olu, lunches, direction, target):
    page = browser_of(olu).post(reverse("add-measure", args=[lunches.pk]), words(direction=direction, target=target))
    assert list(page.context["form"].errors) == ["target"]
    assert not lunches.measures.exists()


def test_the_form_tells_outputs_and_outcomes_apart(browser_of, olu, lunches):
    page = browser_of(olu).get(reverse("add-measure", args=[lunches.pk])).content.decode()
    assert "An output is what we do; an outcome is what changes for people because of it." in page


def test_a_number_is_noted_and_told(olu, guests, now, today):
    taken = measures.take(measure=guests, on=today, value=Decimal("44.5"), note="", by=olu, now=now)
    assert (taken.value, [str(e) for e in Event.objects.all()]) == (
        Decimal("44.5"),
        ["Lunch guests was 44.5 people a week"],
    )


def test_a_second_number_for_a_day_corrects_the_first(olu, guests, now, today):
    measures.take(measure=guests, on=today, value=Decimal(44), note="", by=olu, now=now)
    measures.take(measure=guests, on=today, value=Decimal(45), note="Counted again", by=olu, now=now)
    assert [(v.value, v.note) for v in guests.values.all()] == [(Decimal(45), "Counted again")]
    assert [h.value for h in guests.values.get().history.all()] == [Decimal(45), Decimal(44)]


def test_the_same_number_again_is_told_to_nobody(olu, guests, now, today):
    for _ in range(2):
        measures.take(measure=guests, on=today, value=Decimal(44), note="", by=olu, now=now)
    assert Event.objects.count() == 1


def test_the_database_holds_one_value_a_day(guests, today):
    guests.values.create(on=today, value=1)
    with pytest.raises(IntegrityError):
        guests.values.create(on=today, value=2)


def test_a_lead_notes_a_number_and_the_page_says_how_far_it_is(browser_of, olu, guests):
    page = browser_of(olu).post(
        reverse("add-measure-value", args=[guests.pk]), {"on": "1 October 2026", "value": "40"}, follow=True
    )
    assert "Lunch guests: 40 people a week" in page.content.decode()
    assert "40 people a week: 50% of the way from 20 to 60." in page.content.decode()


def test_a_day_to_come_has_no_number_yet(browser_of, olu, guests):
    page = browser_of(olu).post(reverse("add-measure-value", args=[guests.pk]), {"on": "1/1/2199", "value": "40"})
    assert page.context["form"].errors == {"on": ["This day has not come yet. Give today or an earlier day."]}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "Not measured yet since the baseline of 20 people a week."),
        ("20", "20 people a week: 0% of the way from 20 to 60."),
        ("59.9", "59.9 people a week: 99% of the way from 20 to 60."),
        ("60", "60 people a week: the target of 60 is reached."),
        ("1250", "1,250 people a week: the target of 60 is reached."),
        ("12", "12 people a week: further away than the baseline of 20."),
    ],
)
def test_progress_is_a_sentence(guests, value, said):
    assert guests.progress_in_words(value and Decimal(value)) == said


@pytest.mark.parametrize(
    ("numbers", "value", "said", "share"),
    [
        ({"baseline": 60}, None, "Not measured yet since the baseline of 60 people a week.", 100),
        ({"baseline": 60}, "61", "61 people a week: the level of 60 is kept.", 100),
        ({"baseline": 60}, "59", "59 people a week: the level of 60 is not kept.", None),
        ({"baseline": None, "baseline_on": None}, None, "Not measured yet.", None),
        ({"baseline": None, "baseline_on": None}, "59", "59 people a week: the target is 60.", None),
        ({"baseline": None, "baseline_on": None}, "60", "60 people a week: the target of 60 is reached.", 100),
    ],
)
def test_a_level_to_keep_and_an_unknown_start_are_said_and_drawn(guests, olu, browser_of, numbers, value, said, share):
    Measure.objects.filter(pk=guests.pk).update(**numbers)
    if value:
        guests.values.create(on="2026-10-01", value=value)
    page = browser_of(olu).get(reverse("objective", args=[guests.objective_id]))
    assert said in page.content.decode()
    assert Measure.objects.with_latest().get(pk=guests.pk).progress_now == share


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"baseline": "", "baseline_on": ""}, set()),
        ({"baseline": "60", "target": "60", "direction": "up"}, set()),
        ({"baseline": "", "baseline_on": "1/9/26"}, {"baseline"}),
        ({"baseline": "41", "baseline_on": ""}, {"baseline_on"}),
        ({"baseline": "61", "target": "60", "direction": "up"}, {"target"}),
    ],
)
def test_the_start_of_a_measure_is_given_with_its_day_or_left_out(lunches, olu, browser_of, sent, errors):
    page = browser_of(olu).post(reverse("add-measure", args=[lunches.pk]), words(**sent))
    assert page.status_code == (200 if errors else 302)
    assert not errors or set(page.context["form"].errors) == errors


@pytest.mark.parametrize(("value", "share"), [("50", 0), ("40", 0), ("35", 50), ("30", 100), ("10", 100)])
def test_progress_counts_downwards_when_lower_is_better(value, share):
    measure = Measure(direction="down", baseline=Decimal(40), target=Decimal(30), unit="%")
    assert measure.progress(Decimal(value)) == share


def test_the_chart_and_its_table_say_the_same(guests, lunches):
    guests.values.create(on="2026-11-01", value=Decimal("44.5"), note="Two new cooks")
    guests.values.create(on="2026-10-01", value=30)
    chart = line_of(Measure.objects.get(pk=guests.pk), due_on=None)
    assert chart["summary"] == "From 20 people a week on 1 September 2026 to 44.5 people a week on 1 November 2026."
    assert chart["data"]["points"] == [
        {"on": "2026-09-01", "value": 20.0},
        {"on": "2026-10-01", "value": 30.0},
        {"on": "2026-11-01", "value": 44.5},
    ]
    assert chart["table"]["rows"] == [
        ["1 September 2026", "20 people a week", "Baseline, from: Sign-in sheet"],
        ["1 November 2026", "44.5 people a week", "Two new cooks"],
        ["1 October 2026", "30 people a week", "–"],
    ]


def test_a_measure_knows_its_latest_value_by_day_not_by_order_of_typing(guests):
    guests.values.create(on="2026-11-01", value=44)
    guests.values.create(on="2026-10-01", value=30)
    assert Measure.objects.with_latest().get().latest_value == 44


DOING = ["add-measure", "edit-measure", "add-measure-value"]


def address(name, lunches, guests):
    return reverse(name, args=[lunches.pk if name == "add-measure" else guests.pk])


@pytest.mark.parametrize("name", DOING)
def test_a_stranger_does_not_learn_that_the_measure_exists(browser_of, ravi, lunches, guests, name):
    url = address(name, lunches, guests)
    assert browser_of(ravi).get(url).status_code == 404
    assert browser_of(ravi).post(url, words(on="1/10/26", value="1")).status_code == 404


@pytest.mark.parametrize("name", DOING)
def test_a_partner_may_not_change_measures(browser_of, mina, lunches, guests, name):
    url = address(name, lunches, guests)
    assert browser_of(mina).get(url).status_code == 403
    assert browser_of(mina).post(url, words(on="1/10/26", value="1")).status_code == 403
    assert (lunches.measures.get().name, guests.values.count()) == ("Lunch guests", 0)


def test_the_objective_page_asks_as_often_at_3_rows_as_at_60(browser_of, olu, lunches, django_assert_max_num_queries):
    browser, url = browser_of(olu), reverse("objective", args=[lunches.pk])

    def fill(start, end):
        for number in range(start, end):
            measure = lunches.measures.create(
                name=f"M{number}", unit="%", baseline=1, target=9, baseline_on="2026-01-01", source="Sheet"
            )
            measure.values.create(on="2026-02-01", value=5)
            lunches.partnership.milestones.create(title=f"Step {number}", due_on="2027-01-01", objective=lunches)

    fill(0, 3)
    with django_assert_max_num_queries(12) as small:
        browser.get(url)
    fill(3, 60)
    with django_assert_max_num_queries(12) as large:
        page = browser.get(url)
    assert len(small) == len(large)
    assert page.content.decode().count("data-chart=") == 60


def test_a_number_written_down_by_mistake_is_removed(browser_of, olu, mina, guests, lunches):
    wrong = guests.values.create(on="2026-11-01", value=4000)
    right = guests.values.create(on="2026-11-08", value=40, note="Counted twice")
    browser, url = browser_of(olu), reverse("remove-measure-value", args=[wrong.pk])
    page = browser.get(reverse("add-measure-value", args=[guests.pk])).content.decode()
    assert (url in page, "4,000 people a week" in page, "Counted twice" in page) == (True, True, True)
    assert "Remove this number?" in browser.get(url).content.decode()
    assert browser_of(mina).post(url).status_code == 403
    browser.post(url)
    assert list(guests.values.all()) == [right]
    assert wrong.history.model.objects.filter(id=wrong.pk, history_type="-").get().history_user == olu
    assert browser.post(url).status_code == 404
