"""How to greet people, sheets and notes of imports, levels and unknown baselines, whom a win was told to, and until when
a word counts.

Of what was told before, a win stays with those who lead. Columns are remembered for a set of headers.
"""

from datetime import timedelta

from django.db import migrations, models

from ._together import Together

# They were learnt from guesses that nobody had looked at, and say nothing of the headers beside them.
FORGET = "DELETE FROM partnerships_rememberedcolumn"
AUDIENCE = models.CharField(
    choices=[
        ('leads', 'Only those who lead the partnership'),
        ('named', 'Everybody in the partnership, with my name'),
        ('unnamed', 'Everybody in the partnership, without my name'),
    ],
    default='leads',
    max_length=7,
    verbose_name='who may hear of the win',
)
STAGE = models.CharField(
    blank=True,
    choices=[
        ('identify', 'Identify'),
        ('meet', 'Meet'),
        ('agree', 'Agree'),
        ('plan', 'Plan'),
        ('deliver', 'Deliver'),
        ('evaluate', 'Evaluate and adjust'),
    ],
    editable=False,
    max_length=10,
)
BY_SEAT = models.BooleanField(default=False, editable=False)
UNTIL = models.DateTimeField(blank=True, editable=False, null=True)


def count_as_before(apps, schema_editor):
    """What was said counts for 100 days, as it did, until the rhythm is set or the next word is said."""
    for name in ("Membership", "Partnership"):
        said = apps.get_model("partnerships", name).objects.exclude(status_at=None)
        said.update(status_until=models.F("status_at") + timedelta(days=100))


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0008_facts_name_their_table'),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        Together(
            migrations.AddField(
                model_name='contact',
                name='greeting',
                field=models.CharField(blank=True, help_text='As it stands after “Dear”; otherwise the whole name.', max_length=80, verbose_name='how to greet them'),
            ),
            migrations.AddField(
                model_name='historicalcontact',
                name='greeting',
                field=models.CharField(blank=True, help_text='As it stands after “Dear”; otherwise the whole name.', max_length=80, verbose_name='how to greet them'),
            ),
            migrations.AddField(
                model_name='historicalimportbatch',
                name='guessed_columns',
                field=models.JSONField(blank=True, default=dict),
            ),
            migrations.AddField(
                model_name='historicalimportbatch',
                name='other_sheets',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='historicalimportbatch',
                name='sheet_name',
                field=models.CharField(blank=True, max_length=255),
            ),
            migrations.AddField(
                model_name='historicalrememberedcolumn',
                name='headers_key',
                field=models.CharField(default='', max_length=64),
                preserve_default=False,
            ),
            migrations.AddField(
                model_name='importbatch',
                name='guessed_columns',
                field=models.JSONField(blank=True, default=dict),
            ),
            migrations.AddField(
                model_name='importbatch',
                name='other_sheets',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='importbatch',
                name='sheet_name',
                field=models.CharField(blank=True, max_length=255),
            ),
            migrations.AddField(
                model_name='importrow',
                name='aside',
                field=models.CharField(blank=True, choices=[('', 'Of the list'), ('hidden', 'This row is hidden in the spreadsheet.'), ('heading', 'This looks like a heading, not like an organisation.'), ('total', 'This looks like a total, not like an organisation.'), ('note', 'This looks like a note below the list, not like an organisation.')], default='', max_length=10, verbose_name='why it is left out'),
            ),
            migrations.AddField(
                model_name='importrow',
                name='match_row',
                field=models.PositiveIntegerField(blank=True, null=True),
            ),
            migrations.AddField(
                model_name='importrow',
                name='merged',
                field=models.JSONField(blank=True, default=dict),
            ),
            migrations.AddField(
                model_name='rememberedcolumn',
                name='headers_key',
                field=models.CharField(default='', max_length=64),
                preserve_default=False,
            ),
            migrations.AlterField(
                model_name='historicalrememberedcolumn',
                name='header_key',
                field=models.CharField(max_length=200),
            ),
            migrations.AlterField(
                model_name='rememberedcolumn',
                name='header_key',
                field=models.CharField(max_length=200),
            ),
            migrations.AddConstraint(
                model_name='rememberedcolumn',
                constraint=models.UniqueConstraint(fields=('headers_key', 'header_key'), name='column_remembered_once'),
            ),
            migrations.RemoveConstraint(
                model_name='measure',
                name='target_lies_in_the_direction',
            ),
            migrations.AlterField(
                model_name='historicalmeasure',
                name='baseline',
                field=models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True),
            ),
            migrations.AlterField(
                model_name='historicalmeasure',
                name='baseline_on',
                field=models.DateField(blank=True, null=True, verbose_name='baseline taken on'),
            ),
            migrations.AlterField(
                model_name='measure',
                name='baseline',
                field=models.DecimalField(blank=True, decimal_places=3, max_digits=14, null=True),
            ),
            migrations.AlterField(
                model_name='measure',
                name='baseline_on',
                field=models.DateField(blank=True, null=True, verbose_name='baseline taken on'),
            ),
            migrations.AddConstraint(
                model_name='measure',
                constraint=models.CheckConstraint(condition=models.Q(('baseline', None), models.Q(('direction', 'up'), ('target__gte', models.F('baseline'))), models.Q(('direction', 'down'), ('target__lte', models.F('baseline'))), _connector='OR'), name='target_lies_in_the_direction', violation_error_message='The target is worse than the baseline in the direction you chose.'),
            ),
            migrations.AddConstraint(
                model_name='measure',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('baseline', None), ('baseline_on', None)), models.Q(('baseline__isnull', False), ('baseline_on__isnull', False)), _connector='OR'), name='baseline_has_its_day', violation_error_message='Give the baseline and its day, or neither.'),
            ),
            migrations.AddField(
                model_name='historicalimportbatch',
                name='left_out',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='historicalorganisation',
                name='notes',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(
                model_name='importbatch',
                name='left_out',
                field=models.JSONField(blank=True, default=list),
            ),
            migrations.AddField(
                model_name='organisation',
                name='notes',
                field=models.TextField(blank=True),
            ),
            migrations.AddField(model_name='historicalupdate', name='win_audience', field=AUDIENCE.clone()),
            migrations.AddField(model_name='update', name='win_audience', field=AUDIENCE.clone()),
            migrations.AddField(model_name='historicalpartnership', name='stage_not_yet', field=STAGE.clone()),
            migrations.AddField(model_name='partnership', name='stage_not_yet', field=STAGE.clone()),
            migrations.AddField(model_name='historicaluser', name='is_lead_by_seat', field=BY_SEAT.clone()),
            migrations.AddField(model_name='user', name='is_lead_by_seat', field=BY_SEAT.clone()),
            migrations.AddField(model_name='membership', name='status_until', field=UNTIL.clone()),
            migrations.AddField(model_name='partnership', name='status_until', field=UNTIL.clone()),
            migrations.AddIndex(
                model_name='partnership',
                index=models.Index(
                    condition=models.Q(('state', 'active'), ('status_until__isnull', False)),
                    fields=['status_until'],
                    name='partnership_to_settle',
                ),
            ),
        ),
        migrations.RunPython(count_as_before, migrations.RunPython.noop),
    ]
