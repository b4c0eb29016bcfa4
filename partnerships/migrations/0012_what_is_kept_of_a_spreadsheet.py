"""Notes of an organisation, and the empty columns of a wide spreadsheet that were left out."""

from django.db import migrations, models

from ._together import Together


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0011_levels_and_unknown_baselines'),
    ]

    operations = [
        Together(
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
        )
    ]
