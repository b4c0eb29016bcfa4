"""The only way results reach a template, a chart or a file: SafeTable hides what few people said."""

from dataclasses import dataclass

from ..responses.models import Answer
from ..rounds.models import Question
from . import statistics

INTERNAL, PUBLIC = 5, 10
SCALES = {
    Question.Kind.AGREE: (
        (1, "Strongly disagree"),
        (2, "Disagree"),
        (3, "Neither"),
        (4, "Agree"),
        (5, "Strongly agree"),
    ),
    Question.Kind.FACES: ((1, "No"), (2, "Not sure"), (3, "Yes")),
}


@dataclass(frozen=True)
class SafeRow:
    """One question's result, or the fact that it is hidden.

    `distribution` and `words` are None when hidden; nothing else here tells how many answered then.
    """

    question: str
    kind: str
    labels: tuple = ()
    distribution: statistics.Distribution | None = None
    words: tuple | None = None

    @property
    def is_hidden(self):
        return self.distribution is None and self.words is None


class SafeTable:
    """The results of a closed round, question by question.

    A question that fewer than `threshold` people answered is hidden whole, and so is how many they were.

    Raises ValueError for a round that is not closed: there are no results while it is open.
    """

    def __init__(self, round, *, threshold=INTERNAL):
        if not round.is_closed:
            raise ValueError("A round has no results before it is closed.")
        self.threshold = threshold
        answers = Answer.objects.filter(response__round=round).order_by("id")
        by_question = {}
        for answer in answers.only("question_id", "value", "words", "check_state"):
            by_question.setdefault(answer.question_id, []).append(answer)
        self.rows = [self._row(question, by_question.get(question.pk, [])) for question in round.questions.all()]

    def _row(self, question, answers):
        if question.kind == Question.Kind.WORDS:
            return SafeRow(question.wording, question.kind, words=self._words(answers))
        scale, labels = zip(*SCALES[question.kind], strict=True)
        values = [answer.value for answer in answers]
        if sum(value is not None for value in values) < self.threshold:
            return SafeRow(question.wording, question.kind, labels)
        return SafeRow(question.wording, question.kind, labels, statistics.distribution(values, scale))

    def _words(self, answers):
        """The words a reader has let through, in the order of their random ids; None below the threshold."""
        written = [answer for answer in answers if answer.words]
        if len(written) < self.threshold:
            return None
        return tuple(answer.words for answer in written if answer.check_state == Answer.Check.SHOWN)
