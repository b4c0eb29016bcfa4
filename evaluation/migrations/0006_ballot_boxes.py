import django.db.models.deletion
from django.db import migrations, models

from partnerships.migrations._together import Together


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0005_tallies_by_network")]

    operations = [
        Together(
            migrations.CreateModel(
                name="BallotBox",
                fields=[
                    (
                        "round",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+",
                            serialize=False, to="evaluation.round",
                        ),
                    ),
                    ("papers", models.JSONField(default=list)),
                ],
                options={"verbose_name_plural": "ballot boxes"},
            ),
            migrations.RemoveField("response", "on"),
            migrations.RemoveField("response", "easy_read"),
        )
    ]  # fmt: skip
