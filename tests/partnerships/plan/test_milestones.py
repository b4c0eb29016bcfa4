from datetime import date

import pytest
from django.urls import reverse

from communications.engine.relay import relay
from communications.models import Celebration
from partnerships.models import Event, Milestone, Objective
from partnerships.plan.actions import milestones
from partnerships.plan.charts import gantt_of


@pytest.fixture
def lunches(pantry):
    return Objective.objects.create(partnership=pantry, title="60 people eat together")


@pytest.fixture
def opening(pantry, lunches, larder_membership, olu, now):
    milestone = milestones.add(
        partnership=pantry,
        title="First lunch club opens",
        owner=larder_membership,
        objective=lunches,
        starts_on=date(2026, 11, 1),
        due_on=date(2026, 12, 20),
        by=olu,
        now=now,
    )
    Event.objects.all().delete()
    return milestone


def told():
    return [str(event) for event in Event.objects.order_by("pk")]


def words(**changes):
    return {"title": "First lunch club opens", "starts_on": "1 Nov 2026", "due_on": "20 Dec 2026", **changes}


def test_a_lead_plans_a_milestone(browser_of, olu, pantry, larder_membership, lunches):
    browser_of(olu).post(
        reverse("add-milestone", args=[pantry.pk]), words(owner=larder_membership.pk, objective=lunches.pk)
    )
    milestone = pantry.milestones.get()
    assert (milestone.owner, milestone.objective, milestone.original_due_on) == (
        larder_membership,
        lunches,
        date(2026, 12, 20),
    )
    assert told() == ["Olu Adeyemi set a milestone: First lunch club opens, due 20 December 2026"]


def test_a_link_from_an_objective_chooses_it(browser_of, olu, pantry, lunches):
    page = browser_of(olu).get(reverse("add-milestone", args=[pantry.pk]), {"objective": lunches.pk})
    assert f'<option value="{lunches.pk}" selected>' in page.content.decode()


def test_work_cannot_start_after_it_is_due(browser_of, olu, pantry):
    page = browser_of(olu).post(reverse("add-milestone", args=[pantry.pk]), words(starts_on="1 Jan 2027"))
    assert page.context["form"].errors == {"starts_on": ["The work cannot start after it is due."]}


def test_a_moved_milestone_keeps_the_day_it_was_first_promised_for(browser_of, olu, opening):
    browser = browser_of(olu)
    for day in ("10 Jan 2027", "20 Jan 2027"):
        browser.post(reverse("edit-milestone", args=[opening.pk]), words(due_on=day))
    opening.refresh_from_db()
    assert (opening.due_on, opening.original_due_on) == (date(2027, 1, 20), date(2026, 12, 20))
    assert told() == [
        "Olu Adeyemi moved “First lunch club opens” from 20 December 2026 to 10 January 2027",
        "Olu Adeyemi moved “First lunch club opens” from 10 January 2027 to 20 January 2027",
    ]


def test_other_words_for_the_same_day_move_nothing(browser_of, olu, opening):
    browser_of(olu).post(reverse("edit-milestone", args=[opening.pk]), words(title="Lunch club opens"))
    opening.refresh_from_db()
    assert (opening.title, told()) == ("Lunch club opens", [])


def test_a_milestone_is_reached_once_whatever_is_clicked_twice(olu, opening, now, today):
    milestones.reach(milestone=opening, on=today, by=olu, now=now)
    with pytest.raises(milestones.AlreadyReached) as refusal:
        milestones.reach(milestone=opening, on=date(2026, 11, 20), by=olu, now=now)
    assert (refusal.value.on, opening.reached_on, opening.state) == (today, today, "reached")
    assert told() == ["The milestone was reached: First lunch club opens"]
    assert opening.history.first().state == "reached"


def test_reaching_asks_for_the_day_and_a_second_press_is_a_kind_sentence(browser_of, olu, opening):
    browser, url = browser_of(olu), reverse("reach-milestone", args=[opening.pk])
    assert "You can take it up again." in browser.get(url).content.decode()
    browser.post(url, {"on": "30 November 2025"})
    second = browser.post(url, {"on": "1 December 2025"}, follow=True)
    assert "was marked reached for 30 November 2025 already" in second.content.decode()
    assert told() == ["The milestone was reached: First lunch club opens"]


def test_nothing_is_reached_on_a_day_to_come(browser_of, olu, opening):
    page = browser_of(olu).post(reverse("reach-milestone", args=[opening.pk]), {"on": "1 Jan 2199"})
    assert list(page.context["form"].errors) == ["on"]
    assert told() == []


def test_a_dropped_milestone_cannot_be_reached_or_moved(browser_of, olu, opening, now, today):
    milestones.drop(milestone=opening, by=olu, now=now)
    for act, more in [(milestones.reach, {"on": today}), (milestones.move, {"due_on": today}), (milestones.drop, {})]:
        with pytest.raises(milestones.NoLongerPlanned):
            act(milestone=opening, by=olu, now=now, **more)
    assert told() == ["Olu Adeyemi dropped the milestone: First lunch club opens"]
    for name in ("edit-milestone", "reach-milestone", "drop-milestone"):
        page = browser_of(olu).post(reverse(name, args=[opening.pk]), words(on="1/12/25"), follow=True)
        assert "nothing was changed" in page.content.decode()


@pytest.mark.parametrize(
    ("due", "standing"),
    [
        ("2026-11-30", ("late", "Late")),
        ("2026-12-01", ("due", "Due soon")),
        ("2026-12-15", ("due", "Due soon")),
        ("2026-12-16", ("planned", "Planned")),
    ],
)
def test_how_a_milestone_stands_follows_from_its_day(due, standing, today):
    assert Milestone(due_on=date.fromisoformat(due)).standing(today) == standing


def test_the_chart_and_its_table_say_the_same(olu, opening, now, today):
    milestones.move(milestone=opening, due_on=date(2027, 1, 10), by=olu, now=now)
    milestone = Milestone.objects.get()
    chart = gantt_of([milestone], today)
    assert chart["data"]["rows"] == [
        {
            "label": "First lunch club opens",
            "owner": "Sale Larder",
            "start": "2026-11-01",
            "end": "2027-01-10",
            "original_end": "2026-12-20",
            "state": "planned",
            "word": "Planned",
        }
    ]
    assert chart["table"]["rows"] == [
        [
            "First lunch club opens",
            "Planned",
            "10 January 2027",
            "20 December 2026",
            "1 November 2026",
            "Sale Larder",
            "60 people eat together",
        ]
    ]


def test_what_was_dropped_is_not_drawn(olu, opening, now, today):
    milestones.drop(milestone=opening, by=olu, now=now)
    assert gantt_of([opening], today) is None


def test_the_timeline_is_grouped_by_objective(browser_of, olu, pantry, opening):
    pantry.milestones.create(title="Say thank you", due_on="2026-01-01")
    groups = browser_of(olu).get(reverse("timeline", args=[pantry.pk])).context["groups"]
    assert [(str(objective), [str(row[0]) for row in rows]) for objective, rows in groups] == [
        ("60 people eat together", ["First lunch club opens"]),
        ("None", ["Say thank you"]),
    ]


def test_the_empty_timeline_says_what_to_do_first(browser_of, olu, mina, pantry):
    url = reverse("timeline", args=[pantry.pk])
    assert "Plan the first milestone" in browser_of(olu).get(url).content.decode()
    assert "Plan the first milestone" not in browser_of(mina).get(url).content.decode()


def test_a_partner_reads_the_timeline_and_sees_no_buttons(browser_of, mina, pantry, opening):
    page = browser_of(mina).get(reverse("timeline", args=[pantry.pk])).content.decode()
    assert "First lunch club opens" in page
    assert "/reach/" not in page
    assert "/edit/" not in page


DOING = ["add-milestone", "edit-milestone", "reach-milestone", "drop-milestone"]


def address(name, pantry, opening):
    return reverse(name, args=[pantry.pk if name in ("timeline", "add-milestone") else opening.pk])


@pytest.mark.parametrize("name", ["timeline", *DOING])
def test_a_stranger_does_not_learn_that_the_milestone_exists(browser_of, ravi, pantry, opening, name):
    url = address(name, pantry, opening)
    assert browser_of(ravi).get(url).status_code == 404
    assert browser_of(ravi).post(url, words(on="1/12/25")).status_code == 404


@pytest.mark.parametrize("name", DOING)
def test_a_partner_may_not_change_the_plan(browser_of, mina, pantry, opening, name):
    url = address(name, pantry, opening)
    assert browser_of(mina).get(url).status_code == 403
    assert browser_of(mina).post(url, words(on="1/12/25")).status_code == 403
    assert (pantry.milestones.get().state, told()) == ("planned", [])


def test_the_timeline_asks_as_often_at_3_rows_as_at_60(
    browser_of, olu, pantry, larder_membership, django_assert_max_num_queries
):
    browser, url = browser_of(olu), reverse("timeline", args=[pantry.pk])

    def fill(start, end):
        for number in range(start, end):
            objective = Objective.objects.create(partnership=pantry, title=f"O{number}")
            pantry.milestones.create(title="M", due_on="2027-01-01", objective=objective, owner=larder_membership)

    fill(0, 3)
    with django_assert_max_num_queries(8) as small:
        browser.get(url)
    fill(3, 60)
    with django_assert_max_num_queries(8) as large:
        browser.get(url)
    assert len(small) == len(large)


@pytest.mark.parametrize("settled", ["reached", "dropped"])
def test_what_was_settled_by_mistake_is_taken_up_again(browser_of, olu, mina, opening, now, today, settled):
    if settled == "reached":
        milestones.reach(milestone=opening, on=today, by=olu, now=now)
    else:
        milestones.drop(milestone=opening, by=olu, now=now)
    browser, url = browser_of(olu), reverse("take-milestone-up", args=[opening.pk])
    assert url in browser.get(reverse("timeline", args=[opening.partnership_id])).content.decode()
    assert url not in browser_of(mina).get(reverse("timeline", args=[opening.partnership_id])).content.decode()
    assert browser.get(url).status_code == 200
    browser.post(url)
    again = browser.post(url, follow=True)
    opening.refresh_from_db()
    assert (opening.state, opening.reached_on) == ("planned", None)
    assert "is in the plan already" in again.content.decode()
    assert told()[-1] == "Olu Adeyemi took the milestone up again: First lunch club opens"


def test_good_news_of_what_is_taken_up_again_is_put_away_and_drafted_anew(olu, opening, now, today):
    for _ in range(2):
        milestones.reach(milestone=opening, on=today, by=olu, now=now)
        relay(now)
        assert [one.state for one in Celebration.objects.filter(milestone=opening)] == ["draft"]
        milestones.take_up(milestone=opening, by=olu, now=now)
        relay(now)
        assert not Celebration.objects.filter(milestone=opening).exists()
    assert {one.state for one in Celebration.objects.all()} == {"dismissed"}
