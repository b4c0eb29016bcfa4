"""The rhythm, the check-ins it makes, and the updates that answer them."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from simple_history.models import HistoricalRecords

from ...commitments.models import Commitment
from ...membership.models import Membership, Partnership, Seat
from ...pages.names import known
from ...plan.models import Measure, Milestone


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
        """With all that the answer page says about the check-in: lead_name and lead_email of who asks, whether the
        host_has_promised something in this partnership for a day, and whether the organisation has_milestones or
        has_promised something itself."""
        leads = Seat.objects.current().filter(is_lead=True, membership__partnership=OuterRef("partnership"))
        first = leads.order_by("from_on", "pk")
        promised = Commitment.objects.owed_by_a_host()
        own = Commitment.objects.binding().open().exclude(due_on=None)
        return self.select_related(
            "partnership__rhythm", "membership__organisation", "update__by", "update__entered_by"
        ).annotate(
            lead_name=Subquery(first.values("contact__name")[:1]),
            lead_email=Subquery(first.values("contact__email")[:1]),
            host_has_promised=Exists(promised.filter(partnership=OuterRef("partnership"))),
            has_milestones=Exists(Milestone.objects.planned().filter(owner=OuterRef("membership"))),
            has_promised=Exists(own.filter(from_membership=OuterRef("membership"))),
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

    NAMED_BY = ("membership__organisation",)

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
        return f"{known(self, 'membership__organisation')}, due {self.due_on:%-d %B %Y}"

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
