from django.db import migrations

TYPES = [
    ("health-and-social-care", "Health and social care provider"),
    ("local-government", "Local government"),
    ("charity", "Charity or non-profit"),
    ("faith-group", "Faith group"),
    ("education", "Education"),
    ("business", "Business"),
    ("volunteers-and-community", "Volunteers and community members"),
]


def fill(apps, schema_editor):
    OrganisationType = apps.get_model("partnerships", "OrganisationType")
    for position, (slug, name) in enumerate(TYPES, start=1):
        OrganisationType.objects.get_or_create(slug=slug, defaults={"name": name, "position": position * 10})


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
