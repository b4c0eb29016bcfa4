"""Sheets, merged cells and rows left aside of an import; columns are remembered for a set of headers."""

from django.db import migrations, models

from ._together import Together


# They were learnt from guesses that nobody had looked at, and say nothing of the headers beside them.
FORGET = "DELETE FROM partnerships_rememberedcolumn"


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0009_how_to_greet'),
    ]

    operations = [
        migrations.RunSQL(FORGET, migrations.RunSQL.noop),
        Together(
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
        )
    ]
