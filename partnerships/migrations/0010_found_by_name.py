"""Names beside which their folded form stands, so that both databases find and order alike."""

from django.db import migrations, models

from ..directory.models.organisation import name_key
from ..pages.queries import folded
from ._together import Together

NAME = models.TextField(default="", editable=False, max_length=400)
WORDS = models.TextField(default="", editable=False)
FOUND_BY = {"area": (), "contact": (), "organisation": ("name", "strengths"), "partnership": ("name", "need", "area")}


def fold(apps, schema_editor):
    """As `save` does from now on."""
    for name, columns in FOUND_BY.items():
        model, batch = apps.get_model("partnerships", name), []
        fields = ["folded_name", *(["found_by"] if columns else []), *(["name_key"] if name == "organisation" else [])]
        for row in model.objects.iterator(chunk_size=2000):
            row.folded_name = folded(row.name)[:400]
            row.found_by = folded(" ".join(getattr(row, column) for column in columns))
            row.name_key = name_key(row.name)
            batch.append(row)
            if len(batch) == 2000:
                model.objects.bulk_update(batch, fields, batch_size=200)
                batch.clear()
        model.objects.bulk_update(batch, fields, batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0009_greetings_sheets_levels_and_wins"),
    ]

    operations = [
        Together(
            *(migrations.AddField(name, "folded_name", NAME.clone()) for name in FOUND_BY),
            migrations.AddField("organisation", "found_by", WORDS.clone()),
            migrations.AddField("partnership", "found_by", WORDS.clone()),
            migrations.AlterModelOptions("area", {"ordering": ["folded_name", "pk"]}),
            migrations.AlterModelOptions("contact", {"ordering": ["folded_name", "pk"]}),
            migrations.AlterModelOptions("organisation", {"ordering": ["folded_name", "pk"]}),
            migrations.AlterModelOptions("partnership", {"ordering": ["folded_name", "pk"]}),
            migrations.AlterModelOptions("membership", {"ordering": ["organisation__folded_name", "pk"]}),
            migrations.RemoveIndex("organisation", "organisation_keyset"),
            migrations.AddIndex("organisation", models.Index(fields=["folded_name", "id"], name="organisation_keyset")),
            migrations.RemoveIndex("partnership", "partnership_keyset"),
            migrations.AddIndex("partnership", models.Index(fields=["folded_name", "id"], name="partnership_keyset")),
            migrations.AddIndex("contact", models.Index(fields=["folded_name", "id"], name="contact_keyset")),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
    ]
