"""Pure functions over answers. A missing answer is None; intervals are 95 %."""

from collections import Counter
from dataclasses import dataclass
from math import floor, sqrt

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Distribution:
    """How many gave each answer of a scale.

    `counts` follows the scale's order; `n` counts answers on the scale; `missing` those without one.
    """

    scale: tuple
    counts: tuple
    n: int
    missing: int
    median: float | None
    q1: float | None
    q3: float | None
    top_two: int

    @property
    def shares(self):
        """Each count as a share of n, 0 to 1; zeros when nobody answered."""
        return tuple(count / self.n if self.n else 0.0 for count in self.counts)


def distribution(values, scale):
    """Count `values` on `scale`, lowest answer first.

    Raises ValueError for an answer that is not on the scale.
    """
    scale = tuple(scale)
    answered = [value for value in values if value is not None]
    strangers = set(answered) - set(scale)
    if strangers:
        raise ValueError(f"Not on the scale: {sorted(strangers)}")
    counts = Counter(answered)
    ordered = tuple(counts[point] for point in scale)
    median, q1, q3 = (quantile(answered, p) if answered else None for p in (0.5, 0.25, 0.75))
    return Distribution(
        scale=scale, counts=ordered, n=len(answered), missing=len(values) - len(answered),
        median=median, q1=q1, q3=q3, top_two=sum(ordered[-2:]),
    )  # fmt: skip


def quantile(values, p):
    """The p-quantile (0 to 1), type 7 of Hyndman and Fan 1996: linear between order statistics.

    Raises ValueError without values, or for p outside 0 to 1.
    """
    ordered = sorted(value for value in values if value is not None)
    if not ordered or not 0 <= p <= 1:
        raise ValueError("A quantile needs values, and p from 0 to 1.")
    place = (len(ordered) - 1) * p
    low = floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def wilson_interval(x, n):
    """The 95 % score interval of a proportion x of n, as (low, high) from 0 to 1. Wilson 1927.

    Raises ValueError unless 0 <= x <= n and n > 0.
    """
    if n <= 0 or not 0 <= x <= n:
        raise ValueError("A proportion needs 0 <= x <= n and n > 0.")
    share, z2 = x / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
