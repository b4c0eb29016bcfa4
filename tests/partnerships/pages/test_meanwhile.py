"""Two who edit one thing: nobody overwrites unseen what the other wrote, and nothing typed is lost."""

import pytest
from django.urls import reverse

from partnerships.agreements.actions import activities, versions
from partnerships.models import Milestone
from partnerships.plan.forms.milestones import MilestoneForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def milestone(pantry, host_membership, today):
    return Milestone.objects.create(partnership=pantry, title="Freezer", due_on=today, owner=host_membership)


def opened(browser, url):
    """What a browser would send back of this page, untouched."""
    form = browser.get(url).context["form"]
    sent = {}
    for bound in form:
        shown = form.fields[bound.name].widget.format_value(bound.value())
        sent[bound.html_name] = shown if shown is not None else ""
    return sent


def test_what_another_changed_meanwhile_stays_where_one_left_it_alone(milestone, olu, ada, browser_of):
    url = reverse("edit-milestone", args=[milestone.pk])
    mine, theirs = opened(browser_of(olu), url), opened(browser_of(ada), url)
    browser_of(ada).post(url, theirs | {"title": "Cold store"})
    assert browser_of(olu).post(url, mine | {"due_on": "1 May 2027", "reason": "The fitter"}).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, f"{milestone.due_on}") == ("Cold store", "2027-05-01")


def test_where_both_changed_the_same_the_second_reads_the_first_and_decides(milestone, olu, ada, browser_of):
    url = reverse("edit-milestone", args=[milestone.pk])
    mine, theirs = opened(browser_of(olu), url), opened(browser_of(ada), url)
    browser_of(ada).post(url, theirs | {"title": "Cold store"})
    page = browser_of(olu).post(url, mine | {"title": "Chest freezer"})
    assert page.status_code == 200
    said = page.context["form"].errors["title"]
    assert said == [
        "Ada Brook changed this after you opened the page. It says now: “Cold store”. Yours is kept below: save again"
        " to put it there."
    ]
    milestone.refresh_from_db()
    assert milestone.title == "Cold store"
    again = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    assert again["title"] == "Chest freezer"
    assert browser_of(olu).post(url, again).status_code == 302
    milestone.refresh_from_db()
    assert milestone.title == "Chest freezer"


def test_what_one_left_alone_also_stays_when_the_form_comes_back(milestone, olu, ada, browser_of):
    url = reverse("edit-milestone", args=[milestone.pk])
    mine, theirs = opened(browser_of(olu), url), opened(browser_of(ada), url)
    browser_of(ada).post(url, theirs | {"title": "Cold store", "starts_on": "1 October 2026"})
    page = browser_of(olu).post(url, mine | {"title": "Chest freezer"})
    again = {bound.html_name: bound.value() or "" for bound in page.context["form"]}
    browser_of(olu).post(url, again)
    milestone.refresh_from_db()
    assert (milestone.title, f"{milestone.starts_on}") == ("Chest freezer", "2026-10-01")


def test_who_wants_the_same_is_asked_nothing(milestone, olu, ada, browser_of):
    url = reverse("edit-milestone", args=[milestone.pk])
    mine, theirs = opened(browser_of(olu), url), opened(browser_of(ada), url)
    browser_of(ada).post(url, theirs | {"title": "Cold store"})
    assert browser_of(olu).post(url, mine | {"title": "Cold store"}).status_code == 302


def test_what_the_page_was_opened_with_is_none_of_what_the_form_says(milestone):
    sent = {"title": "Cold store", "due_on": "no day", "opened-milestoneform": "title:x"}
    form = MilestoneForm(sent, instance=milestone)
    assert not form.is_valid()
    assert "opened-milestoneform" not in form.cleaned_data
    assert "opened-milestoneform" not in form.changed_data


@pytest.mark.parametrize("told", ["{", ":", "title:", "title:x title:y", "no:1", "a" * 40_000, "\0"])
def test_a_page_that_says_nonsense_of_what_it_was_opened_with_is_saved(milestone, olu, browser_of, told):
    url = reverse("edit-milestone", args=[milestone.pk])
    mine = opened(browser_of(olu), url) | {"opened-milestoneform": told, "title": "Cold store"}
    assert browser_of(olu).post(url, mine).status_code in {200, 302}


@pytest.fixture
def comment(pantry, olu, mina, now):
    version = versions.begin(partnership=pantry, by=olu, now=now)
    version = versions.write(version=version, values={"vision": "Nobody eats alone"}, by=olu, now=now)
    shared = versions.share(version=version, by=olu, now=now)
    return versions.comment(version=shared, contact=mina.contacts.get(), section="vision", body="Lovely", now=now)


@pytest.fixture
def matter(pantry, olu, now):
    version = versions.begin(partnership=pantry, by=olu, now=now)
    return activities.add(version=version, what="Insurance", objective=None, parts={}, by=olu, now=now)


@pytest.mark.parametrize(
    ("row", "page", "field"), [("comment", "answer-comment", "reply"), ("matter", "edit-matter", "what")]
)
def test_a_form_of_our_own_over_a_row_heeds_the_other_one_too(request, olu, ada, browser_of, row, page, field):
    row = request.getfixturevalue(row)
    url = reverse(page, args=[row.pk])
    mine, theirs = opened(browser_of(olu), url), opened(browser_of(ada), url)
    browser_of(ada).post(url, theirs | {field: "What Ada wrote"})
    page = browser_of(olu).post(url, mine | {field: "What Olu wrote"}).content.decode()
    assert "Ada Brook changed this after you opened the page. It says now: “What Ada wrote”." in page
    assert "What Olu wrote" in page
    row.refresh_from_db()
    assert getattr(row, field) == "What Ada wrote"


def test_the_same_words_of_an_agreement_are_not_overwritten_unseen(pantry, olu, ada, browser_of, now):
    version = versions.begin(partnership=pantry, by=olu, now=now)
    url = reverse("write-section", args=[version.pk, "vision"])
    mine, theirs = opened(browser_of(olu), url), opened(browser_of(ada), url)
    browser_of(ada).post(url, theirs | {"text": "Nobody eats\r\nalone"})
    page = browser_of(olu).post(url, mine | {"text": "Everybody eats"}).content.decode()
    assert "Ada Brook changed this after you opened the page." in page
    assert "Everybody eats" in page
    version.refresh_from_db()
    assert version.vision == "Nobody eats\r\nalone"
