from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_bursts_without_a_number")]

    operations = [
        migrations.RemoveConstraint("tally", "one_tally_an_hour"),
        migrations.RenameField("tally", "browser", "by"),
        migrations.AddConstraint(
            "tally", models.UniqueConstraint(fields=["round", "hour", "by"], name="one_tally_an_hour")
        ),
    ]
