"""The question bank, in our own words. Editable in admin from then on."""

from django.db import migrations

PARTNERS = {
    "purpose": [
        ("We could all say in one sentence what this partnership is for.", False),
        ("What we do together follows from that purpose.", False),
        ("The purpose matters to my own organisation too.", False),
    ],
    "trust": [
        ("People here do what they say they will.", False),
        ("I can say something awkward and still be respected.", False),
        ("Some partners keep things from the rest of us.", True),
    ],
    "strengths": [
        ("Each partner brings something the others do not have.", False),
        ("The work is shared out fairly.", False),
        ("What my organisation offers is put to good use.", False),
    ],
    "roles": [
        ("I know what my organisation is expected to do.", False),
        ("I know who to go to about each part of the work.", False),
        ("When something is promised, somebody checks that it happened.", False),
    ],
    "communication": [
        ("I hear what I need to know in good time.", False),
        ("When I ask something, I get an answer.", False),
        ("Most of what I am sent is worth reading.", False),
    ],
    "learning": [
        ("We talk openly about what is not working.", False),
        ("We have changed something because of what we learnt.", False),
        ("We keep doing things long after it is clear they do not help.", True),
    ],
    "decisions": [
        ("I understand how decisions are made here.", False),
        ("My organisation has a fair say in decisions that touch it.", False),
        ("Disagreements are dealt with, not left to grow.", False),
    ],
    "voice": [
        ("The people we serve help decide what we do.", False),
        ("We can name something that changed because of what they said.", False),
        ("Taking part is made easy for them.", False),
    ],
    "worth": [
        ("Being in this partnership brings my organisation real benefits.", False),
        ("It costs us more time or trouble than it should.", True),
        ("All in all it is worth it.", False),
    ],
}
OPEN = [
    "What should we keep doing?",
    "What is the one thing you would change?",
    "What has surprised you?",
]
PEOPLE = [
    ("faces", "It was easy to get help.", "It was easy to get help."),
    ("faces", "People listened to me.", "People listened to me."),
    ("faces", "I did not have to tell my story again and again.", "I told my story only one time."),
    ("faces", "I knew who to ask.", "I knew who to ask."),
    ("faces", "I felt safe.", "I felt safe."),
    ("faces", "It made a difference to my life.", "It made my life better."),
    ("faces", "All in all, I am glad I came.", "I am glad I came."),
    ("words", "Is there anything you want to tell us?", "What do you want to tell us?"),
]


def rows():
    position = 0
    for dimension, items in PARTNERS.items():
        for number, (wording, is_reversed) in enumerate(items, start=1):
            position += 1
            yield {
                "code": f"{dimension}-{number}", "audience": "partners", "kind": "agree", "dimension": dimension,
                "wording": wording, "is_reversed": is_reversed, "position": position,
            }  # fmt: skip
    for number, wording in enumerate(OPEN, start=1):
        yield {
            "code": f"open-{number}", "audience": "partners", "kind": "words", "dimension": "open",
            "wording": wording, "position": position + number,
        }  # fmt: skip
    for number, (kind, wording, easy_read) in enumerate(PEOPLE, start=1):
        yield {
            "code": f"people-{number}", "audience": "people", "kind": kind, "dimension": "experience",
            "wording": wording, "easy_read": easy_read, "position": number,
        }  # fmt: skip


def fill(apps, schema_editor):
    Question = apps.get_model("evaluation", "Question")
    for row in rows():
        Question.objects.get_or_create(code=row["code"], defaults=row)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
