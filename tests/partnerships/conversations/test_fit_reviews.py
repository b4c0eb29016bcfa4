"""The fit review: several people's own words and numbers, side by side, without a verdict."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.conversations.actions import fit_reviews
from partnerships.conversations.fit_table import Statement
from partnerships.models import FitReview, FitScore, Seat

from ...factories import SeatFactory, UserFactory


@pytest.fixture
def hal(host_membership):
    """Another of the host's people."""
    user = UserFactory(name="Hal Brook")
    SeatFactory(membership=host_membership, contact__user=user)
    return user


def url(membership):
    return reverse("fit-review", args=[membership.pk])


def give(membership, by, now, **scores):
    scores = {name.replace("_", "-"): said for name, said in scores.items()}
    return fit_reviews.give(membership=membership, scores=scores, by=by, now=now)


def test_what_others_say_is_hidden_until_ones_own_is_given(olu, hal, larder_membership, browser_of, now):
    give(larder_membership, hal, now, values=(2, "They charge too much"))
    assert not FitReview.objects.visible_to(olu).exists()
    before = browser_of(olu).get(url(larder_membership)).content.decode()
    assert ("1 person has said theirs so far." in before, "They charge too much" in before) == (True, False)
    data = {"score-values": "4", "comment-values": "They keep their word"}
    after = browser_of(olu).post(url(larder_membership), data, follow=True).content.decode()
    for words in ("They charge too much", "They keep their word", "2 to 4", "Hal Brook", "Olu Adeyemi"):
        assert words in after
    assert "One more person is needed" not in after
    assert not any(word in after.lower() for word in ("average", "total:", "score:"))


def test_one_person_alone_does_not_mean_much(olu, larder_membership, browser_of, now):
    give(larder_membership, olu, now, values=(4, ""))
    page = browser_of(olu).get(url(larder_membership)).content.decode()
    assert "One more person is needed before this means much" in page


@pytest.mark.parametrize("score", ["6", "0", "-1", "3.5", "x"])
def test_a_number_that_is_not_from_1_to_5_is_sent_back(score, olu, larder_membership, browser_of):
    data = {"score-values": score, "comment-values": "They keep their word"}
    page = browser_of(olu).post(url(larder_membership), data).content.decode()
    assert "Choose a number from 1 to 5." in page
    assert "They keep their word</textarea>" in page
    assert not FitReview.objects.exists()


@pytest.mark.parametrize("data", [{"sent": "1"}, {"score-values": "none"}, {"comment-values": "  "}])
def test_an_empty_form_is_sent_back(data, olu, larder_membership, browser_of):
    page = browser_of(olu).post(url(larder_membership), data).content.decode()
    assert "Answer at least one statement before you send it." in page
    assert not FitReview.objects.exists()


def test_a_second_tab_does_not_change_what_was_given(olu, larder_membership, browser_of, now):
    give(larder_membership, olu, now, values=(4, ""))
    page = browser_of(olu).post(url(larder_membership), {"score-values": "1"}, follow=True).content.decode()
    assert "You have given your fit review already." in page
    assert FitScore.objects.get().score == 4


@pytest.mark.parametrize(("who", "status"), [("mina", 403), ("ravi", 404), ("viewer", 403)])
def test_who_may_not_review_gets_nowhere(request, who, status, olu, larder_membership, browser_of):
    person = request.getfixturevalue(who)
    assert browser_of(person).post(url(larder_membership), {"score-values": "1"}).status_code == status
    assert not FitReview.objects.exists()


def test_who_is_reviewed_sees_nothing_of_it_not_even_as_a_lead(olu, mina, larder_membership, browser_of, now):
    give(larder_membership, olu, now, values=(1, "They charge too much"))
    Seat.objects.filter(contact__user=mina).update(is_lead=True)
    assert browser_of(mina).get(url(larder_membership)).status_code == 403
    give(larder_membership, mina, now, values=(5, "From when she worked for the host"))
    assert not FitReview.objects.visible_to(mina).exists()
    page = browser_of(mina).get(reverse("conversations", args=[larder_membership.partnership_id])).content.decode()
    assert "Fit review" not in page


def test_the_host_is_not_reviewed_and_its_observers_review_nobody(
    olu, hal, host_membership, larder_membership, browser_of
):
    assert browser_of(olu).get(url(host_membership)).status_code == 403
    Seat.objects.filter(contact__user=hal).update(authority="observes")
    assert browser_of(hal).get(url(larder_membership)).status_code == 403


def test_a_viewer_reads_and_finds_no_form(viewer, olu, larder_membership, browser_of, now):
    assert "Nobody has said theirs yet" in browser_of(viewer).get(url(larder_membership)).content.decode()
    give(larder_membership, olu, now, values=(4, "They keep their word"))
    page = browser_of(viewer).get(url(larder_membership)).content.decode()
    assert ("They keep their word" in page, "Send my review" in page) == (True, False)


def test_the_page_costs_the_same_for_two_and_ten(olu, larder_membership, browser_of, now, django_assert_num_queries):
    browser = browser_of(olu)
    for by in [olu, UserFactory()]:
        give(larder_membership, by, now, values=(4, ""), open=(None, "Too early"))
    browser.get(url(larder_membership))
    with CaptureQueriesContext(connection) as few:
        browser.get(url(larder_membership))
    for by in (UserFactory() for _ in range(8)):
        give(larder_membership, by, now, values=(4, ""), open=(None, "Too early"))
    with django_assert_num_queries(len(few)):
        browser.get(url(larder_membership))


@pytest.mark.parametrize(
    ("numbers", "spread"),
    [([], "Nobody can say"), ([3], "3, from one person"), ([4, 4], "All say 4"), ([5, 2, 4], "2 to 5")],
)
def test_the_spread_is_from_the_lowest_to_the_highest(numbers, spread):
    row = Statement("They are kind", [(None, FitScore(score=number)) for number in numbers] + [(None, None)])
    assert row.spread == spread
    assert len(set(row.dots)) == len(numbers)
