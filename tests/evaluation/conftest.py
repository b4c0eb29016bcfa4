from datetime import date

import pytest

from evaluation.models import BallotBox, Question, Round
from evaluation.responses import actions as responses
from evaluation.rounds import actions as rounds

from ..factories import ContactFactory, SeatFactory


@pytest.fixture
def begin(pantry, olu, now):
    """`begin("people")` is a draft round of the Pantry partnership with that bank's questions."""

    def make(audience, mode="anonymous", closes_on=date(2026, 12, 20)):
        return rounds.begin(
            partnership=pantry, title=f"Winter round for {audience}", audience=audience, mode=mode,
            closes_on=closes_on, questions=Question.objects.offered_to(audience), by=olu, now=now,
        )  # fmt: skip

    return make


@pytest.fixture
def opened(begin, mina, olu, now):
    """`opened("people")` is the same, open."""

    def make(audience, **options):
        round = begin(audience, **options)
        rounds.open_round(round=round, by=olu, now=now)
        return Round.objects.get(pk=round.pk)

    return make


@pytest.fixture
def answer(now):
    """`answer(round, [5, 4, None, "words"])` gives one person's answers to the first questions, in order."""

    def give(round, said, **options):
        answers = {q.pk: s for q, s in zip(round.questions.all(), said, strict=False) if s is not None}
        return responses.give(round=round, answers=answers, now=now, **options)

    return give


@pytest.fixture
def papers():
    """`papers(round)` is what each person has said to an open round: {id of a question: answer}, in no order."""

    def read(round):
        boxes = BallotBox.objects.filter(round=round)
        return [{int(q): said for q, said in paper["said"].items()} for box in boxes for paper in box.papers]

    return read


@pytest.fixture
def values(papers):
    """`values(round)` are all the answers of an open round, in no order."""
    return lambda round: [said for paper in papers(round) for said in paper.values()]


@pytest.fixture
def closed(opened, answer, olu, now):
    """`closed("people", rows)` is a closed round with these people's answers."""

    def make(audience, rows):
        round = opened(audience)
        for said in rows:
            answer(round, said)
        rounds.close_round(round=round, by=olu, now=now)
        return Round.objects.get(pk=round.pk)

    return make


@pytest.fixture
def two_colleagues(larder_membership):
    """Two more people at the larder, seated."""
    contacts = ContactFactory.create_batch(2, organisation=larder_membership.organisation)
    for contact in contacts:
        SeatFactory(membership=larder_membership, contact=contact)
    return contacts
