"""What few people said stays hidden, everywhere."""

import pytest
from django.urls import reverse

from evaluation.models import Answer
from evaluation.results import results
from evaluation.results.disclosure import SafeTable, hidden_cells
from partnerships.models import Event

pytestmark = pytest.mark.django_db


def test_a_question_that_five_answered_alike_shows_its_numbers(closed):
    row = SafeTable(closed("people", [[3]] * 5)).rows[0]
    assert (row.cells, row.n) == ((0, 0, 5), 5)


def test_a_question_with_four_answers_is_hidden_whole(closed):
    row = SafeTable(closed("people", [[3]] * 4)).rows[0]
    assert (row.is_hidden, row.cells, row.n, row.words) == (True, None, None, None)


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
    assert page.count("hidden: too few answers") >= 2
    assert "Remark" not in page


def test_words_that_nobody_has_read_are_not_on_a_partners_page(closed, browser_of, mina):
    round = closed("people", [[*[None] * 7, f"Secret remark {n}"] for n in range(6)])
    assert b"Secret remark" not in browser_of(mina).get(reverse("round", args=[round.pk])).content


def rows_of(cells, total):
    """Every way in which so many people can answer."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in rows_of(cells - 1, total - first))


@pytest.mark.parametrize(("cells", "most", "threshold"), [(3, 18, 5), (5, 11, 5), (3, 24, 10), (5, 9, 3)])
def test_whoever_knows_the_rule_and_the_total_can_compute_no_hidden_number(cells, most, threshold):
    for total in range(threshold, most + 1):
        told = {}
        for counts in rows_of(cells, total):
            hidden = hidden_cells(counts, threshold)
            if hidden is None:
                continue
            assert all(at in hidden for at, count in enumerate(counts) if 0 < count < threshold)
            shown = tuple(None if at in hidden else count for at, count in enumerate(counts))
            hides_more = any(counts[at] >= threshold for at in hidden)
            told.setdefault((shown, hides_more), []).append(counts)
        for (shown, _), may_be in told.items():
            for at in (at for at, count in enumerate(shown) if count is None):
                assert len({counts[at] for counts in may_be}) > 1, (shown, may_be)


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((0, 0, 7), set()),
        ((5, 6, 7), set()),
        ((0, 3, 9), {1, 2}),
        ((2, 3, 9), {0, 1}),
        ((1, 1, 9), {0, 1, 2}),
        ((3, 7, 7), {0, 1, 2}),
        ((0, 0, 4), None),
        ((4, 4, 0), None),
    ],
)
def test_a_small_number_takes_another_with_it_where_the_total_would_give_it_away(counts, hidden):
    assert hidden_cells(counts, 5) == hidden


def page_of(round, user, browser_of):
    return " ".join(browser_of(user).get(reverse("round", args=[round.pk])).content.decode().split())


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([[3, 3]] * 6, ""),
        ([[3, 3]] * 5 + [[3]] * 5 + [[1]], "In one question numbers from 1 to 4 are hidden, and a larger one beside"),
        ([[3]] * 9 + [[1]] * 2 + [[2]] * 3, "In one question numbers from 1 to 4 are hidden."),
    ],
)
def test_the_sentence_says_what_was_hidden_and_only_that(rows, sentence, closed):
    round = closed("people", rows)
    round.questions.filter(position__gt=2 if len(rows[0]) == 2 else 1).delete()
    assert SafeTable(round).what_was_hidden().startswith(sentence)
    assert bool(SafeTable(round).what_was_hidden()) == bool(sentence)


def test_no_page_shows_a_number_under_five_or_says_it_hid_one_that_it_shows(closed, browser_of, olu):
    round = closed("people", [[3]] * 9 + [[1]] * 2 + [[2]] * 3)
    page = page_of(round, olu, browser_of)
    assert "14 people answered." in page
    assert "<td>hidden</td><td>hidden</td><td>9</td><td>14</td>" in page
    assert "[null, null, 9]" in page
    assert "What fewer than" not in page


def test_below_five_people_nothing_shows_and_their_number_is_told_to_nobody(closed, browser_of, olu, mina):
    round = closed("people", [[3]] * 4)
    for user in (olu, mina):
        page = page_of(round, user, browser_of)
        assert "Fewer than 5 people answered, so nothing is shown" in page
        assert "chart" not in page.split("<main")[1].split("</main")[0]
    fact = Event.objects.get(kind="round.closed")
    assert fact.data["responses"] == "fewer than 5"


def test_the_number_of_people_is_told_from_five_on(closed):
    closed("people", [[3]] * 5)
    assert Event.objects.get(kind="round.closed").data["responses"] == "5"


def summary(closed, rows, questions=3):
    round = closed("people", rows)
    round.questions.filter(position__gt=questions).delete()
    (chart,) = results.charts(SafeTable(round))
    return chart["summary"]


def test_the_least_agreed_is_named_beside_the_most_agreed(closed):
    said = summary(closed, [[3, 3, 3]] * 5 + [[3, 3, 1]] * 5 + [[3, 1, 1]] * 5)
    assert said == (
        "Most agree with “It was easy to get help.”: 100 % of those who answered; "
        "fewest with “I did not have to tell my story again and again.”: 33 %."
    )


def test_a_tie_is_called_a_tie(closed):
    two = summary(closed, [[3, 3, 3]] * 5 + [[3, 3, 1]] * 5)
    assert "“It was easy to get help.” and “People listened to me.” (a tie): 100 %" in two


def test_where_all_are_equal_none_is_called_the_most_agreed(closed):
    assert summary(closed, [[3, 3, 3]] * 6) == "100 % agree, a tie between all 3 questions."


def test_nothing_is_said_of_agreement_that_rests_on_a_hidden_number(closed):
    said = summary(closed, [[3]] * 3 + [[1]] * 6, questions=1)
    assert said == "The numbers that may be shown do not say where most people agree."
