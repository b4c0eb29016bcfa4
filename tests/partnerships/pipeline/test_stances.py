"""Influence and interest: rated by leads, kept with their history, never shown to those who are rated."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from partnerships.models import Membership, Stance
from partnerships.pipeline.actions import ratings

from ...factories import MembershipFactory


def rate(membership, influence, interest, by, now, why=""):
    return ratings.rate(membership=membership, influence=influence, interest=interest, why=why, by=by, now=now)


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("influence", "interest", "words"),
    [
        (5, 5, "Work closely"),
        (3, 3, "Work closely"),
        (3, 2, "Keep satisfied"),
        (2, 3, "Keep informed"),
        (1, 1, "Keep an eye on"),
    ],
)
def test_a_rating_says_in_words_what_it_asks_of_us(influence, interest, words):
    assert Stance(influence=influence, interest=interest).quadrant.label == words


def test_the_latest_rating_counts_and_the_earlier_ones_stay(olu, larder_membership, now):
    rate(larder_membership, 2, 4, olu, now - timedelta(days=30))
    rate(larder_membership, 4, 5, olu, now)
    rate(larder_membership, 5, 5, olu, now)
    (found,) = Membership.objects.filter(pk=larder_membership.pk).with_stance()
    assert (found.stance.influence, found.stance.noted_on, found.stance.noted_by) == (5, now.date(), olu)
    assert [(s.influence, s.interest) for s in found.stances.all()] == [(5, 5), (4, 5), (2, 4)]


def test_a_lead_rates_and_comes_back_to_the_picture(olu, larder_membership, browser_of):
    url = reverse("rate-membership", args=[larder_membership.pk])
    response = browser_of(olu).post(url, {"influence": "4", "interest": "2", "why": "They own the hall"})
    stance = larder_membership.stances.get()
    assert (stance.influence, stance.interest, stance.why, stance.noted_by) == (4, 2, "They own the hall", olu)
    assert response.url == reverse("influence", args=[larder_membership.partnership_id])
    assert stance.history.count() == 1


@pytest.mark.parametrize("wrong", ["6", "0", "-1", "high", ""])
def test_a_rating_outside_of_one_to_five_is_refused(wrong, olu, larder_membership, browser_of):
    url = reverse("rate-membership", args=[larder_membership.pk])
    page = browser_of(olu).post(url, {"influence": wrong, "interest": "2", "why": "They own the hall"})
    said = "Choose an answer for “Influence”." if wrong == "" else "Choose one of the answers."
    assert page.context["form"].errors == {"influence": [said]}
    assert "They own the hall" in text_of(page)
    assert not Stance.objects.exists()


def test_the_database_holds_the_scale_too(olu, larder_membership, now):
    with pytest.raises(IntegrityError):
        rate(larder_membership, 6, 2, olu, now)


def test_the_picture_says_the_same_as_its_table(olu, pantry, larder_membership, now, browser_of):
    band = MembershipFactory(partnership=pantry, organisation__name="Band", stage="not-now", reason="Tour")
    rate(larder_membership, 5, 4, olu, now)
    rate(band, 5, 4, olu, now)
    page = browser_of(olu).get(reverse("influence", args=[pantry.pk]))
    chart = page.context["chart"]
    assert chart["summary"] == "Work closely with Band and Sale Larder."
    assert chart["data"]["spots"] == [{"interest": 4, "influence": 5, "names": ["Band", "Sale Larder"]}]
    assert chart["table"]["rows"] == [
        [name, "5, a great deal", "4, a lot", "Work closely", "1 December 2026"] for name in ("Band", "Sale Larder")
    ]


def test_who_is_not_rated_yet_is_listed_and_who_left_or_hosts_is_not(olu, pantry, larder_membership, browser_of):
    MembershipFactory(partnership=pantry, stage="left", reason="Closed")
    page = browser_of(olu).get(reverse("influence", args=[pantry.pk]))
    assert (page.context["unrated"], page.context["chart"]) == ([larder_membership], None)
    assert reverse("rate-membership", args=[larder_membership.pk]) in text_of(page)


def test_with_nobody_to_rate_the_page_says_what_to_do_first(olu, pantry, browser_of):
    assert "Name the first organisation" in text_of(browser_of(olu).get(reverse("influence", args=[pantry.pk])))


def test_the_ratings_of_one_organisation_are_a_table_over_time(olu, larder_membership, now, browser_of):
    url = reverse("ratings", args=[larder_membership.pk])
    assert "Not rated yet" in text_of(browser_of(olu).get(url))
    rate(larder_membership, 2, 4, olu, now - timedelta(days=30), why="New to it")
    rate(larder_membership, 4, 4, olu, now)
    page = browser_of(olu).get(url)
    assert [stance.influence for stance in page.context["stances"]] == [4, 2]
    for words in ("1 November 2026", "New to it", "Keep informed", "Olu Adeyemi"):
        assert words in text_of(page), words


@pytest.mark.parametrize(("who", "status"), [("olu", 200), ("viewer", 200), ("ada", 200), ("mina", 403), ("ravi", 404)])
def test_ratings_are_for_leads_viewers_and_administrators(
    request, who, status, olu, viewer, ada, mina, ravi, pantry, larder_membership, now, browser_of
):
    rate(larder_membership, 2, 4, olu, now, why="A tired treasurer")
    user = request.getfixturevalue(who)
    pages = [
        browser_of(user).get(address)
        for address in (reverse("influence", args=[pantry.pk]), reverse("ratings", args=[larder_membership.pk]))
    ]
    assert {page.status_code for page in pages} == {status}
    assert ["A tired treasurer" in text_of(page) for page in pages] == [status == 200] * 2
    assert Stance.objects.visible_to(user).exists() == (status == 200)


def test_the_shared_timeline_does_not_tell_that_somebody_was_rated(olu, pantry, larder_membership, now):
    rate(larder_membership, 2, 4, olu, now)
    assert not pantry.events.exists()


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("mina", 403), ("ravi", 404)])
def test_only_leads_rate(request, who, status, viewer, mina, ravi, larder_membership, browser_of):
    url = reverse("rate-membership", args=[larder_membership.pk])
    browser = browser_of(request.getfixturevalue(who))
    assert (browser.get(url).status_code, browser.post(url, {"influence": 4, "interest": 4}).status_code) == (
        status,
        status,
    )
    assert not Stance.objects.exists()


def test_the_influence_page_costs_the_same_at_three_and_at_sixty(
    olu, pantry, now, browser_of, django_assert_max_num_queries
):
    def fill(count):
        for number in range(count):
            membership = MembershipFactory(partnership=pantry)
            rate(membership, 1 + number % 5, 3, olu, now)
            rate(membership, 2, 3, olu, now)
            MembershipFactory(partnership=pantry)

    browser, url = browser_of(olu), reverse("influence", args=[pantry.pk])
    fill(3)
    with django_assert_max_num_queries(11) as few:
        browser.get(url)
    fill(57)
    with django_assert_max_num_queries(len(few)):
        browser.get(url)
