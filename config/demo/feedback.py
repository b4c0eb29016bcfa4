"""Two rounds: one of people served, closed, with a question hidden; one of partners, open."""

from evaluation.models import Answer, Question
from evaluation.responses import actions as responses
from evaluation.rounds import actions as rounds

from . import words
from .calendar import at, days, send_what_is_due


def tell(partnership, people, today):
    """The closed round, then the open one."""
    olu = people.user("Olu")
    visitors = begin(partnership, "Summer: how was it for you?", Question.Audience.PEOPLE, today - days(60), olu, today)
    asked = list(visitors.questions.all())
    for number, said in enumerate(words.VISITORS):
        answers = {q.pk: answer for q, answer in zip(asked, said, strict=True) if answer not in (None, "")}
        responses.give(round=visitors, answers=answers, now=at(today - days(80 - number)))
    rounds.close_round(round=visitors, by=olu, now=at(today - days(59)))
    read_words(visitors, olu, at(today - days(58)))
    partners = begin(partnership, "Autumn: working together", Question.Audience.PARTNERS, today + days(16), olu, today)
    send_what_is_due(at(today - days(5), hour=11))
    answer_some(partners, at(today - days(3)))


def begin(partnership, title, audience, closes_on, by, today):
    opened = at(min(closes_on - days(30), today - days(5)))
    round = rounds.begin(
        partnership=partnership, title=title, audience=audience, mode="anonymous", closes_on=closes_on,
        questions=Question.objects.offered_to(audience), by=by, now=opened,
    )  # fmt: skip
    rounds.open_round(round=round, by=by, now=opened)
    return round


def read_words(round, by, now):
    """Somebody has read all but the last two remarks; the one with a name and a number stays hidden."""
    written = Answer.objects.filter(response__round=round).exclude(words="")
    for answer in written:
        if "Margaret" in answer.words or "More music" in answer.words:
            continue
        responses.let_through(answer=answer, shown=True, by=by, now=now)


def answer_some(round, now):
    """Three partners have answered so far: too few for the count to show."""
    questions = list(round.questions.all())
    for number, invitation in enumerate(round.invitations.order_by("pk")[:3]):
        said = {q.pk: 3 + (q.position + number) % 3 for q in questions if q.kind == Question.Kind.AGREE}
        responses.give(round=round, answers=said, now=now, invitation=invitation)
