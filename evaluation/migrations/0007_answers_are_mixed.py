"""What was said to open rounds goes into their boxes; what was said to closed ones is written anew, in no order."""

import uuid

from django.db import migrations
from django.db.models import F


def mix(apps, schema_editor):
    Round, BallotBox, Response, Answer, Invitation = (
        apps.get_model("evaluation", name) for name in ("Round", "BallotBox", "Response", "Answer", "Invitation")
    )
    for round in Round.objects.exclude(state="draft"):
        responses = list(Response.objects.filter(round=round).order_by("pk"))
        answers = list(Answer.objects.filter(response__round=round).order_by("pk"))
        Answer.objects.filter(response__round=round).delete()
        Response.objects.filter(round=round).delete()
        if round.state == "open":
            BallotBox.objects.create(round=round, papers=_papers(responses, answers))
        else:
            _write_anew(Response, responses, Answer, answers)
    Invitation.objects.update(answered=F("answered"))


def _papers(responses, answers):
    said = {response.pk: {} for response in responses}
    for answer in answers:
        said[answer.response_id][str(answer.question_id)] = answer.words or answer.value
    return [
        {"receipt": response.receipt_hash, "organisation": response.organisation_id, "said": said[response.pk]}
        for response in responses
    ]


def _write_anew(Response, responses, Answer, answers):
    fresh = {response.pk: uuid.uuid4() for response in responses}
    for response in responses:
        response.pk = fresh[response.pk]
    for answer in answers:
        answer.pk, answer.response_id = uuid.uuid4(), fresh[answer.response_id]
    for model, rows in ((Response, responses), (Answer, answers)):
        model.objects.bulk_create(sorted(rows, key=lambda row: row.pk))


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0006_ballot_boxes")]
    operations = [migrations.RunPython(mix, migrations.RunPython.noop)]
