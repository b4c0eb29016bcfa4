"""What is told of answers and what is hidden: one rule. SafeTable is the only way results reach a template or file."""

from dataclasses import dataclass

from ..responses import ballot_box
from ..responses.models import Answer, Response
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


def hidden_cells(counts, threshold):
    """Positions of the cells of one question to hide, so that none follows from those shown and their total; None where
    the question must be hidden whole. `counts` is how many gave each answer.

    A number from 1 up to the threshold is hidden. While those hidden are one alone, are together under the threshold,
    or are all as low or all as high as hidden numbers can be, the smallest number left goes too, with its equals.
    """
    if sum(counts) < threshold:
        return None
    hidden = {at for at, count in enumerate(counts) if 0 < count < threshold}
    while hidden and _is_given_away([counts[at] for at in hidden], threshold):
        left = [count for at, count in enumerate(counts) if count and at not in hidden]
        if not left:
            return None
        hidden |= {at for at, count in enumerate(counts) if count == min(left)}
    return hidden


def _is_given_away(hidden, threshold):
    return len(hidden) < 2 or sum(hidden) < threshold or set(hidden) in ({1}, {threshold - 1})


def people(round):
    """How many people have answered an open or a closed round; None while they are too few to say."""
    count = Response.objects.filter(round=round).count() if round.is_closed else ballot_box.count(round)
    return count if count >= INTERNAL else None


def people_in_words(round):
    """The same, for a sentence."""
    return str(people(round) or f"fewer than {INTERNAL}")


@dataclass(frozen=True)
class SafeRow:
    """One question's result: the number of each answer, None where it is hidden.

    `cells`, `n` (how many answered) and `words` are None where the question is hidden whole.
    """

    question: str
    kind: str
    labels: tuple = ()
    cells: tuple | None = None
    n: int | None = None
    words: tuple | None = None
    # A number above the threshold is hidden beside the small ones.
    hides_more: bool = False

    @property
    def is_hidden(self):
        return self.cells is None and self.words is None

    @property
    def hides_cells(self):
        return self.cells is not None and None in self.cells


class SafeTable:
    """The results of a closed round, question by question, and `people`: how many answered, None where too few did.

    Raises ValueError for a round that is not closed: there are no results while it is open.
    """

    def __init__(self, round, *, threshold=INTERNAL):
        if not round.is_closed:
            raise ValueError("A round has no results before it is closed.")
        self.threshold, self.people = threshold, people(round)
        answers = Answer.objects.filter(response__round=round).order_by("id")
        by_question = {}
        for answer in answers.only("question_id", "value", "words", "check_state"):
            by_question.setdefault(answer.question_id, []).append(answer)
        self.rows = [self._row(question, by_question.get(question.pk, [])) for question in round.questions.all()]

    def what_was_hidden(self):
        """One or two sentences on what is hidden in this table; nothing where all is shown."""
        scales = [row for row in self.rows if row.kind != Question.Kind.WORDS]
        whole, partly = (sum(getattr(row, name) for row in scales) for name in ("is_hidden", "hides_cells"))
        said = []
        if whole:
            said.append(f"{_questions(whole)} hidden whole: too few people answered.")
        if partly:
            more = any(row.hides_more for row in scales)
            beside = ", and a larger one beside them where the total would give them away" if more else ""
            where = "one question" if partly == 1 else f"{partly} questions"
            said.append(f"In {where} numbers from 1 to {self.threshold - 1} are hidden{beside}.")
        return " ".join(said)

    def _row(self, question, answers):
        if question.kind == Question.Kind.WORDS:
            return SafeRow(question.wording, question.kind, words=self._words(answers))
        scale, labels = zip(*SCALES[question.kind], strict=True)
        counts = statistics.distribution([answer.value for answer in answers], scale).counts
        hidden = hidden_cells(counts, self.threshold)
        if hidden is None:
            return SafeRow(question.wording, question.kind, labels)
        cells = tuple(None if at in hidden else count for at, count in enumerate(counts))
        more = any(counts[at] >= self.threshold for at in hidden)
        return SafeRow(question.wording, question.kind, labels, cells, sum(counts), hides_more=more)

    def _words(self, answers):
        """The words a reader has let through, in the order of their random ids; None below the threshold."""
        written = [answer for answer in answers if answer.words]
        if len(written) < self.threshold:
            return None
        return tuple(answer.words for answer in written if answer.check_state == Answer.Check.SHOWN)


def _questions(count):
    return "One question is" if count == 1 else f"{count} questions are"
