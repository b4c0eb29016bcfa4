"""The numbers, against published cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.results.statistics import distribution, quantile, wilson_interval


def test_a_distribution_matches_the_published_survey():
    # Stacks governance survey (CC0): trust in core developers, 59 answers.
    values = [1] + [2] + [3] * 18 + [4] * 18 + [5] * 21
    result = distribution([*values, None], scale=range(1, 6))
    assert (result.counts, result.n, result.missing) == ((1, 1, 18, 18, 21), 59, 1)
    assert (result.median, result.q1, result.q3, result.top_two) == (4, 3, 5, 39)


def test_an_answer_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="Not on the scale"):
        distribution([1, 6], scale=range(1, 6))


def test_a_distribution_of_nothing_has_no_median():
    result = distribution([None], scale=(1, 2, 3))
    assert (result.n, result.median, result.shares) == (0, None, (0.0, 0.0, 0.0))


def test_a_quantile_lies_between_neighbours():
    assert [quantile([1, 2, 3, 4], p) for p in (0, 0.25, 0.5, 1)] == [1, 1.75, 2.5, 4]


@pytest.mark.parametrize("values", [[], [None]])
def test_a_quantile_of_nothing_is_refused(values):
    with pytest.raises(ValueError, match="needs values"):
        quantile(values, 0.5)


# Newcombe 1998, table I, to four places.
@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_matches_newcombe(x, n, low, high):
    assert wilson_interval(x, n) == pytest.approx((low, high), abs=5e-5)


def test_a_proportion_of_nothing_is_refused():
    with pytest.raises(ValueError, match="n > 0"):
        wilson_interval(0, 0)


@given(st.lists(st.integers(1, 5), min_size=1))
def test_counts_sum_to_n_and_quartiles_are_in_order(values):
    result = distribution(values, scale=range(1, 6))
    assert sum(result.counts) == result.n == len(values)
    assert result.q1 <= result.median <= result.q3
