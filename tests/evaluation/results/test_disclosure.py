"""What few people said stays hidden, everywhere."""

import pytest
from django.urls import reverse

from evaluation.models import Answer
from evaluation.results.disclosure import SafeTable

pytestmark = pytest.mark.django_db


def test_a_question_with_five_answers_shows_its_distribution(closed):
    row = SafeTable(closed("people", [[3], [3], [2], [1], [3]])).rows[0]
    assert row.distribution.counts == (1, 1, 3)


def test_a_question_with_four_answers_is_hidden_whole(closed):
    row = SafeTable(closed("people", [[3]] * 4)).rows[0]
    assert (row.is_hidden, row.distribution, row.words) == (True, None, None)


def test_skipping_does_not_count_as_an_answer(closed):
    table = SafeTable(closed("people", [[3, 3], [3, 3], [3, 3], [3, 3], [3, None]]))
    assert [row.is_hidden for row in table.rows[:2]] == [False, True]


def test_an_open_round_has_no_results(opened, answer):
    round = opened("people")
    for _ in range(9):
        answer(round, [3])
    with pytest.raises(ValueError, match="before it is closed"):
        SafeTable(round)


def test_words_show_only_when_five_wrote_and_a_reader_let_them_through(closed):
    seven_skips = [None] * 7
    round = closed("people", [[*seven_skips, f"Remark {n}"] for n in range(5)])
    assert SafeTable(round).rows[7].words == ()
    Answer.objects.filter(words="Remark 2").update(check_state="shown")
    assert SafeTable(round).rows[7].words == ("Remark 2",)


def test_four_remarks_stay_hidden_even_when_let_through(closed):
    round = closed("people", [[*[None] * 7, f"Remark {n}"] for n in range(4)])
    Answer.objects.update(check_state="shown")
    assert SafeTable(round).rows[7].words is None


def test_the_page_of_a_closed_round_prints_no_hidden_count(closed, browser_of, olu):
    round = closed("people", [[3, 1], [3, 1], [3, 1], [2, 1], [3, None]])
    page = browser_of(olu).get(reverse("round", args=[round.pk])).content.decode()
    assert page.count("hidden: fewer than 5 answers") >= 2
    assert "Remark" not in page


def test_words_that_nobody_has_read_are_not_on_a_partners_page(closed, browser_of, mina):
    round = closed("people", [[*[None] * 7, f"Secret remark {n}"] for n in range(6)])
    assert b"Secret remark" not in browser_of(mina).get(reverse("round", args=[round.pk])).content
