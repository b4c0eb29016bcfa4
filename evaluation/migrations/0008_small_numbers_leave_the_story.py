"""How many answered a round that closed below five stood in the facts. It goes."""

from django.db import migrations

THRESHOLD = 5


def forget(apps, schema_editor):
    for event in apps.get_model("partnerships", "Event").objects.filter(kind="round.closed"):
        count = event.data.get("responses")
        if isinstance(count, int):
            event.data["responses"] = str(count) if count >= THRESHOLD else f"fewer than {THRESHOLD}"
            event.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0007_answers_are_mixed"), ("partnerships", "0008_facts_name_their_table")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
