"""Lines of “Needs you” that somebody put off."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from ._together import Together


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0010_found_by_name")]

    operations = [
        Together(
            migrations.CreateModel(
                name="PutOff",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("kind", models.CharField(max_length=60)),
                    ("row", models.BigIntegerField()),
                    ("until", models.DateField(verbose_name="comes back on")),
                    (
                        "user",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="put_off",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "lines put off",
                    "ordering": ["until", "pk"],
                    "constraints": [models.UniqueConstraint(fields=("user", "kind", "row"), name="put_off_once")],
                },
            ),
        )
    ]  # fmt: skip
