import django.db.models.deletion
import django.utils.timezone
import evaluation.rounds.models.round
import simple_history.models
import uuid
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
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.SlugField(max_length=40, unique=True)),
                    ('audience', models.CharField(choices=[('partners', 'Partners'), ('people', 'People served')], max_length=10)),
                    ('kind', models.CharField(choices=[('agree', 'Agree, 1 to 5'), ('faces', 'Three faces'), ('words', 'Own words')], max_length=10)),
                    ('dimension', models.CharField(choices=[('purpose', 'Shared purpose'), ('trust', 'Trust and respect'), ('strengths', 'Complementary strengths and fair contribution'), ('roles', 'Clear roles and accountability'), ('communication', 'Communication'), ('learning', 'Adapting and learning'), ('decisions', 'Fair decisions and handling disagreement'), ('voice', 'Voice of people served'), ('worth', 'Is it worth it'), ('open', 'In your own words'), ('experience', "People's experience")], max_length=20)),
                    ('wording', models.CharField(max_length=255)),
                    ('easy_read', models.CharField(blank=True, max_length=120)),
                    ('is_reversed', models.BooleanField(default=False)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('is_active', models.BooleanField(default=True, verbose_name='offered for new rounds')),
                ],
                options={
                    'ordering': ['audience', 'position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalQuestion',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('code', models.SlugField(max_length=40)),
                    ('audience', models.CharField(choices=[('partners', 'Partners'), ('people', 'People served')], max_length=10)),
                    ('kind', models.CharField(choices=[('agree', 'Agree, 1 to 5'), ('faces', 'Three faces'), ('words', 'Own words')], max_length=10)),
                    ('dimension', models.CharField(choices=[('purpose', 'Shared purpose'), ('trust', 'Trust and respect'), ('strengths', 'Complementary strengths and fair contribution'), ('roles', 'Clear roles and accountability'), ('communication', 'Communication'), ('learning', 'Adapting and learning'), ('decisions', 'Fair decisions and handling disagreement'), ('voice', 'Voice of people served'), ('worth', 'Is it worth it'), ('open', 'In your own words'), ('experience', "People's experience")], max_length=20)),
                    ('wording', models.CharField(max_length=255)),
                    ('easy_read', models.CharField(blank=True, max_length=120)),
                    ('is_reversed', models.BooleanField(default=False)),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('is_active', models.BooleanField(default=True, verbose_name='offered for new rounds')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical question',
                    'verbose_name_plural': 'historical questions',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalRound',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('audience', models.CharField(choices=[('partners', 'Partners'), ('people', 'People served')], max_length=10)),
                    ('mode', models.CharField(choices=[('named', "By organisation: answers keep the organisation's name, not the person's"), ('anonymous', 'Anonymous: answers keep no name at all')], default='anonymous', max_length=10)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=10)),
                    ('closes_on', models.DateField(verbose_name='answers welcome until')),
                    ('code', models.CharField(db_index=True, default=evaluation.rounds.models.round.new_code, editable=False, max_length=10)),
                    ('opened_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('created_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.partnership')),
                ],
                options={
                    'verbose_name': 'historical round',
                    'verbose_name_plural': 'historical rounds',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200)),
                    ('audience', models.CharField(choices=[('partners', 'Partners'), ('people', 'People served')], max_length=10)),
                    ('mode', models.CharField(choices=[('named', "By organisation: answers keep the organisation's name, not the person's"), ('anonymous', 'Anonymous: answers keep no name at all')], default='anonymous', max_length=10)),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=10)),
                    ('closes_on', models.DateField(verbose_name='answers welcome until')),
                    ('code', models.CharField(default=evaluation.rounds.models.round.new_code, editable=False, max_length=10, unique=True)),
                    ('opened_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('created_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='partnerships.partnership')),
                ],
                options={
                    'ordering': ['-created_at', '-pk'],
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['closes_on'], name='round_open')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('audience', 'partners'), ('mode', 'anonymous'), _connector='OR'), name='people_served_are_never_named'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='closed_round_has_its_moment')],
                },
            ),
            migrations.CreateModel(
                name='Response',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField(verbose_name='day')),
                    ('easy_read', models.BooleanField(default=False)),
                    ('receipt_hash', models.CharField(db_index=True, max_length=64)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnerships.organisation')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='evaluation.round')),
                ],
                options={
                    'ordering': ['id'],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answered', models.BooleanField(default=False)),
                    ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.contact')),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='partnerships.membership')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='evaluation.round')),
                ],
                options={
                    'ordering': ['contact__name', 'pk'],
                    'constraints': [models.UniqueConstraint(fields=('round', 'contact'), name='one_invitation_a_round')],
                },
            ),
            migrations.CreateModel(
                name='RoundQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('agree', 'Agree, 1 to 5'), ('faces', 'Three faces'), ('words', 'Own words')], max_length=10)),
                    ('wording', models.CharField(max_length=255)),
                    ('easy_read', models.CharField(blank=True, max_length=120)),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evaluation.question')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='evaluation.round')),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('round', 'question'), name='question_once_a_round')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('value', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('words', models.TextField(blank=True)),
                    ('check_state', models.CharField(choices=[('waiting', 'To be read first'), ('shown', 'May be shown'), ('hidden', 'Names somebody: stays hidden')], default='waiting', max_length=10)),
                    ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='evaluation.response')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='evaluation.roundquestion')),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='one_answer_a_question'), models.CheckConstraint(condition=models.Q(('value', None), models.Q(('value__gte', 1), ('value__lte', 5)), _connector='OR'), name='value_on_the_scale')],
                },
            ),
        ),
    ]
