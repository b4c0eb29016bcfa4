import django.db.models.deletion
from django.db import migrations, models

import partnerships.directory.models.user
from partnerships.migrations._together import CreateModels


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0002_question_bank'),
        ('partnerships', '0006_sessions_and_sent_forms'),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Salt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(unique=True, verbose_name='day')),
                    ('salt', models.CharField(default=partnerships.directory.models.user.new_salt, max_length=32)),
                ],
            ),
            migrations.CreateModel(
                name='Burst',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on', models.DateField(verbose_name='day')),
                    ('count', models.PositiveIntegerField(verbose_name='answers within an hour')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bursts', to='evaluation.round')),
                ],
                options={
                    'ordering': ['-on'],
                    'constraints': [models.UniqueConstraint(fields=('round', 'on'), name='one_burst_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('hour', models.DateTimeField()),
                    ('browser', models.CharField(blank=True, max_length=64)),
                    ('count', models.PositiveIntegerField(default=0)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='evaluation.round')),
                ],
                options={
                    'indexes': [models.Index(fields=['hour'], name='tally_by_age')],
                    'constraints': [models.UniqueConstraint(fields=('round', 'hour', 'browser'), name='one_tally_an_hour')],
                },
            ),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(fields=('round', 'receipt_hash'), name='one_response_a_receipt'),
        ),
    ]
