"""Invitations know who was asked; responses know what was said. Nothing joins the two: no moment, no order of arrival,
and no history on either, because history would keep the moment."""

import uuid

from django.db import models
from django.db.models import Q

from partnerships.directory.models.user import new_salt
from partnerships.models import Seat
from partnerships.pages.names import known

from ..rounds.models import Round, RoundQuestion


class InvitationQuerySet(models.QuerySet):
    def of_the_seated(self):
        """Those whose contact still has the seat they were asked for."""
        seat = Seat.objects.current().filter(
            contact=models.OuterRef("contact"), membership=models.OuterRef("membership")
        )
        return self.filter(models.Exists(seat))


class Invitation(models.Model):
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.CASCADE, related_name="+")
    answered = models.BooleanField(default=False)

    NAMED_BY = ("contact", "round")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["contact__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "contact"], name="one_invitation_a_round")]

    def __str__(self):
        return f"{known(self, 'contact')}: {known(self, 'round')}"


class BallotBox(models.Model):
    """All that people have said to a round that is open, in one row: it is mixed and written whole with each answer, so
    that no column of the database can tell which of them came when. Turned out when the round closes.

    A paper is {"receipt": its hash, "organisation": an id or None, "said": {id of a RoundQuestion: answer}}, where an
    answer is a number, words, or None.
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, primary_key=True, related_name="+")
    papers = models.JSONField(default=list)

    NAMED_BY = ("round",)

    class Meta:
        verbose_name_plural = "ballot boxes"

    def __str__(self):
        return f"Ballot box of {known(self, 'round')}"


class Response(models.Model):
    """What one person said to a round that is closed. All of a round are written at once, by their random ids."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="responses")
    # Only in rounds by organisation.
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # By which the person took it back or mended it while the round was open; only the hash of the receipt is kept.
    receipt_hash = models.CharField(max_length=64, db_index=True)

    NAMED_BY = ("round",)

    class Meta:
        # By the random id: the order of arrival must not show.
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "receipt_hash"], name="one_response_a_receipt")]

    def __str__(self):
        return f"An answer to {known(self, 'round')}"


class Salt(models.Model):
    """The day's secret, with which a browser is counted. Gone the next day, and with it who was counted."""

    on = models.DateField("day", unique=True)
    salt = models.CharField(max_length=32, default=new_salt)

    def __str__(self):
        return f"{self.on}"


class Tally(models.Model):
    """How many answers came within an hour: to a round, or to a round from one network or browser. For limits only, and
    gone after a day: it must never say when somebody answered."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    # A digest of the network, or of it and the browser, under the day's salt; empty: of all.
    by = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(default=0)

    NAMED_BY = ("round",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "hour", "by"], name="one_tally_an_hour")]
        indexes = [models.Index(fields=["hour"], name="tally_by_age")]

    def __str__(self):
        return f"{known(self, 'round')}: {self.count}"


class Burst(models.Model):
    """A day on which so many answers came within one hour that whoever leads should know why. How many is not kept:
    beside the answers that are left, it would say that some were taken back."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="bursts")
    on = models.DateField("day")

    NAMED_BY = ("round",)

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["round", "on"], name="one_burst_a_day")]

    def __str__(self):
        return f"{known(self, 'round')}: many within an hour on {self.on}"


class Answer(models.Model):
    class Check(models.TextChoices):
        WAITING = "waiting", "To be read first"
        SHOWN = "shown", "May be shown"
        HIDDEN = "hidden", "Names somebody: stays hidden"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(RoundQuestion, on_delete=models.CASCADE, related_name="answers")
    # 1 to 5 for agree, 1 to 3 for faces; null with empty words is "I don't know".
    value = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True)
    # A person reads the words for names, numbers and addresses before anybody else does.
    check_state = models.CharField(max_length=10, choices=Check, default=Check.WAITING)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="one_answer_a_question"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=1, value__lte=5), name="value_on_the_scale"),
        ]

    def __str__(self):
        return self.words or str(self.value or "I don't know")
