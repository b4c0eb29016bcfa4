from django.db import models
from simple_history.models import HistoricalRecords


class QuestionQuerySet(models.QuerySet):
    def offered_to(self, audience):
        """The bank's active questions for partners or for people served, in order."""
        return self.filter(audience=audience, is_active=True)


class Question(models.Model):
    """One question of the bank, in our own words. Filled by a migration, editable in admin."""

    class Audience(models.TextChoices):
        PARTNERS = "partners", "Partners"
        PEOPLE = "people", "People served"

    class Kind(models.TextChoices):
        AGREE = "agree", "Agree, 1 to 5"
        FACES = "faces", "Three faces"
        WORDS = "words", "Own words"

    class Dimension(models.TextChoices):
        PURPOSE = "purpose", "Shared purpose"
        TRUST = "trust", "Trust and respect"
        STRENGTHS = "strengths", "Complementary strengths and fair contribution"
        ROLES = "roles", "Clear roles and accountability"
        COMMUNICATION = "communication", "Communication"
        LEARNING = "learning", "Adapting and learning"
        DECISIONS = "decisions", "Fair decisions and handling disagreement"
        VOICE = "voice", "Voice of people served"
        WORTH = "worth", "Is it worth it"
        OPEN = "open", "In your own words"
        EXPERIENCE = "experience", "People's experience"

    code = models.SlugField(max_length=40, unique=True)
    audience = models.CharField(max_length=10, choices=Audience)
    kind = models.CharField(max_length=10, choices=Kind)
    dimension = models.CharField(max_length=20, choices=Dimension)
    wording = models.CharField(max_length=255)
    easy_read = models.CharField(max_length=120, blank=True)
    # Agreeing is bad news: the value is turned round before anything is computed.
    is_reversed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField("offered for new rounds", default=True)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["audience", "position", "pk"]

    def __str__(self):
        return self.wording
