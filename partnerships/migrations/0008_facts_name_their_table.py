from django.db import migrations, models

# The table that the first word of each kind of fact is about, and the kinds that are about another.
BY_WORD = {
    "agreement": "partnerships.agreementversion",
    "ask": "partnerships.update",
    "celebration": "communications.celebration",
    "check_in": "partnerships.checkin",
    "comment": "partnerships.comment",
    "commitment": "partnerships.commitment",
    "contact": "partnerships.contact",
    "conversation": "partnerships.conversation",
    "ending": "partnerships.ending",
    "import": "partnerships.importbatch",
    "involvement": "partnerships.involvement",
    "measure": "partnerships.measure",
    "membership": "partnerships.membership",
    "milestone": "partnerships.milestone",
    "need": "partnerships.neednote",
    "objective": "partnerships.objective",
    "organisation": "partnerships.organisation",
    "partnership": "partnerships.partnership",
    "password": "partnerships.user",
    "proposal": "partnerships.proposal",
    "question": "partnerships.agreementquestion",
    "rhythm": "partnerships.rhythm",
    "round": "evaluation.round",
    "seat": "partnerships.seat",
    "second_step": "partnerships.user",
    "sign_in": "partnerships.signin",
    "signed_copy": "partnerships.agreementversion",
    "update": "partnerships.update",
}
BY_KIND = {
    "partnership.ended": "partnerships.ending",
    "partnership.paused": "partnerships.pause",
    "seat.handed_over": "partnerships.handover",
    "seat.thanked": "partnerships.handover",
}


def name_tables(apps, schema_editor):
    facts = apps.get_model("partnerships", "Event").objects.exclude(subject_id=None)
    for word, table in BY_WORD.items():
        facts.filter(kind__startswith=f"{word}.").update(subject_type=table)
    for kind, table in BY_KIND.items():
        facts.filter(kind=kind).update(subject_type=table)


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0007_seats_of_those_who_left'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='subject_type',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.RunPython(name_tables, migrations.RunPython.noop),
    ]
