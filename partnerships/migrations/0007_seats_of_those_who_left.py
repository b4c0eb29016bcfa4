from django.db import migrations

# Whoever left before leaving ended a seat at once still holds theirs: it ends on the day they left.
END = """
UPDATE partnerships_seat SET to_on = (
    SELECT CASE WHEN c.to_on < partnerships_seat.from_on THEN partnerships_seat.from_on ELSE c.to_on END
    FROM partnerships_contact c WHERE c.id = partnerships_seat.contact_id
)
WHERE to_on IS NULL AND contact_id IN (SELECT id FROM partnerships_contact WHERE to_on IS NOT NULL)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0006_sessions_and_sent_forms'),
    ]

    operations = [migrations.RunSQL(END, migrations.RunSQL.noop)]
