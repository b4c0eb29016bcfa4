"""Fit reviews side by side: each statement with everybody's number and words, and how far apart they are."""

from dataclasses import dataclass

from .models import FitScore

# The picture: 1 to 5 from left to right, a dot a person; those who agree stand on each other.
LEFT, STEP, RADIUS, RISE = 14, 28, 7, 16


@dataclass(frozen=True)
class Statement:
    """One sentence and what each reviewer said of it, in the order of the reviews."""

    sentence: str
    said: list

    @property
    def numbers(self):
        return [score.score for _, score in self.said if score and score.score]

    @property
    def spread(self):
        """How far apart, in words."""
        numbers = self.numbers
        if not numbers:
            return "Nobody can say"
        low, high = min(numbers), max(numbers)
        if len(numbers) == 1:
            return f"{low}, from one person"
        return f"All say {low}" if low == high else f"{low} to {high}"

    @property
    def height(self):
        return LEFT * 2 + RISE * (max([self.numbers.count(number) for number in self.numbers] or [1]) - 1)

    @property
    def line(self):
        """The height of the scale itself."""
        return self.height - LEFT

    @property
    def marks(self):
        """Where 1 to 5 are on the scale."""
        return [LEFT + STEP * place for place in range(FitScore.HIGHEST)]

    @property
    def dots(self):
        """(x, y) for each number given."""
        found, seen = [], {}
        for number in self.numbers:
            level = seen[number] = seen.get(number, -1) + 1
            found.append((LEFT + STEP * (number - 1), self.line - RISE * level))
        return found


def side_by_side(reviews):
    """Every statement, in the order of asking."""
    given = [(review, {score.statement: score for score in review.scores.all()}) for review in reviews]
    return [
        Statement(sentence, [(review, scores.get(slug)) for review, scores in given])
        for slug, sentence in FitScore.STATEMENTS.items()
    ]
