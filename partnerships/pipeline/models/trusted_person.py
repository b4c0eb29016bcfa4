"""Who people already go to, and whether those they trust are on board."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from ...membership.models import Partnership
from ...pages.names import known


class Answer(models.TextChoices):
    NOT_ASKED = "not-asked", "Not asked yet"
    ON_BOARD = "on-board", "On board"
    UNSURE = "unsure", "Unsure"
    AGAINST = "against", "Against"


class TrustedPersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For leads and overseers only: what was heard of a person is not for everybody at the table."""
        return self.filter(partnership__in=Partnership.objects.overseen_by(user))

    def on_board(self):
        return self.filter(buy_in=Answer.ON_BOARD)


class TrustedPerson(models.Model):
    """A person or a place that people of the community already trust: an imam, a café, a school secretary."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="trusted_people")
    name = models.CharField("person or place", max_length=200)
    role = models.CharField("what they are to the community", max_length=255)
    told_by = models.CharField("who told us", max_length=200, blank=True)
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="trusted_people"
    )
    contact = models.ForeignKey(
        "partnerships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="trusted_people"
    )
    # The newest answer of `heard`, kept in step by actions/trusted_people.py.
    buy_in = models.CharField(max_length=10, choices=Answer, default=Answer.NOT_ASKED, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TrustedPersonQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "trusted people"
        indexes = [
            models.Index(fields=["partnership"], name="trusted_person_on_board", condition=Q(buy_in="on-board")),
        ]

    def __str__(self):
        return self.name

    @property
    def is_asked(self):
        return self.buy_in != Answer.NOT_ASKED


class BuyInQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(trusted_person__in=TrustedPerson.objects.visible_to(user))


class BuyIn(models.Model):
    """What a trusted person said to the plan, on which day, and who heard it."""

    # Not asked is the absence of an answer, so nobody can give it as one.
    ANSWERS = [choice for choice in Answer.choices if choice[0] != Answer.NOT_ASKED]

    trusted_person = models.ForeignKey(TrustedPerson, on_delete=models.CASCADE, related_name="heard")
    answer = models.CharField(max_length=10, choices=ANSWERS)
    words = models.TextField("in their words", blank=True)
    heard_by = models.CharField("who heard it", max_length=200)
    heard_on = models.DateField("heard on")
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    NAMED_BY = ("trusted_person",)

    objects = BuyInQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-heard_on", "-pk"]
        verbose_name = "buy-in"
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOT_ASKED),
                name="buy_in_is_an_answer",
                violation_error_message="Choose what they said.",
            )
        ]

    def __str__(self):
        return f"{known(self, 'trusted_person')}: {self.get_answer_display().lower()}, {self.heard_on:%-d %B %Y}"
