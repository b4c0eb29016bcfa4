"""The check-in knows what the organisation that answers has on its way itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import CheckIn, Commitment, Event, Milestone
from partnerships.plan.actions import milestones

from .test_check_ins import follow, page_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def check_in(pantry, larder_membership, olu, today):
    return CheckIn.objects.create(partnership=pantry, membership=larder_membership, period="2026-12", due_on=today)


@pytest.fixture
def kitchen(pantry, larder_membership, today):
    return Milestone.objects.create(
        partnership=pantry, title="The kitchen is open", owner=larder_membership, due_on=today - timedelta(days=3),
        starts_on=today - timedelta(days=30),
    )  # fmt: skip


@pytest.fixture
def van(pantry, larder_membership, today):
    """Larder's promise to everybody."""
    return Commitment.objects.create(
        partnership=pantry, from_membership=larder_membership, what="Lend the van", due_on=today + timedelta(days=9)
    )


def answer(browser, check_in, **said):
    return browser.post(page_of(check_in), {"status": "on_track", **said})


def test_the_answer_page_lists_what_is_late_or_due_before_long(
    mina, check_in, kitchen, van, pantry, host_membership, today
):
    owned = {"partnership": pantry, "owner": kitchen.owner}
    Milestone.objects.create(**owned, title="A second kitchen", due_on=today + timedelta(days=90))
    Milestone.objects.create(**owned, title="Dropped", due_on=today, state="dropped")
    Milestone.objects.create(partnership=pantry, title="The council's", owner=host_membership, due_on=today)
    page = text_of(follow(mina, check_in).get(page_of(check_in)))
    assert "What Sale Larder has on its way" in page
    assert 'The kitchen is open</legend> <p class="meta">Due 28 November 2026. It is late.' in page
    assert 'Lend the van</legend> <p class="meta">Promised for 10 December 2026.' in page
    for absent in ("A second kitchen", "Dropped", "The council&#x27;s"):
        assert absent not in page, absent


def test_a_partner_without_anything_on_its_way_is_asked_nothing_more(mina, check_in):
    assert "has on its way" not in text_of(follow(mina, check_in).get(page_of(check_in)))


def test_what_a_partner_says_of_them_counts_at_once_and_is_told_as_theirs(mina, check_in, kitchen, van):
    answer(follow(mina, check_in), check_in, **{f"reached_{kitchen.pk}": "on", f"kept_{van.pk}": "on"})
    kitchen.refresh_from_db()
    van.refresh_from_db()
    assert (kitchen.state, str(kitchen.reached_on), van.state) == ("reached", "2026-12-01", "kept")
    told = Event.objects.filter(kind__in=["milestone.reached", "commitment.kept"])
    assert {event.data["by"] for event in told} == {"Mina Patel"}


def test_another_day_is_kept_beside_the_first_promise(mina, check_in, kitchen, today):
    answer(follow(mina, check_in), check_in, **{f"new_day_{kitchen.pk}": "15 January 2027"})
    kitchen.refresh_from_db()
    assert (str(kitchen.due_on), kitchen.original_due_on) == ("2027-01-15", today - timedelta(days=3))


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"reached": "on", "new_day": "15 January 2027"}, "You say that “The kitchen is open” is reached."),
        ({"new_day": "1 November 2026"}, "This day is over."),
        ({"new_day": "soon"}, "1 March 2027"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_written(mina, check_in, kitchen, said, problem):
    said = {f"{name}_{kitchen.pk}": value for name, value in said.items()}
    page = answer(follow(mina, check_in), check_in, changed="We moved house", **said)
    assert problem in text_of(page).replace("&#x27;", "'")
    assert "We moved house" in text_of(page)
    kitchen.refresh_from_db()
    check_in.refresh_from_db()
    assert (kitchen.state, check_in.state) == ("planned", "open")


def test_a_new_day_before_the_work_starts_is_refused(mina, check_in, kitchen, today):
    Milestone.objects.filter(pk=kitchen.pk).update(starts_on=today + timedelta(9), due_on=today + timedelta(20))
    page = answer(follow(mina, check_in), check_in, **{f"new_day_{kitchen.pk}": "5 December 2026"})
    assert "starts on 10 December 2026" in text_of(page)


def test_what_a_lead_settled_meanwhile_stays_and_the_answer_counts(mina, olu, check_in, kitchen, now, today):
    browser = follow(mina, check_in)
    milestones.reach(milestone=kitchen, on=today - timedelta(days=4), by=olu, now=now)
    response = answer(browser, check_in, **{f"new_day_{kitchen.pk}": "15 January 2027"})
    kitchen.refresh_from_db()
    assert (response.status_code, kitchen.reached_on) == (303, today - timedelta(days=4))


def test_nobody_settles_what_is_not_theirs(mina, check_in, host_membership, pantry, today):
    theirs = Milestone.objects.create(partnership=pantry, title="The council's", owner=host_membership, due_on=today)
    answer(follow(mina, check_in), check_in, **{f"reached_{theirs.pk}": "on"})
    theirs.refresh_from_db()
    assert theirs.state == "planned"


def test_the_thanks_say_what_is_left_to_do(mina, check_in, kitchen, van):
    browser = follow(mina, check_in)
    thanks = text_of(browser.post(page_of(check_in), {"status": "stuck", f"kept_{van.pk}": "on"}, follow=True))
    assert "<li>The kitchen is open: due 28 November 2026, late</li>" in thanks
    assert "Lend the van" not in thanks
    assert "nothing" not in thanks.split("What comes next")[1]


def test_who_comes_back_by_the_link_reads_what_is_left_to_do(mina, check_in, kitchen):
    browser = follow(mina, check_in)
    answer(browser, check_in, ask="A van")
    page = text_of(browser.get(page_of(check_in)))
    assert "The kitchen is open: due 28 November 2026, late" in page
    assert "nothing left to do" not in page.lower()
    assert "Nothing more was said" not in page


def test_pressed_twice_it_is_thanked_twice_and_done_once(mina, check_in, kitchen):
    browser, said = follow(mina, check_in), {f"reached_{kitchen.pk}": "on"}
    pages = [answer(browser, check_in, **said) for _ in range(2)]
    assert [page["Location"] for page in pages] == [reverse("answered-check-in", args=[check_in.pk])] * 2
    assert Event.objects.filter(kind="milestone.reached").count() == 1


def test_a_lead_who_writes_it_down_is_asked_the_same(olu, mina, check_in, kitchen, browser_of):
    page = f"{page_of(check_in)}?for-them"
    assert "The kitchen is open" in text_of(browser_of(olu).get(page))
    browser_of(olu).post(page, {"status": "on_track", f"reached_{kitchen.pk}": "on"})
    assert Event.objects.get(kind="milestone.reached").data["by"] == "Olu Adeyemi"


def test_it_costs_one_query_for_each_kind_and_only_where_there_is_one(mina, check_in, kitchen, van):
    browser = follow(mina, check_in)
    with CaptureQueriesContext(connection) as queries:
        browser.get(page_of(check_in))
    assert len(queries) <= 8, [query["sql"][:120] for query in queries]
