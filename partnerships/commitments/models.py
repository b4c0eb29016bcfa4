"""What was promised: by whom, to whom, by when, and how it ended."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from ..agreements.models import AgreementRow, AgreementVersion
from ..agreements.models.agreement_row import day
from ..membership.models import Membership, Partnership


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(partnership__in=Partnership.objects.visible_to(user)).filter(
            Q(version=None) | Q(version__in=AgreementVersion.objects.visible_to(user))
        )

    def binding(self):
        """Promises that count now: outside any agreement, or in the version in force."""
        return self.filter(Q(version=None) | Q(version__state=AgreementVersion.State.IN_FORCE))

    def last_valid(self):
        """The binding ones; where the agreement has ended and none is in force, those of the version that counted
        last."""
        of_it = AgreementVersion.objects.filter(agreement=OuterRef("version__agreement"))
        later = of_it.filter(state=AgreementVersion.State.ENDED, number__gt=OuterRef("version__number"))
        in_force = of_it.filter(state=AgreementVersion.State.IN_FORCE)
        ended = Q(version__state=AgreementVersion.State.ENDED) & ~Exists(in_force) & ~Exists(later)
        return self.filter(Q(version=None) | Q(version__state=AgreementVersion.State.IN_FORCE) | ended)

    def unreleased(self):
        return self.exclude(state=Commitment.State.RELEASED)

    def host_first(self):
        """The host's promises, then the others', each by date, those without a date last."""
        others = ~Q(from_membership__organisation=models.F("partnership__host"))
        return self.order_by(
            models.Case(models.When(others, then=1), default=0), models.F("due_on").asc(nulls_last=True), "pk"
        )

    def open(self):
        return self.filter(state=Commitment.State.OPEN)

    def overdue(self, today):
        return self.open().filter(due_on__lt=today)

    def owed_by_host(self, memberships, today):
        """The host's overdue promises to these members, or to everybody, in partnerships they sit in."""
        to_them = Q(to_membership__in=memberships) | Q(to_membership=None, partnership__memberships__in=memberships)
        late = self.binding().overdue(today).filter(from_membership__organisation=models.F("partnership__host"))
        late = late.filter(to_them).exclude(from_membership__in=memberships)
        return late.select_related("from_membership__organisation").order_by("due_on", "pk").distinct()

    def owed_by_a_host(self):
        """What hosts have promised for a day and not settled, the oldest first."""
        hosts = self.binding().open().filter(from_membership__organisation=models.F("partnership__host"))
        return hosts.exclude(due_on=None).order_by("due_on", "pk")

    def with_parties(self):
        return self.select_related(
            "from_membership__organisation", "to_membership__organisation", "version", "update__check_in"
        )


class Commitment(models.Model):
    """Who promised what to whom by when."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        KEPT = "kept", "Kept"
        NOT_KEPT = "not-kept", "Not kept"
        RELEASED = "released", "Released by agreement"

    class Kind(models.TextChoices):
        MONEY = "money", "Money"
        PEOPLE = "people", "People"
        SPACE = "space", "Space"
        DATA = "data", "Data"
        KNOWLEDGE = "knowledge", "Knowledge"
        EQUIPMENT = "equipment", "Equipment"
        TRANSPORT = "transport", "Transport"
        TRAINING = "training", "Training"
        ACTION = "action", "Something to do"

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="commitments")
    version = models.ForeignKey(
        AgreementVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="commitments"
    )
    from_membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="promises_made", verbose_name="who promises"
    )
    to_membership = models.ForeignKey(
        Membership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="promises_received",
        verbose_name="to whom",
        help_text="Leave empty for a promise to everybody.",
    )
    what = models.TextField("what is promised")
    kind = models.CharField("kind of promise", max_length=10, choices=Kind, blank=True)
    due_on = models.DateField("by when", null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    settled_on = models.DateField("settled on", null=True, blank=True)
    evidence = models.TextField("what shows it was kept, or why not", blank=True)
    # What a partner asked for in a check-in, when the promise answers it.
    update = models.ForeignKey(
        "partnerships.Update", null=True, blank=True, on_delete=models.SET_NULL, related_name="promises"
    )

    objects = CommitmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_membership=None) | ~Q(to_membership=models.F("from_membership")),
                name="promise_to_somebody_else",
                violation_error_message="A promise is made to somebody else.",
            ),
            models.UniqueConstraint(
                fields=["update"],
                name="one_promise_for_an_ask",
                violation_error_message="What was asked for has been promised already.",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="commitment_open", condition=Q(state="open"))]

    def __str__(self):
        return self.what

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_binding(self):
        return self.version is None or self.version.is_in_force

    @property
    def origin(self):
        """Where the promise was made, in words."""
        if self.version is not None:
            return f"Agreement, version {self.version.number}"
        return f"Check-in due {self.update.check_in.due_on:%-d %B %Y}" if self.update else "Beside the agreement"

    def is_overdue(self, today):
        return self.is_open and self.due_on is not None and self.due_on < today

    def is_owed_to(self, membership, today):
        """Its host is late with it towards this member, or everybody, as owed_by_host() says it."""
        is_to_them = self.to_membership_id in {None, membership.pk} and self.from_membership_id != membership.pk
        is_hosts = self.from_membership.organisation_id == self.partnership.host_id
        return is_to_them and is_hosts and self.is_binding and self.is_overdue(today)

    def as_row(self):
        """A promise to everybody touches everybody."""
        to = self.to_membership
        return AgreementRow(
            "Promises",
            str(self.from_membership.organisation),
            (
                ("Promises", self.what),
                ("To whom", str(to.organisation) if to else "Everybody"),
                ("By when", day(self.due_on) or "No date"),
            ),
            ("promise", self.from_membership_id, self.to_membership_id, self.what, str(self.due_on or "")),
            frozenset({self.from_membership_id, to.pk}) if to else None,
            about="Who promises",
        )
