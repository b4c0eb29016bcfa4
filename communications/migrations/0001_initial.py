import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from partnerships.migrations._together import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partnerships', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20, unique=True)),
                    ('at', models.DateTimeField()),
                    ('took_ms', models.PositiveIntegerField(default=0)),
                    ('did', models.PositiveIntegerField(default=0, verbose_name='rows it worked on')),
                    ('problem', models.TextField(blank=True)),
                ],
                options={
                    'verbose_name_plural': 'background jobs',
                    'ordering': ['name'],
                },
            ),
            migrations.CreateModel(
                name='Celebration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('body', models.TextField(verbose_name='the good news')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('dismissed', 'Not published')], default='draft', max_length=10)),
                    ('drafted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('milestone', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnerships.milestone')),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='celebrations', to='partnerships.partnership')),
                    ('published_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-drafted_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'draft')), fields=['drafted_at'], name='celebration_drafts'), models.Index(condition=models.Q(('state', 'published')), fields=['-published_at'], name='celebration_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at', None)), _connector='OR'), name='published_celebration_has_its_moment')],
                },
            ),
            migrations.CreateModel(
                name='Contribution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(max_length=255)),
                    ('is_named', models.BooleanField(default=True, verbose_name='thank by name')),
                    ('celebration', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='communications.celebration')),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnerships.contact')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.organisation')),
                ],
                options={
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('notice', models.CharField(max_length=40)),
                    ('dedupe_key', models.CharField(max_length=200, unique=True)),
                    ('subject_id', models.BigIntegerField(blank=True, null=True)),
                    ('due_on', models.DateField(blank=True, null=True)),
                    ('stage', models.SmallIntegerField(blank=True, null=True)),
                    ('planned_at', models.DateTimeField(blank=True, null=True)),
                    ('state', models.CharField(choices=[('pending', 'Waiting'), ('claimed', 'Being prepared'), ('sending', 'Being handed over'), ('sent', 'Sent'), ('dead', 'Refused or given up'), ('cancelled', 'No longer needed'), ('expired', 'Too late to be useful'), ('superseded', 'Replaced by a later message'), ('uncertain', 'Perhaps sent: needs a person'), ('held', 'Held back')], default='pending', max_length=10)),
                    ('not_before', models.DateTimeField()),
                    ('expires_at', models.DateTimeField(blank=True, null=True)),
                    ('lease', models.CharField(blank=True, max_length=32)),
                    ('lease_until', models.DateTimeField(blank=True, null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('times_uncertain', models.PositiveSmallIntegerField(default=0)),
                    ('to_address', models.EmailField(blank=True, max_length=254)),
                    ('reply_to', models.CharField(blank=True, max_length=300)),
                    ('mail_subject', models.CharField(blank=True, max_length=255)),
                    ('mail_text', models.TextField(blank=True)),
                    ('mail_html', models.TextField(blank=True)),
                    ('frozen_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.CharField(blank=True, max_length=400, verbose_name='why it ended so')),
                    ('check_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='partnerships.checkin')),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='partnerships.contact')),
                    ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='partnerships.event')),
                    ('partnership', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='partnerships.partnership')),
                    ('settled_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent again or discarded by')),
                    ('told_in', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='communications.delivery')),
                    ('unsubscribe_link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnerships.actionlink')),
                ],
                options={
                    'verbose_name_plural': 'deliveries',
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['not_before', 'id'], name='delivery_due'), models.Index(condition=models.Q(('due_on__isnull', False)), fields=['subject_id'], name='delivery_dated'), models.Index(condition=models.Q(('lease_until__isnull', False)), fields=['lease_until'], name='delivery_leased'), models.Index(condition=models.Q(('state', 'dead')), fields=['-created_at'], name='delivery_dead'), models.Index(condition=models.Q(('state', 'uncertain')), fields=['-created_at'], name='delivery_uncertain'), models.Index(condition=models.Q(('state', 'held')), fields=['-created_at'], name='delivery_held'), models.Index(condition=models.Q(('state', 'sent')), fields=['-ended_at'], name='delivery_sent')],
                },
            ),
            migrations.CreateModel(
                name='HistoricalCelebration',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('body', models.TextField(verbose_name='the good news')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('dismissed', 'Not published')], default='draft', max_length=10)),
                    ('drafted_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('published_at', models.DateTimeField(blank=True, editable=False, null=True)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('milestone', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.milestone')),
                    ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
                    ('published_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical celebration',
                    'verbose_name_plural': 'historical celebrations',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalContribution',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('what', models.CharField(max_length=255)),
                    ('is_named', models.BooleanField(default=True, verbose_name='thank by name')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('celebration', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='communications.celebration')),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.contact')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.organisation')),
                ],
                options={
                    'verbose_name': 'historical contribution',
                    'verbose_name_plural': 'historical contributions',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalSilence',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('topic', models.CharField(choices=[('check-ins', 'Check-in reminders'), ('agreements', 'Agreements'), ('celebrations', 'Good news'), ('due-diligence', 'Due diligence that runs out'), ('feedback', 'Feedback invitations'), ('news', 'News of your partnerships')], max_length=20)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.contact')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical silence',
                    'verbose_name_plural': 'historical silences',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Silence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(choices=[('check-ins', 'Check-in reminders'), ('agreements', 'Agreements'), ('celebrations', 'Good news'), ('due-diligence', 'Due diligence that runs out'), ('feedback', 'Feedback invitations'), ('news', 'News of your partnerships')], max_length=20)),
                    ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='silences', to='partnerships.contact')),
                ],
                options={
                    'ordering': ['contact__name', 'topic'],
                    'constraints': [models.UniqueConstraint(fields=('contact', 'topic'), name='one_silence_a_topic')],
                },
            ),
            migrations.CreateModel(
                name='Stumble',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('attempts', models.PositiveSmallIntegerField(default=1)),
                    ('retry_at', models.DateTimeField()),
                    ('problem', models.TextField()),
                    ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.event')),
                ],
                options={
                    'ordering': ['event'],
                },
            ),
        ),
    ]
