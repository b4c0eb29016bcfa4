"""The rhythm, the check-ins it makes, and the updates that answer them."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from simple_history.models import HistoricalRecords

from .. import periods
from .commitment import Commitment
from .objective import Measure, OfPartnershipQuerySet
from .partnership import Membership, Partnership, Seat
from .status import Status


class Rhythm(models.Model):
    """How often a partnership asks, counted from the first due day."""

    class Unit(models.TextChoices):
        WEEK = "week", "weeks"
        MONTH = "month", "months, on the same day of the month"
        WEEKDAY = "weekday", "months, on the same weekday (such as the first Monday)"

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="rhythm")
    every = models.PositiveSmallIntegerField("every", default=1)
    unit = models.CharField("of", max_length=10, choices=Unit, default=Unit.MONTH)
    first_due_on = models.DateField("first answer due on")
    until_on = models.DateField("last answer due by", null=True, blank=True)

    objects = OfPartnershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(every__gte=1) & Q(every__lte=52),
                name="rhythm_between_1_and_52",
                violation_error_message="Choose a number from 1 to 52.",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("first_due_on")),
                name="rhythm_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self):
        return self.in_words()

    def in_words(self):
        ends = f", last due by {self.until_on:%-d %B %Y}" if self.until_on else ""
        return periods.in_words(self.every, self.unit, self.first_due_on) + ends

    @property
    def how_often(self):
        return periods.how_often(self.every, self.unit, self.first_due_on)

    def due_days(self, start, end):
        """Due days from start to end, both included."""
        end = min(end, self.until_on) if self.until_on else end
        return periods.occurrences(self.every, self.unit, self.first_due_on, start, end)

    def next_due_days(self, start, count=3):
        """The first `count` due days from start on; fewer when the rhythm ends."""
        return periods.upcoming(self.every, self.unit, self.first_due_on, start, until=self.until_on, count=count)

    def period_of(self, day):
        return periods.key(self.unit, day)


class CheckInQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leads and overseers see every organisation's; a partner sees their own organisation's."""
        seen = self.filter(partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        own = Membership.objects.filter(seats__contact__user=user, seats__to_on=None).exclude(stage__in=Membership.GONE)
        return seen.filter(Q(partnership__in=Partnership.objects.led_by(user)) | Q(membership__in=own))

    def open(self):
        return self.filter(state=CheckIn.State.OPEN)

    def due_by(self, day):
        return self.open().filter(due_on__lte=day)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def asked(self):
        """All but those that were withdrawn."""
        return self.exclude(state=CheckIn.State.WITHDRAWN)

    def for_answering(self):
        """With all that the answer page says about the check-in: lead_name and lead_email of who asks, and whether the
        host_has_promised something in this partnership for a day."""
        leads = Seat.objects.current().filter(is_lead=True, membership__partnership=OuterRef("partnership"))
        first = leads.order_by("from_on", "pk")
        promised = Commitment.objects.owed_by_a_host()
        return self.select_related(
            "partnership__rhythm", "membership__organisation", "update__by", "update__entered_by"
        ).annotate(
            lead_name=Subquery(first.values("contact__name")[:1]),
            lead_email=Subquery(first.values("contact__email")[:1]),
            host_has_promised=Exists(promised.filter(partnership=OuterRef("partnership"))),
        )


class CheckIn(models.Model):
    """One organisation's due answer in a round: at most one for each membership and period, the withdrawn apart."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for an answer"
        ANSWERED = "answered", "Answered"
        SKIPPED = "skipped", "Skipped"
        WITHDRAWN = "withdrawn", "No longer asked"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="check_ins")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="check_ins")
    # The local month or week, such as 2026-12 or 2026-W49: a moved rhythm cannot ask twice in one period.
    period = models.CharField(max_length=10)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Set by the first keystroke or press on the page, never by fetching it: mail scanners fetch.
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField("answered or skipped at", null=True, blank=True)
    skip_reason = models.CharField(max_length=255, blank=True)

    objects = CheckInQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "period"], condition=~Q(state="withdrawn"), name="one_check_in_a_period"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="closed_check_in_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="check_in_open", condition=Q(state="open")),
            models.Index(fields=["partnership", "-due_on"], name="check_in_board"),
        ]

    def __str__(self):
        return f"{self.membership.organisation}, due {self.due_on:%-d %B %Y}"

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_asked(self):
        """Open, in an active partnership, of an organisation that is still in it. A member that rests may answer."""
        return self.is_open and self.partnership.is_active and not self.membership.is_gone

    def measures_asked(self):
        """The measures whose number this organisation is asked for: those of the objectives it leads, and as the host
        also those that nobody leads. Each with its latest value."""
        lead = Q(objective__owner=self.membership_id)
        if self.membership.organisation_id == self.partnership.host_id:
            lead |= Q(objective__owner=None)
        measures = Measure.objects.filter(lead, objective__in=self.partnership.objectives.active())
        return measures.with_latest().select_related("objective__partnership")

    def is_overdue(self, today):
        return self.is_open and self.due_on < today

    def days_overdue(self, today):
        return (today - self.due_on).days if self.is_overdue(today) else 0


class UpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        seen = self.filter(partnership__in=Partnership.objects.visible_to(user))
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return seen
        own = Membership.objects.filter(seats__contact__user=user, seats__to_on=None).exclude(stage__in=Membership.GONE)
        return seen.filter(Q(partnership__in=Partnership.objects.led_by(user)) | Q(membership__in=own))

    def with_words_around(self):
        """With everything the page of one update says."""
        return self.select_related(
            "partnership", "membership__organisation", "check_in", "by", "entered_by", "ask_answered_by"
        )

    def latest_of(self, partnership):
        """The last five words in this partnership."""
        return self.filter(partnership=partnership).select_related("membership__organisation")[:5]

    def asking_for_help(self):
        """Asked something of us and not yet answered."""
        return self.exclude(ask="").filter(ask_answered_at=None)


class Update(models.Model):
    """What was answered."""

    check_in = models.OneToOneField(CheckIn, on_delete=models.CASCADE, related_name="update")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="updates")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="updates")
    status = models.CharField(max_length=10, choices=[c for c in Status.choices if c[0] != Status.NOT_KNOWN])
    nothing_changed = models.BooleanField("nothing else changed", default=False)
    changed = models.TextField("what changed", blank=True)
    challenge = models.TextField("what is in the way", blank=True)
    way_forward = models.TextField("the way forward", blank=True)
    ask = models.TextField("what do you need from us", blank=True)
    win = models.TextField("a small win", blank=True)
    by = models.ForeignKey(
        "partnerships.Contact", null=True, blank=True, on_delete=models.SET_NULL, related_name="updates"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="entered for them by",
    )
    submitted_at = models.DateTimeField(default=timezone.now)
    ask_reply = models.TextField("our reply", blank=True)
    ask_answered_at = models.DateTimeField(null=True, blank=True)
    ask_answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = UpdateQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["membership", "-submitted_at"], name="update_latest"),
            models.Index(
                fields=["submitted_at"],
                name="update_asks",
                condition=~Q(ask="") & Q(ask_answered_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.membership.organisation}: {self.get_status_display()}"

    @property
    def said_by(self):
        """Who said it, and who wrote it down for them if somebody did."""
        if self.entered_by is None:
            return str(self.by or "Somebody")
        told = f"{self.by}, " if self.by else ""
        return f"{told}entered for them by {self.entered_by}"

    @property
    def awaits_reply(self):
        return bool(self.ask) and self.ask_answered_at is None
