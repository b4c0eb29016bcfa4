from django.db import migrations
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def read_from_history(apps, schema_editor):
    """The day of the first row of the history that has today's stage and no other stage after it."""
    Membership = apps.get_model("partnerships", "Membership")
    History = apps.get_model("partnerships", "HistoricalMembership")
    in_another = History.objects.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id")).exclude(
        stage=OuterRef("stage")
    )
    since = (
        History.objects.filter(~Exists(in_another), id=OuterRef("id"), stage=OuterRef("stage"))
        .order_by("history_id")
        .values("history_date")[:1]
    )
    Membership.objects.update(stage_at=Coalesce(Subquery(since), F("created_at")))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_pipeline")]
    operations = [migrations.RunPython(read_from_history, migrations.RunPython.noop, elidable=True)]
