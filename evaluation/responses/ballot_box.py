"""Where answers lie while a round is open, and how they come out: nobody can tell which came first, or with whom."""

from random import SystemRandom

from django.db.models import Case, F, When

from partnerships.models import Organisation

from ..rounds.models import Round
from .models import Answer, BallotBox, Invitation, Response

CHANCE = SystemRandom()


def held(round):
    """The BallotBox of a round, held until the transaction ends: papers fall in one after another.

    None if somebody opened it while we waited.
    """
    BallotBox.objects.get_or_create(round=round)
    return BallotBox.objects.select_for_update().filter(round=round).first()


def count(round):
    """How many people have answered a round that is open."""
    return len(BallotBox.objects.filter(round=round).values_list("papers", flat=True).first() or [])


def holds(box, receipt):
    """Whether a paper with this hash of a receipt lies in the box."""
    return any(paper["receipt"] == receipt for paper in box.papers)


def put_in(box, *, receipt, said, organisation=None):
    """Put a paper in, in place of the one with the same hash of a receipt, and mix them all."""
    others = [paper for paper in box.papers if paper["receipt"] != receipt]
    said = {str(question): answer for question, answer in said.items()}
    _keep(box, [*others, {"receipt": receipt, "organisation": organisation, "said": said}])


def take_out(box, receipt):
    """Destroy the paper with this hash of a receipt."""
    _keep(box, [paper for paper in box.papers if paper["receipt"] != receipt])


def _keep(box, papers):
    box.papers = CHANCE.sample(papers, len(papers))
    box.save(update_fields=["papers"])


def tick_off(invitation):
    """Note that the person of this invitation has answered.

    All invitations of the round are written anew: a database keeps with each row which transaction wrote it last.
    """
    everybody = Invitation.objects.filter(round=invitation.round_id)
    everybody.update(answered=Case(When(pk=invitation.pk, then=True), default=F("answered")))


def turn_out(round):
    """Empty the box of a round that closes: papers become Responses and Answers, each in the order of random ids."""
    box = held(round)
    named = Organisation.objects.filter(pk__in={paper["organisation"] for paper in box.papers})
    there = set(named.values_list("pk", flat=True))
    responses, answers = [], []
    for paper in box.papers:
        organisation = paper["organisation"] if paper["organisation"] in there else None
        response = Response(round=round, organisation_id=organisation, receipt_hash=paper["receipt"])
        responses.append(response)
        answers += [_answer(response, int(question), said) for question, said in paper["said"].items()]
    for model, rows in ((Response, responses), (Answer, answers)):
        model.objects.bulk_create(sorted(rows, key=lambda row: row.pk))
    box.delete()


def follow(model, old, new):
    """Papers that name an organisation which became another name that one."""
    if model is not Organisation:
        return
    for box in BallotBox.objects.filter(round__mode=Round.Mode.NAMED).select_for_update():
        moved = [paper for paper in box.papers if paper["organisation"] == old]
        for paper in moved:
            paper["organisation"] = new
        if moved:
            _keep(box, box.papers)


def _answer(response, question_id, said):
    if isinstance(said, str):
        return Answer(response=response, question_id=question_id, words=said)
    return Answer(response=response, question_id=question_id, value=said)
