"""One message to one person: a row before it is an e-mail. See the states in communications/README.md."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnerships.models import CheckIn, Contact, Event, Partnership
from partnerships.pages.names import known


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was sent is the business of the partnership's leads and of administrators."""
        if user.is_active and user.is_administrator:
            return self
        return self.filter(partnership__in=Partnership.objects.led_by(user))

    def waiting(self):
        return self.filter(state=Delivery.State.PENDING)

    def due_by(self, now):
        return self.waiting().filter(not_before__lte=now)

    def leased_past(self, now):
        """Taken up by a worker that has not been heard of since."""
        return self.filter(state__in=Delivery.TAKEN, lease_until__lt=now)

    def sent_to(self, contact, address):
        """What reached this contact, perhaps, under this address."""
        reached = self.filter(contact=contact, state__in=[Delivery.State.SENT, Delivery.State.UNCERTAIN])
        return reached.filter(to_address__iexact=address)

    def needing_a_person(self):
        return self.filter(state__in=Delivery.NEEDS_A_PERSON)

    def discarded_since(self, moment):
        """What a person discarded after this moment."""
        return self.filter(former_state__gt="", ended_at__gt=moment)

    def tell_by_themselves(self, carriers):
        """What these messages were to tell too goes on its own: they will not."""
        told = self.filter(contact__in=[c.contact_id for c in carriers], told_in__in=[c.pk for c in carriers])
        told = told.filter(state=Delivery.State.SUPERSEDED)
        return told.update(state=Delivery.State.PENDING, told_in=None, ended_at=None, reason="")


class Delivery(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", "Waiting"
        CLAIMED = "claimed", "Being prepared"
        SENDING = "sending", "Being handed over"
        SENT = "sent", "Sent"
        DEAD = "dead", "Refused or given up"
        CANCELLED = "cancelled", "No longer needed"
        EXPIRED = "expired", "Too late to be useful"
        SUPERSEDED = "superseded", "Replaced by a later message"
        UNCERTAIN = "uncertain", "Perhaps sent: needs a person"
        HELD = "held", "Held back"

    TAKEN = (State.CLAIMED, State.SENDING)
    NEEDS_A_PERSON = (State.DEAD, State.UNCERTAIN, State.HELD)

    # A key of communications.notices.NOTICES
    notice = models.CharField(max_length=40)
    # What makes this message the only one of its cause, stage and recipient.
    dedupe_key = models.CharField(max_length=200, unique=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="deliveries")
    partnership = models.ForeignKey(
        Partnership, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    check_in = models.ForeignKey(CheckIn, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries")
    # The row the notice is about, when it is neither the check-in nor the event's subject.
    subject_id = models.BigIntegerField(null=True, blank=True)
    # The date it comes before, when it is neither a check-in's nor a fact's.
    due_on = models.DateField(null=True, blank=True)
    # Which rung of the ladder: days from the due day, as -7, 0, 3.
    stage = models.SmallIntegerField(null=True, blank=True)
    # When the ladder wants it; not_before may have been put off since.
    planned_at = models.DateTimeField(null=True, blank=True)
    # The message that tells this one too, so that nobody gets two reminders a day.
    told_in = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    times_uncertain = models.PositiveSmallIntegerField(default=0)

    # Frozen before the first attempt. [[link:N]] stands for the address of ActionLink N, [[sign-in:N]] and [[code:N]]
    # for those of SignIn N, so that no token lies in the database.
    to_address = models.EmailField(blank=True)
    # Where it goes instead of to the address the person has now: to one they had.
    former_address = models.EmailField(blank=True)
    reply_to = models.CharField(max_length=300, blank=True)
    mail_subject = models.CharField(max_length=255, blank=True)
    mail_text = models.TextField(blank=True)
    mail_html = models.TextField(blank=True)
    unsubscribe_link = models.ForeignKey(
        "partnerships.ActionLink", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it ended so", max_length=400, blank=True)
    # What it was, and why, before a person discarded it.
    former_state = models.CharField(max_length=10, choices=State, blank=True)
    former_reason = models.CharField(max_length=400, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        verbose_name="sent again or discarded by",
    )

    NAMED_BY = ("contact",)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["not_before", "id"], name="delivery_due", condition=Q(state="pending")),
            models.Index(fields=["subject_id"], name="delivery_dated", condition=Q(due_on__isnull=False)),
            # Conditions of one comparison each: SQLite does not see that an IN list covers what is asked.
            models.Index(fields=["lease_until"], name="delivery_leased", condition=Q(lease_until__isnull=False)),
            models.Index(fields=["-created_at"], name="delivery_dead", condition=Q(state="dead")),
            models.Index(fields=["-created_at"], name="delivery_uncertain", condition=Q(state="uncertain")),
            models.Index(fields=["-created_at"], name="delivery_held", condition=Q(state="held")),
            models.Index(fields=["-ended_at"], name="delivery_sent", condition=Q(state="sent")),
            models.Index(fields=["-ended_at"], name="delivery_discarded", condition=Q(former_state__gt="")),
        ]

    def __str__(self):
        return f"{self.notice} to {known(self, 'contact')}"

    @property
    def title(self):
        """What it is, before it has a subject."""
        return self.notice.replace("-", " ").replace("check in", "check-in").capitalize()

    @property
    def due_at(self):
        """When it is meant to go. An urgent one is placed before its time, at the head of the queue."""
        return max(self.not_before, self.created_at)

    @property
    def about_id(self):
        """The id of the row the notice is about."""
        return self.subject_id or (self.event.subject_id if self.event_id else self.check_in_id)

    @property
    def address(self):
        return self.former_address or self.contact.email

    @property
    def needs_words(self):
        """Not written yet, or written for an address that has changed since and that it surely never reached."""
        is_old = self.to_address != self.address and not self.times_uncertain
        return self.frozen_at is None or is_old

    @property
    def message_id(self):
        """The same at every attempt, and never again: a database that starts over does not repeat it."""
        return f"<{self.pk}.{self.created_at:%Y%m%d%H%M%S%f}@{settings.MAIL_DOMAIN}>"
